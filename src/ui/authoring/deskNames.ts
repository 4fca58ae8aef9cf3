import * as vscode from 'vscode';
import { fileOf, type Mark } from '../../authoring/desk/marks';
import type { OpenLabs } from './openLabs';
import { contains, rangeOf } from './ranges';

interface Found {
  mark: Mark;
  all: Mark[];
  folder: string;
}

/** Where the names of a lab lead, and giving them others, over lab.yaml and the pages of its guide. */
export class DeskNames implements vscode.DefinitionProvider, vscode.RenameProvider {
  constructor(private readonly labs: OpenLabs) {}

  async provideDefinition({ uri }: vscode.TextDocument, at: vscode.Position): Promise<vscode.LocationLink[] | undefined> {
    const found = await this.find(uri, at);
    if (!found) {
      return undefined;
    }
    const { mark, all, folder } = found;
    const originSelectionRange = rangeOf(mark.range);
    if (mark.kind === 'file') {
      return [{ originSelectionRange, targetUri: vscode.Uri.file(fileOf(folder, mark)), targetRange: new vscode.Range(0, 0, 0, 0) }];
    }
    const targets = all.filter((each) => isSame(each, mark) && each.declares);
    return targets.map((each) => ({ originSelectionRange, targetUri: vscode.Uri.file(each.file), targetRange: rangeOf(each.range) }));
  }

  async prepareRename({ uri }: vscode.TextDocument, at: vscode.Position): Promise<{ range: vscode.Range; placeholder: string }> {
    const found = await this.find(uri, at);
    if (!found || found.mark.kind === 'file') {
      throw new Error(vscode.l10n.t('There is no id of a check, step, service or input here.'));
    }
    return { range: rangeOf(found.mark.range), placeholder: found.mark.id };
  }

  async provideRenameEdits({ uri }: vscode.TextDocument, at: vscode.Position, newName: string): Promise<vscode.WorkspaceEdit | undefined> {
    const found = await this.find(uri, at);
    if (!found || found.mark.kind === 'file') {
      return undefined;
    }
    const { mark, all } = found;
    if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(newName) || newName.length > 64) {
      throw new Error(vscode.l10n.t('An id has lower-case letters and digits, joined by single hyphens.'));
    }
    if (newName !== mark.id && all.some((each) => each.kind === mark.kind && each.declares && each.id === newName)) {
      throw new Error(vscode.l10n.t('There is another “{0}” in this lab.', newName));
    }
    const edit = new vscode.WorkspaceEdit();
    for (const { file, range } of all.filter((each) => isSame(each, mark))) {
      edit.replace(vscode.Uri.file(file), rangeOf(range), newName);
    }
    return edit;
  }

  private async find(uri: vscode.Uri, at: vscode.Position): Promise<Found | undefined> {
    const current = await this.labs.current(uri);
    const all = current?.desk.marks(current.look) ?? [];
    const mark = all.find(({ file, range }) => file === uri.fsPath && contains(range, at));
    return current && mark && { mark, all, folder: current.folder };
  }
}

function isSame(a: Mark, b: Mark): boolean {
  return a.kind === b.kind && a.id === b.id;
}
