import * as path from 'node:path';
import * as vscode from 'vscode';
import { importLabs } from '../../authoring/import/importLabs';
import { UserError } from '../../common/errors';
import { type ImportAnswers, textField } from '../commandIds';
import type { LabFacts } from '../labFacts';
import { chooseFolder, type ProductFolders } from './newLab';

/** Asks for a folder, makes labs of what is in it, and opens the report of the first. */
export async function importLab(facts: LabFacts, product: ProductFolders, answers?: ImportAnswers): Promise<void> {
  const into = textField(answers, 'folder') ?? (await chooseFolder(vscode.l10n.t('Import Labs')));
  const source = into === undefined ? undefined : (textField(answers, 'source') ?? (await chooseSource()));
  if (into === undefined || source === undefined) {
    return;
  }
  const { labs, refused } = await importLabs({ source, labs: path.join(into, 'labs'), images: product.images });
  facts.refresh();
  const [first] = labs;
  if (first) {
    await vscode.window.showTextDocument(vscode.Uri.file(path.join(first.folder, 'lab.yaml')), { preview: false });
    await vscode.window.showTextDocument(vscode.Uri.file(path.join(first.folder, 'IMPORT.md')), { preview: false });
  }
  if (refused.length > 0) {
    throw new UserError(refused.length === 1
      ? vscode.l10n.t('One scenario was not imported: {0}', refused[0]?.why ?? '')
      : vscode.l10n.t('{0} scenarios were not imported; the first: {1}', refused.length, refused[0]?.why ?? ''), {
      code: 'not-imported',
      detail: refused.map(({ why }) => why).join('\n'),
      action: { label: vscode.l10n.t('Show Log'), text: vscode.l10n.t('The log has them all.'), command: 'aiLabs.showLog' },
    });
  }
}

async function chooseSource(): Promise<string | undefined> {
  const [folder] = (await vscode.window.showOpenDialog({
    canSelectFolders: true, canSelectFiles: false, openLabel: vscode.l10n.t('Import'),
    title: vscode.l10n.t('The folder of a Killercoda or Katacoda scenario, a course of them, or a Docker Labspace'),
  })) ?? [];
  return folder?.fsPath;
}
