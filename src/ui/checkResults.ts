import { Emitter } from '../common/event';
import { type CheckResult, isOurFault } from '../common/verdict';
import type { LabProgress } from '../progress/summary';

/** Who wanted a run: a person, by a command or the guide; the Testing view; or nobody, because something was saved. */
export type RunReason = 'asked' | 'testing' | 'watch';

/** One run of checks in this window. What it says after its end is not heard. */
export interface CheckRun {
  readonly lab: string;
  readonly reason: RunReason;
  started(check: string): void;
  add(result: CheckResult): void;
  end(): void;
}

export type RunEvent =
  | { kind: 'began'; run: CheckRun }
  | { kind: 'ended'; run: CheckRun }
  | { kind: 'started'; run: CheckRun; check: string }
  | { kind: 'result'; run: CheckRun; result: CheckResult };

interface OpenRun extends CheckRun {
  running: Set<string>;
  /** Checks it had a result of, which the journal gets at its end. */
  done: Set<string>;
}

/** A check's result as far as it is known. */
export type KnownResult = Partial<CheckResult> & Pick<CheckResult, 'verdict'> & {
  /** It passed before, and the checker broke the last time: the pass stands. */
  brokeSince?: boolean;
};

/**
 * The last result of each check in this window, with criteria and output, which the journal does not keep. Where the
 * journal says something else (another window ran the check, the lab was reset), the journal is right.
 */
export class CheckResults {
  private readonly results = new Map<string, Map<string, CheckResult>>();
  private readonly runs = new Set<OpenRun>();
  private readonly changed = new Emitter<string>();
  private readonly ran = new Emitter<RunEvent>();

  /** Fires with the lab's identity. */
  readonly onDidChange = this.changed.event;
  /** What runs say, as they say it. */
  readonly onDidRun = this.ran.event;

  begin(lab: string, reason: RunReason): CheckRun {
    const [running, done] = [new Set<string>(), new Set<string>()];
    const run: OpenRun = {
      lab,
      reason,
      running,
      done,
      started: (check) => {
        if (this.runs.has(run)) {
          running.add(check);
          this.tell({ kind: 'started', run, check });
        }
      },
      add: (result) => {
        if (this.runs.has(run)) {
          running.delete(result.checkId);
          done.add(result.checkId);
          this.keep(lab, result);
          this.tell({ kind: 'result', run, result });
        }
      },
      end: () => {
        if (this.runs.delete(run)) {
          this.tell({ kind: 'ended', run });
        }
      },
    };
    this.runs.add(run);
    this.tell({ kind: 'began', run });
    return run;
  }

  /** Forgets a lab: it begins again. */
  clear(lab: string): void {
    if (this.results.delete(lab)) {
      this.changed.fire(lab);
    }
  }

  /** Whether a check runs; without `check`, whether any does or is about to. */
  isRunning(lab: string, check?: string): boolean {
    return [...this.runs].some((run) => run.lab === lab && (check === undefined || run.running.has(check)));
  }

  /** Whether the lab is checked only because something was saved: nobody waits for it, and nothing is to be held up. */
  isWatched(lab: string): boolean {
    const runs = [...this.runs].filter((run) => run.lab === lab);
    return runs.length > 0 && runs.every(({ reason }) => reason === 'watch');
  }

  get(lab: string, check: string): CheckResult | undefined {
    return this.results.get(lab)?.get(check);
  }

  all(lab: string): CheckResult[] {
    return [...(this.results.get(lab)?.values() ?? [])];
  }

  /** Labs that were checked here. */
  labs(): string[] {
    return [...this.results.keys()];
  }

  /**
   * The result in full where it is the one the journal speaks of, or the journal will hear of it at the end of its run;
   * else what the journal has.
   */
  known(lab: string, check: string, progress: LabProgress | undefined): KnownResult | undefined {
    const here = this.get(lab, check);
    const journaled = progress?.checks[check];
    if (!journaled || here?.verdict === journaled.verdict) {
      return here;
    }
    if (here && journaled.verdict === 'passed' && isOurFault(here.verdict)) {
      return { verdict: 'passed', message: here.message, output: here.output, brokeSince: true };
    }
    const news = [...this.runs].some((run) => run.lab === lab && run.done.has(check));
    return here && news ? here : { verdict: journaled.verdict, message: journaled.message };
  }

  /** Drops what the journal has overtaken: another window ran these checks, with another result. */
  overtake(lab: string, progress: LabProgress | undefined): void {
    const results = this.results.get(lab);
    const over = [...(results?.values() ?? [])].filter(({ checkId, verdict }) => {
      const journaled = progress?.checks[checkId]?.verdict;
      return journaled !== undefined && journaled !== verdict && !isOurFault(verdict);
    });
    if (over.length > 0 && !this.isRunning(lab)) {
      over.forEach(({ checkId }) => results?.delete(checkId));
      this.changed.fire(lab);
    }
  }

  private keep(lab: string, result: CheckResult): void {
    const results = this.results.get(lab) ?? new Map<string, CheckResult>();
    this.results.set(lab, results.set(result.checkId, result));
  }

  private tell(event: RunEvent): void {
    this.ran.fire(event);
    this.changed.fire(event.run.lab);
  }
}
