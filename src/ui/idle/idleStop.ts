import * as path from 'node:path';
import * as vscode from 'vscode';
import { DisposableStore, toDisposable } from '../../common/disposable';
import { Activity } from '../../session/idle/activity';
import { IdleWatch } from '../../session/idle/idleWatch';
import { Presence } from '../../session/idle/presence';
import { commandIds, settingIds } from '../commandIds';
import type { LazyCore } from '../lazyCore';
import { idleMinutes, stopsOnClose } from '../settings';
import type { TerminalProgram } from '../terminal/terminalEnvironment';
import type { LearnerFiles } from '../watch/learnerFiles';
import { leaveLabs } from './leaveLabs';
import { showInformationMessage } from '../messages';

const minuteMs = 60_000;

/** Stops labs that nobody uses, says so in time, and leaves them as `aiLabs.onClose` says when the window closes. */
export class IdleStop implements vscode.Disposable {
  private readonly store = new DisposableStore();
  private readonly watch: IdleWatch;
  private readonly item: vscode.StatusBarItem;
  private readonly presence: Presence;
  private readonly state: string;

  constructor(
    private readonly lazy: LazyCore,
    changes: LearnerFiles,
    home: string,
    private readonly program: () => TerminalProgram,
    private readonly onTrouble: (what: string, error: unknown) => void,
  ) {
    this.state = path.join(home, '.state');
    this.presence = new Presence(path.join(this.state, 'windows'));
    this.item = this.store.add(vscode.window.createStatusBarItem('aiLabs.idle', vscode.StatusBarAlignment.Left, 9.9));
    this.item.name = vscode.l10n.t('AI Labs: idle labs');
    this.item.command = commandIds.keepLabOn;
    this.watch = this.store.add(
      new IdleWatch({
        activity: new Activity(path.join(this.state, 'activity')),
        idleMs: () => idleMinutes() * minuteMs,
        stop: (identity, idleMs) => this.stop(identity, idleMs),
        now: Date.now,
        later: (work, ms) => {
          const timer = setTimeout(work, ms);
          return toDisposable(() => clearTimeout(timer));
        },
        onTrouble: (error) => onTrouble('Stop idle labs', error),
      }),
    );
    this.store.add(this.watch.onDidChange(() => this.show()));
    this.store.add(this.watch.onDidStop((identity) => void this.tell(identity)));
    // Work on a lab's files is use of the lab.
    this.store.add(changes.onDidChange(({ lab }) => lazy.current?.sessions.used(lab)));
    this.store.add(
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(settingIds.idleMinutes)) {
          void this.watch.look();
        }
      }),
    );
    void this.watch.look();
  }

  /** Every lab that is about to be stopped stays up. */
  async keepOn(): Promise<void> {
    for (const { identity } of [...this.watch.near]) {
      await this.watch.keep(identity);
    }
  }

  private async stop(identity: string, idleMs: number): Promise<'stopped' | 'busy' | 'used' | 'gone'> {
    const { sessions } = await this.lazy.get();
    const trouble = await sessions.resume();
    if (trouble) {
      throw trouble;
    }
    return sessions.stopIdle(identity, idleMs);
  }

  private show(): void {
    this.presence.announce().catch((error: unknown) => this.onTrouble('Note that this window is open', error));
    const [next] = this.watch.near;
    if (!next) {
      this.item.hide();
      return;
    }
    const title = this.titleOf(next.identity);
    const minutes = Math.ceil((next.stopsAt - Date.now()) / minuteMs);
    const when = minutes <= 1 ? vscode.l10n.t('stops within a minute') : vscode.l10n.t('stops in {0} min', minutes);
    this.item.text = `$(watch) ${vscode.l10n.t('Idle: {0}', when)}`;
    this.item.tooltip = vscode.l10n.t('“{0}” has not been used and {1}. Click to keep it on.', title, when);
    this.item.accessibilityInformation = { label: this.item.tooltip, role: 'button' };
    this.item.show();
  }

  private async tell(identity: string): Promise<void> {
    const again = vscode.l10n.t('Start Again');
    const text = vscode.l10n.t(
      '“{0}” was not used for {1} minutes and was stopped. Your files are kept; programs that ran in it have ended.',
      this.titleOf(identity), idleMinutes());
    if ((await showInformationMessage(text, again)) === again) {
      await vscode.commands.executeCommand(commandIds.startLab, { lab: identity });
    }
  }

  private titleOf(identity: string): string {
    return this.lazy.current?.sessions.view(identity)?.lab.definition.title ?? identity.slice(identity.lastIndexOf('/') + 1);
  }

  /** The window closes, or reloads: which of the two cannot be told from here. */
  dispose(): void {
    this.store.dispose();
    this.presence.leave();
    if (stopsOnClose()) {
      leaveLabs(path.join(this.state, 'activity'), this.program());
    }
  }
}
