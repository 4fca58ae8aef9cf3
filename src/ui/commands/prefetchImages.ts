import * as vscode from 'vscode';
import { prefetch } from '../../authoring/prefetch';
import { UserError } from '../../common/errors';
import { textField } from '../commandIds';
import type { LabFacts } from '../labFacts';
import type { LazyCore } from '../lazyCore';
import { showInformationMessage } from '../messages';
import { withCancellableProgress } from '../progress';
import { chooseStage } from './chooseStage';

/** Builds and pulls everything that the labs of a stage start from. `answer`: `{stage}`, else it is asked. */
export async function prefetchImages(lazy: LazyCore, facts: LabFacts, answer?: unknown): Promise<void> {
  const chosen = await chooseStage(
    facts, textField(answer, 'stage'), vscode.l10n.t('Prepare Images'), vscode.l10n.t('Whose images are built and pulled now, so that nobody waits later'));
  if (!chosen) {
    return;
  }
  const engine = await (await lazy.get()).engine();
  const status = await engine.probe();
  if (!status.usable) {
    throw status.error;
  }
  const images = await withCancellableProgress(vscode.l10n.t('Preparing images of {0}', chosen.label), (onProgress, signal) =>
    prefetch(chosen.labs, engine, { signal, onProgress: (message, fraction) => onProgress({ phase: 'images', message, fraction }) }));
  const failed = images.filter(({ state }) => state === 'failed');
  if (failed.length > 0) {
    throw new UserError(vscode.l10n.t('{0} of {1} images could not be made: {2}', failed.length, images.length, failed.map(({ name }) => name).join(', ')), {
      code: 'prefetch-failed',
      detail: failed.map(({ name, problem }) => `${name}: ${problem ?? ''}`).join('\n'),
      action: { label: vscode.l10n.t('Show Log'), text: vscode.l10n.t('The log says why.'), command: 'aiLabs.showLog' },
    });
  }
  void showInformationMessage(vscode.l10n.t('{0}: all {1} images are there.', chosen.label, images.length));
}
