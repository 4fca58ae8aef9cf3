import * as vscode from 'vscode';
import type { CheckOutcome } from '../session/api';
import { isOurFault } from '../common/verdict';
import type { ActiveLab } from './activeLab';
import type { CheckResults } from './checkResults';
import { commandIds } from './commandIds';
import type { LazyCore } from './lazyCore';
import { withCancellableProgress } from './progress';

export interface CheckRange {
  step?: string;
  check?: string;
  all?: boolean;
}

/** Runs checks and says how they came out: in the guide, the tree and Problems, and in one sentence. */
export class LabChecker {
  constructor(
    private readonly lazy: LazyCore,
    private readonly active: ActiveLab,
    private readonly results: CheckResults,
    private readonly log: vscode.LogOutputChannel,
    /** Whether the learner sees the results anyway, in the lab's guide. */
    private readonly inSight: (lab: string) => boolean,
  ) {}

  async check(lab: string, title: string, range: CheckRange): Promise<CheckOutcome> {
    const { sessions } = await this.lazy.get();
    this.active.use(lab);
    try {
      const outcome = await withCancellableProgress(vscode.l10n.t('Checking {0}', title), (_report, signal) =>
        sessions.check(lab, {
          ...range,
          signal,
          onStarted: (check) => this.results.started(lab, check),
          onResult: (result) => {
            this.results.add(lab, result);
            this.log.info(`${lab} ${result.stepId}/${result.checkId}: ${result.verdict} in ${Math.round(result.durationMs)} ms`);
            if (isOurFault(result.verdict)) {
              this.log.warn(`${result.message}\n${result.output}`);
            }
          },
        }),
      );
      if (!this.inSight(lab)) {
        void this.say(lab, title, outcome);
      }
      return outcome;
    } finally {
      this.results.ended(lab);
    }
  }

  private async say(lab: string, title: string, { results, completedLab, completedSteps }: CheckOutcome): Promise<void> {
    const openGuide = vscode.l10n.t('Open Guide');
    const broken = results.find((result) => isOurFault(result.verdict));
    const failed = results.find((result) => result.verdict === 'failed');
    let answer: string | undefined;
    if (broken) {
      answer = await vscode.window.showWarningMessage(
        vscode.l10n.t('Our checker “{0}” broke; this is not your doing. {1}', broken.title, broken.message), openGuide);
    } else if (failed) {
      answer = await vscode.window.showInformationMessage(
        vscode.l10n.t('Not right yet: {0}. {1}', failed.title, failed.message), openGuide);
    } else if (completedLab) {
      answer = await vscode.window.showInformationMessage(vscode.l10n.t('“{0}” is complete.', title), openGuide);
    } else if (completedSteps.length > 0) {
      answer = await vscode.window.showInformationMessage(vscode.l10n.t('Step done. The guide shows the next one.'), openGuide);
    }
    if (answer === openGuide) {
      await vscode.commands.executeCommand(commandIds.openGuide, { lab });
    }
  }
}
