import * as vscode from 'vscode';
import { isCancelled, isUserError, messageOf } from '../common/errors';
import { commandIds } from './commandIds';
import { openSetting } from './commands/openSetting';
import { showErrorMessage } from './messages';

/** Shows what went wrong: one sentence and one button. Details go to the log. */
export class Failures {
  constructor(private readonly log: vscode.LogOutputChannel) {}

  /**
   * Runs something a person asked for. Cancelling is no failure; a UserError is shown with its next action; anything
   * else is a bug of ours and says so. Resolves when the work is done, not when the message is answered.
   */
  async guard<T>(what: string, work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      this.show(what, error);
      return undefined;
    }
  }

  /** Tells of a failure, unless it was a cancellation. Returns at once. */
  show(what: string, error: unknown): void {
    if (isCancelled(error)) {
      this.log.info(`${what}: cancelled`);
      return;
    }
    this.record(what, error);
    void this.tell(error);
  }

  /** Writes a failure to the log only: for what happens behind the learner's back. */
  record(what: string, error: unknown): void {
    if (isCancelled(error)) {
      return;
    }
    if (isUserError(error)) {
      this.log.warn(`${what}: ${error.message} [${error.code}]${error.detail ? `\n${error.detail}` : ''}`);
    } else {
      this.log.error(`${what}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    }
  }

  private async tell(error: unknown): Promise<void> {
    const showLog = vscode.l10n.t('Show Log');
    if (!isUserError(error)) {
      const text = vscode.l10n.t('AI Labs ran into a bug of its own: {0}', messageOf(error));
      if ((await showErrorMessage(text, showLog)) === showLog) {
        this.log.show(true);
      }
      return;
    }
    const action = error.action;
    if (!action) {
      if ((await showErrorMessage(error.message, showLog)) === showLog) {
        this.log.show(true);
      }
    } else if (!action.command) {
      const buttons = error.detail ? [showLog] : [];
      if ((await showErrorMessage(`${error.message} ${action.text}`, ...buttons)) === showLog) {
        this.log.show(true);
      }
    } else if ((await showErrorMessage(error.message, action.label)) === action.label) {
      await follow(action.command, action.arguments ?? []);
    }
  }
}

/** A next action is one of our commands or a page to read; nothing else is followed. */
export async function follow(command: string, parameters: unknown[]): Promise<void> {
  if (command.startsWith('https:')) {
    await vscode.env.openExternal(vscode.Uri.parse(command, true));
  } else if (command === 'workbench.action.openSettings') {
    await openSetting(parameters[0]);
  } else if (Object.values<string>(commandIds).includes(command) || command.startsWith('workbench.')) {
    await vscode.commands.executeCommand(command, ...parameters);
  }
}
