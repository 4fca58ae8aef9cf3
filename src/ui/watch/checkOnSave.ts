import type * as vscode from 'vscode';
import type { Change } from '../../checks/affected';
import { type Disposable, DisposableStore, toDisposable } from '../../common/disposable';
import { isReady } from '../activeLab';
import type { LabChecker } from '../labChecker';
import type { LazyCore } from '../lazyCore';
import { checksOnSave } from '../settings';
import type { LabTerminals } from '../terminal/labTerminals';
import type { LearnerFiles } from './learnerFiles';
import { Settling } from './settling';
import { terminalStamps } from './terminalStamps';

/**
 * Checks by itself what a save, or a command that ended in the lab's terminal, may have changed. Which checks those are,
 * that a newer run takes the place of an older one, and that people go first, is the sessions' business.
 */
export class CheckOnSave implements vscode.Disposable {
  private readonly store = new DisposableStore();
  private readonly settling = this.store.add(new Settling((lab, change) => void this.check(lab, change)));
  private readonly inclusions = new Set<(lab: string) => string[]>();

  constructor(
    private readonly lazy: LazyCore,
    private readonly checker: LabChecker,
    changes: LearnerFiles,
    terminals: LabTerminals,
    private readonly onTrouble: (what: string, error: unknown) => void,
  ) {
    this.store.add(changes.onDidChange(({ lab, files }) => this.settling.changed(lab, { files, terminal: false })));
    this.store.add(lazy.onDidCreate((core) =>
      this.store.add(terminalStamps(core.home, terminals, (lab) => this.settling.changed(lab, { files: [], terminal: true }), onTrouble))));
  }

  /** Checks of a lab that are watched whatever the setting says, until disposed. Asked again at every change. */
  include(checks: (lab: string) => string[]): Disposable {
    this.inclusions.add(checks);
    return toDisposable(() => this.inclusions.delete(checks));
  }

  private async check(identity: string, change: Change): Promise<void> {
    try {
      const { sessions } = await this.lazy.get();
      const view = sessions.view(identity);
      if (!view || !isReady(view)) {
        return;
      }
      const { steps, title } = view.lab.definition;
      const current = checksOnSave() ? steps.find(({ id }) => id === view.currentStep)?.checks.map(({ id }) => id) : [];
      const checks = [...new Set([...(current ?? []), ...[...this.inclusions].flatMap((included) => included(identity))])];
      if (checks.length > 0) {
        await this.checker.recheck(identity, title, { checks }, change);
      }
    } catch (error) {
      this.onTrouble('Check by itself', error);
    }
  }

  dispose(): void {
    this.store.dispose();
  }
}
