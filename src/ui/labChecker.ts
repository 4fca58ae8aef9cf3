import * as vscode from 'vscode';
import type { Change } from '../checks/affected';
import { type CheckResult, isOurFault } from '../common/verdict';
import type { CheckOutcome } from '../session/api';
import type { ActiveLab } from './activeLab';
import type { CheckResults, CheckRun } from './checkResults';
import { commandIds } from './commandIds';
import type { LazyCore } from './lazyCore';
import { withLateProgress } from './progress';
import { showInformationMessage, showWarningMessage } from './messages';

/** What to check: a step, one check, exactly these, all of them, or the step the learner is at. */
export interface CheckRange {
  step?: string;
  check?: string;
  checks?: string[];
  all?: boolean;
}

/** Where a learner may see results without being told of them. */
export interface Sight {
  /** The lab's guide, which also lets them cancel. */
  guide: (lab: string) => boolean;
  tree: () => boolean;
}

/** Runs checks and says how they came out: wherever results are shown, and in one sentence where none of that is seen. */
export class LabChecker {
  private readonly cancellers = new Map<string, Set<AbortController>>();

  constructor(
    private readonly lazy: LazyCore,
    private readonly active: ActiveLab,
    private readonly results: CheckResults,
    private readonly log: vscode.LogOutputChannel,
    private readonly sight: Sight,
  ) {}

  /** A run that a person asked for by a command, a menu or the guide. */
  async check(lab: string, title: string, range: CheckRange): Promise<CheckOutcome> {
    this.active.use(lab);
    const cancel = new AbortController();
    const work = this.run(lab, range, this.results.begin(lab, 'asked'), cancel);
    // The guide shows what runs and has a button of its own.
    const outcome = this.sight.guide(lab) ? await work : await withLateProgress(vscode.l10n.t('Checking {0}', title), cancel, work);
    if (!this.inSight(lab)) {
      void this.say(lab, title, outcome);
    }
    return outcome;
  }

  /** Ends the runs of a lab that a person asked for. */
  cancel(lab: string): void {
    this.cancellers.get(lab)?.forEach((controller) => controller.abort());
  }

  /** A run of the Testing view, which shows everything about it. */
  async test(lab: string, checks: string[], onRun: (run: CheckRun) => void, signal: AbortSignal): Promise<CheckOutcome> {
    const run = this.results.begin(lab, 'testing');
    onRun(run);
    const cancel = new AbortController();
    signal.addEventListener('abort', () => cancel.abort(), { once: true });
    if (signal.aborted) {
      cancel.abort();
    }
    return this.run(lab, { checks }, run, cancel);
  }

  /**
   * A run by itself after something changed. Quiet, except that a completed step is told to who looks elsewhere. Rejects
   * with CancelledError where a newer change took over.
   */
  async recheck(lab: string, title: string, range: CheckRange, changed: Change): Promise<CheckOutcome> {
    const outcome = await this.run(lab, { ...range, changed }, this.results.begin(lab, 'watch'));
    if (!this.inSight(lab)) {
      void this.tellDone(lab, title, outcome);
    }
    return outcome;
  }

  private async run(lab: string, what: CheckRange & { changed?: Change }, run: CheckRun, cancel?: AbortController): Promise<CheckOutcome> {
    const cancellers = this.cancellers.get(lab) ?? new Set();
    if (cancel) {
      this.cancellers.set(lab, cancellers.add(cancel));
    }
    try {
      const { sessions } = await this.lazy.get();
      return await sessions.check(lab, {
        ...what,
        signal: cancel?.signal,
        onStarted: (check) => run.started(check),
        onResult: (result) => {
          run.add(result);
          this.note(lab, result);
        },
      });
    } finally {
      run.end();
      if (cancel) {
        cancellers.delete(cancel);
      }
    }
  }

  private inSight(lab: string): boolean {
    return this.sight.guide(lab) || this.sight.tree();
  }

  private note(lab: string, result: CheckResult): void {
    this.log.info(`${lab} ${result.stepId}/${result.checkId}: ${result.verdict} in ${Math.round(result.durationMs)} ms`);
    if (isOurFault(result.verdict)) {
      this.log.warn(`${result.message}\n${result.output}`);
    }
  }

  private async say(lab: string, title: string, outcome: CheckOutcome): Promise<void> {
    const broken = outcome.results.find((result) => isOurFault(result.verdict));
    const failed = outcome.results.find((result) => result.verdict === 'failed');
    const [openGuide, retry, showLog] = [vscode.l10n.t('Open Guide'), vscode.l10n.t('Retry'), vscode.l10n.t('Show Log')];
    if (broken) {
      const answer = await showWarningMessage(
        vscode.l10n.t('Our checker “{0}” broke; this is not your doing.', broken.title), retry, showLog);
      if (answer === retry) {
        await vscode.commands.executeCommand(commandIds.checkStep, { lab, step: broken.stepId });
      } else if (answer === showLog) {
        await vscode.commands.executeCommand(commandIds.showLog);
      }
    } else if (failed) {
      const answer = await showInformationMessage(
        vscode.l10n.t('Not right yet: {0}. {1}', failed.title, firstLine(failed.message)), openGuide);
      await this.openGuide(lab, answer === openGuide);
    } else {
      await this.tellDone(lab, title, outcome);
    }
  }

  private async tellDone(lab: string, title: string, { completedLab, completedSteps }: CheckOutcome): Promise<void> {
    if (completedLab || completedSteps.length > 0) {
      const openGuide = vscode.l10n.t('Open Guide');
      const said = completedLab ? vscode.l10n.t('“{0}” is complete.', title) : vscode.l10n.t('Step done. The guide shows the next one.');
      await this.openGuide(lab, (await showInformationMessage(said, openGuide)) === openGuide);
    }
  }

  private async openGuide(lab: string, wanted: boolean): Promise<void> {
    if (wanted) {
      await vscode.commands.executeCommand(commandIds.openGuide, { lab });
    }
  }
}

const longestSentence = 160;

/** A notification is one sentence; the rest is in the guide. */
function firstLine(message: string): string {
  const line = message.split('\n', 1)[0] ?? '';
  return line.length > longestSentence ? `${line.slice(0, longestSentence)}…` : line;
}
