import * as vscode from 'vscode';
import type { Core } from '../core';
import { commandIds } from './commandIds';
import { showInformationMessage } from './messages';
import { packAddresses } from './settings';

/** Offers to fetch what the setting names and nobody was asked about yet. Nothing is fetched before that. */
export async function offerPacks(core: Core): Promise<void> {
  const known = new Set(core.packs().map(({ url }) => url));
  for (const address of packAddresses().filter((each) => !known.has(each.split('#')[0] ?? ''))) {
    const get = vscode.l10n.t('Add Lab Pack');
    const text = vscode.l10n.t('The setting aiLabs.catalogs names a lab pack that is not here yet: {0}', address);
    if ((await showInformationMessage(text, get)) === get) {
      await vscode.commands.executeCommand(commandIds.addPack, { address });
    }
  }
}
