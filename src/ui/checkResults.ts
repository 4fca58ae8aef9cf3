import { Emitter } from '../common/event';
import type { CheckResult } from '../common/verdict';
import type { LabProgress } from '../progress/summary';

/**
 * The last result of each check in this window, with criteria and output, which the journal does not keep. Where the
 * journal says something else (another window ran the check, the lab was reset), the journal is right.
 */
export class CheckResults {
  private readonly results = new Map<string, Map<string, CheckResult>>();
  private readonly running = new Map<string, Set<string>>();
  private readonly changed = new Emitter<string>();

  /** Fires with the lab's identity. */
  readonly onDidChange = this.changed.event;

  started(lab: string, check: string): void {
    const running = this.running.get(lab) ?? new Set();
    this.running.set(lab, running.add(check));
    this.changed.fire(lab);
  }

  add(lab: string, result: CheckResult): void {
    const results = this.results.get(lab) ?? new Map<string, CheckResult>();
    this.results.set(lab, results.set(result.checkId, result));
    this.running.get(lab)?.delete(result.checkId);
    this.changed.fire(lab);
  }

  /** A run is over, however it ended. */
  ended(lab: string): void {
    if (this.running.delete(lab)) {
      this.changed.fire(lab);
    }
  }

  /** Forgets a lab: it begins again. */
  clear(lab: string): void {
    this.running.delete(lab);
    if (this.results.delete(lab)) {
      this.changed.fire(lab);
    }
  }

  isRunning(lab: string, check: string): boolean {
    return this.running.get(lab)?.has(check) ?? false;
  }

  get(lab: string, check: string): CheckResult | undefined {
    return this.results.get(lab)?.get(check);
  }

  all(lab: string): CheckResult[] {
    return [...(this.results.get(lab)?.values() ?? [])];
  }

  /** The result in full where it is the one the journal speaks of, else what the journal has. */
  known(lab: string, check: string, progress: LabProgress | undefined): Partial<CheckResult> & Pick<CheckResult, 'verdict'> | undefined {
    const here = this.get(lab, check);
    const journaled = progress?.checks[check];
    if (!journaled || (here && here.verdict === journaled.verdict)) {
      return here;
    }
    return { verdict: journaled.verdict, message: journaled.message };
  }
}
