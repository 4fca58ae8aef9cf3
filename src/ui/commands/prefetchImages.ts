import * as vscode from 'vscode';
import { prefetch } from '../../authoring/prefetch';
import { UserError } from '../../common/errors';
import type { Lab } from '../../curriculum/lab';
import { textField } from '../commandIds';
import type { LabFacts } from '../labFacts';
import type { LazyCore } from '../lazyCore';
import { withCancellableProgress } from '../progress';
import { showInformationMessage } from '../messages';

interface StageItem extends vscode.QuickPickItem {
  id: string;
  labs: Lab[];
}

/** Builds and pulls everything that the labs of a stage start from. `answer`: `{stage}`, else it is asked. */
export async function prefetchImages(lazy: LazyCore, facts: LabFacts, answer?: unknown): Promise<void> {
  const chosen = await chooseStage(facts, textField(answer, 'stage'));
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

async function chooseStage(facts: LabFacts, given: string | undefined): Promise<StageItem | undefined> {
  const { path, labs } = await facts.read();
  const all: StageItem = { id: '', label: vscode.l10n.t('All labs'), labs: [...labs], description: vscode.l10n.t('{0} labs', labs.length) };
  const stages = (path?.stages ?? []).map((stage): StageItem => {
    const actions = new Set(stage.actions.map(({ id }) => id));
    const own = labs.filter(({ definition }) => actions.has(definition.action));
    return { id: stage.id, label: stage.title, labs: own, description: vscode.l10n.t('{0} labs', own.length) };
  });
  const items = [all, ...stages.filter((stage) => stage.labs.length > 0)];
  return given === undefined
    ? vscode.window.showQuickPick(items, { title: vscode.l10n.t('Prepare Images'), placeHolder: vscode.l10n.t('Whose images are built and pulled now, so that nobody waits later') })
    : items.find(({ id }) => id === given);
}
