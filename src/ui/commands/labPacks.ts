import * as vscode from 'vscode';
import { addPack, type PackOptions, updatePack } from '../../authoring/packs/packs';
import type { Core } from '../../core';
import { removePack } from '../../session/catalogs/packRecords';
import { Home } from '../../session/home';
import { editorAsker } from '../asker';
import { textField } from '../commandIds';
import type { LabFacts } from '../labFacts';
import type { LazyCore } from '../lazyCore';
import { showInformationMessage } from '../messages';
import { withCancellableProgress } from '../progress';

/** Fetches a lab pack and asks whether to trust it. `answer`: `{address}`, else it is asked. */
export async function addLabPack(lazy: LazyCore, facts: LabFacts, answer?: unknown): Promise<void> {
  const address = textField(answer, 'address') ?? (await vscode.window.showInputBox({
    title: vscode.l10n.t('Add Lab Pack'), prompt: vscode.l10n.t('Address of a git repository with a folder “labs”, with #tag or #commit behind it to stay with one version'),
    placeHolder: 'https://example.org/labs.git#v1', ignoreFocusOut: true,
  }));
  if (!address) {
    return;
  }
  const how = await options(await lazy.get());
  const added = await withCancellableProgress(vscode.l10n.t('Fetching the lab pack'), (_report, signal) => addPack(address, { ...how, signal }));
  facts.refresh();
  void showInformationMessage(added
    ? vscode.l10n.t('The labs of {0} are in the tree, at {1}.', added.name, added.commit?.slice(0, 12) ?? '')
    : vscode.l10n.t('Not trusted: none of its labs is listed.'));
}

/** Shows for each lab pack what a newer commit changes, and asks whether to take it. */
export async function updateLabPacks(lazy: LazyCore, facts: LabFacts): Promise<void> {
  const core = await lazy.get();
  const packs = core.packs().filter(({ commit }) => commit !== undefined);
  const how = await options(core);
  const updated: string[] = [];
  for (const pack of packs) {
    const found = await withCancellableProgress(vscode.l10n.t('Looking for a newer {0}', pack.name), (_report, signal) => updatePack(pack, { ...how, signal }));
    if (found?.taken) {
      updated.push(`${pack.name} (${found.change.to.slice(0, 12)})`);
    }
  }
  facts.refresh();
  void showInformationMessage(packs.length === 0
    ? vscode.l10n.t('There is no lab pack. AI Labs: Add Lab Pack gets one.')
    : updated.length === 0 ? vscode.l10n.t('No lab pack was updated.') : vscode.l10n.t('Updated: {0}', updated.join(', ')));
}

/** Takes a lab pack away; what was made in its labs stays. */
export async function removeLabPack(lazy: LazyCore, facts: LabFacts): Promise<void> {
  const core = await lazy.get();
  const items = core.packs().map((pack) => ({ pack, label: pack.name, description: pack.commit?.slice(0, 12) ?? vscode.l10n.t('not trusted'), detail: pack.ref === undefined ? pack.url : `${pack.url}#${pack.ref}` }));
  const chosen = await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Remove Lab Pack'), placeHolder: vscode.l10n.t('Whose labs go from the list; what you made in them stays') });
  if (chosen) {
    await removePack(new Home(core.home), chosen.pack);
    facts.refresh();
  }
}

async function options(core: Core): Promise<PackOptions> {
  return { home: new Home(core.home), ask: (question) => editorAsker.consent(question), catalogs: (await core.catalog.load()).catalogs };
}
