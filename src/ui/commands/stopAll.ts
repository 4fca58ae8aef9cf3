import * as vscode from 'vscode';
import { isUserError, messageOf } from '../../common/errors';
import { stopAll, upLabs } from '../../session/stopAll';
import type { LazyCore } from '../lazyCore';
import { withCancellableProgress } from '../progress';
import { showInformationMessage } from '../messages';

/** Stops every lab that runs. Those that do not stop are named; the first of them says why. */
export async function stopAllLabs(lazy: LazyCore): Promise<void> {
  const { sessions } = await lazy.get();
  const trouble = await sessions.resume();
  if (trouble) {
    throw trouble;
  }
  const running = upLabs(sessions);
  if (running.length === 0) {
    void showInformationMessage(vscode.l10n.t('No lab is running.'));
    return;
  }
  const stopped = await withCancellableProgress(vscode.l10n.t('Stopping all labs'), (report, signal) => {
    report({ phase: 'containers', message: vscode.l10n.t('your files are kept') });
    return stopAll(running, (identity) => sessions.stop(identity, signal));
  });
  const [failed] = stopped.filter(({ error }) => error !== undefined);
  if (failed) {
    throw isUserError(failed.error) ? failed.error : new Error(`${failed.title}: ${messageOf(failed.error)}`);
  }
}
