import * as vscode from 'vscode';
import type { Lab } from '../curriculum/lab';
import type { ResetOffer, Sessions, SessionView, StartOptions } from '../session/api';
import type { EngineProgress } from '../engines/engine';
import type { ActiveLab } from './activeLab';
import { editorAsker } from './asker';
import type { Arrival } from './arrival';
import type { Builds } from './builds';
import type { CheckResults } from './checkResults';
import type { EngineWatch } from './engineWatch';
import type { LazyCore } from './lazyCore';
import { withCancellableProgress } from './progress';
import { showWarningMessage } from './messages';

/** Starts, resets and stops labs, with the progress and the questions that go with it. */
export class LabStarter {
  constructor(
    private readonly lazy: LazyCore,
    private readonly engine: EngineWatch,
    private readonly active: ActiveLab,
    private readonly arrival: Arrival,
    private readonly results: CheckResults,
    private readonly builds: Builds,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  /** Resolves when the lab is ready and its guide and terminal are there, or the learner would not wait for what is built first. */
  async start(lab: Lab): Promise<void> {
    if (!(await this.builds.agree(lab))) {
      return;
    }
    const view = await this.run(vscode.l10n.t('Starting {0}', lab.definition.title), lab, (sessions, options) => sessions.start(lab, options));
    await this.arrival.show(view);
  }

  /** Stops and starts; `newVersion` takes the lab as it is on disk now. The learner's files stay, programs end. */
  async restart(lab: Lab, { newVersion }: { newVersion: boolean }): Promise<void> {
    const { sessions } = await this.lazy.get();
    await withCancellableProgress(vscode.l10n.t('Stopping {0}', lab.definition.title), (_report, signal) =>
      sessions.stop(lab.identity, signal));
    const view = await this.run(vscode.l10n.t('Starting {0}', lab.definition.title), lab, (sessions, options) =>
      sessions.start(lab, { ...options, newVersion }));
    await this.arrival.show(view);
  }

  /** Asks once; the learner's folder is copied aside first. */
  async reset(lab: Lab): Promise<void> {
    const accept = vscode.l10n.t('Reset Lab');
    const answer = await showWarningMessage(
      vscode.l10n.t('Begin “{0}” again from its starter files?', lab.definition.title),
      {
        modal: true,
        detail: vscode.l10n.t('A copy of your files is kept; Undo Reset brings it back. What the containers hold is lost, programs in the lab end, and its steps begin again.'),
      },
      accept,
    );
    if (answer !== accept) {
      return;
    }
    const view = await this.run(vscode.l10n.t('Resetting {0}', lab.definition.title), lab, (sessions, options) => sessions.reset(lab, options));
    this.results.clear(lab.identity);
    await this.arrival.show(view);
  }

  /** Brings a lab back to the entry of a step, as the person agreed to. */
  async resetStep(lab: Lab, { step, containers, title }: ResetOffer): Promise<void> {
    const view = await this.run(vscode.l10n.t('Resetting {0}', title), lab, (sessions, options) =>
      sessions.resetStep(lab.identity, { ...options, step, containers }));
    this.results.clear(lab.identity);
    await this.arrival.show(view);
  }

  async stop({ lab }: SessionView): Promise<void> {
    const { sessions } = await this.lazy.get();
    await withCancellableProgress(vscode.l10n.t('Stopping {0}', lab.definition.title), (report, signal) => {
      report({ phase: 'containers', message: vscode.l10n.t('your files are kept') });
      return sessions.stop(lab.identity, signal);
    });
  }

  private async run(title: string, lab: Lab, work: (sessions: Sessions, options: StartOptions) => Promise<SessionView>): Promise<SessionView> {
    const { sessions } = await this.lazy.get();
    this.active.use(lab.identity);
    try {
      return await withCancellableProgress(title, (report, signal) => {
        const onProgress = (progress: EngineProgress): void => {
          if (progress.log !== undefined) {
            this.log.info(progress.log.trimEnd());
          }
          report(progress);
        };
        return work(sessions, { asker: editorAsker, onProgress, signal });
      });
    } finally {
      // A start that failed may be the engine's doing; one that went well says that the engine is there.
      void this.engine.look();
    }
  }
}
