import * as path from 'node:path';
import * as vscode from 'vscode';
import type { MadeBundle } from '../../authoring/bundle/makeBundle';
import { Home } from '../../session/home';
import { commandIds, textField } from '../commandIds';
import { follow } from '../failures';
import type { LabFacts } from '../labFacts';
import type { LazyCore } from '../lazyCore';
import { showInformationMessage } from '../messages';
import { withCancellableProgress } from '../progress';
import { chooseStage } from './chooseStage';

const filters = (): Record<string, string[]> => ({ [vscode.l10n.t('Class bundles')]: ['tar'] });

/** Writes the labs of a stage and their images to a file. `answer`: `{stage, file}`, else it is asked. */
export async function makeClassBundle(lazy: LazyCore, facts: LabFacts, answer?: unknown): Promise<void> {
  const chosen = await chooseStage(facts, textField(answer, 'stage'), vscode.l10n.t('Make Class Bundle'), vscode.l10n.t('Whose labs and images go into one file, for rooms without a network'));
  const file = chosen && (textField(answer, 'file') ?? (await vscode.window.showSaveDialog({ filters: filters(), saveLabel: vscode.l10n.t('Make Bundle') }))?.fsPath);
  if (!chosen || file === undefined) {
    return;
  }
  const engine = await (await lazy.get()).engine();
  const { makeBundle } = await import('../../authoring/bundle/makeBundle');
  // VS Code has asked whether to replace a file that is there.
  const made = await withCancellableProgress<MadeBundle>(vscode.l10n.t('Making a class bundle of {0}', chosen.label), (onProgress, signal) =>
    makeBundle({ file, labs: chosen.labs, engine, replace: true, signal, onProgress: (message, fraction) => onProgress({ phase: 'images', message, fraction }) }));
  const show = vscode.l10n.t('Show File');
  const text = vscode.l10n.t('{0} holds {1} labs and {2} images ({3} MB).', path.basename(file), made.labs, made.images, Math.round(made.bytes / 1e6));
  void showInformationMessage(text, show).then((answer) => (answer === show ? vscode.commands.executeCommand('revealFileInOS', vscode.Uri.file(file)) : undefined));
}

/** Brings labs and images of a file to this machine. `answer`: `{file}`, else it is asked. */
export async function loadClassBundle(lazy: LazyCore, facts: LabFacts, answer?: unknown): Promise<void> {
  const [chosen] = textField(answer, 'file') === undefined ? ((await vscode.window.showOpenDialog({ filters: filters(), openLabel: vscode.l10n.t('Load Bundle') })) ?? []) : [];
  const file = textField(answer, 'file') ?? chosen?.fsPath;
  if (file === undefined) {
    return;
  }
  const core = await lazy.get();
  const [engine, catalog] = await Promise.all([core.engine(), core.catalog.load()]);
  const { loadBundle } = await import('../../authoring/bundle/loadBundle');
  const { labs, images } = await withCancellableProgress(vscode.l10n.t('Loading {0}', path.basename(file)), (onProgress, signal) =>
    loadBundle({
      file, engine, home: new Home(core.home), signal,
      known: (identity) => catalog.byIdentity(identity)?.lab,
      onProgress: (message, fraction) => onProgress({ phase: 'images', message, fraction }),
    }));
  facts.refresh();
  const missing = images.filter(({ state }) => state === 'missing').length;
  const open = vscode.l10n.t('Open Guide');
  const text = missing > 0
    ? vscode.l10n.t('{0} labs are ready, but {1} images are not in the file: they are built or pulled at the start.', labs.length, missing)
    : vscode.l10n.t('{0} labs are ready, with all {1} images. Starting them needs no network.', labs.length, images.length);
  const [first] = labs;
  void showInformationMessage(text, open).then((answer) => (first && answer === open ? follow(commandIds.openGuide, [{ lab: first.identity }]) : undefined));
}
