import * as vscode from 'vscode';
import type { BrokenLab } from './pathModel';
import { PathNode } from './pathNode';

/** A lab that cannot be read. What is wrong with it is below. */
export class BrokenLabNode extends PathNode<BrokenLab> {
  get id(): string {
    return `broken:${this.model.folder}`;
  }

  protected row(): vscode.TreeItem {
    const { name, problems, folder } = this.model;
    const item = new vscode.TreeItem(name, vscode.TreeItemCollapsibleState.Collapsed);
    item.id = this.id;
    item.contextValue = 'brokenLab';
    item.description = problems.length === 1 ? vscode.l10n.t('1 problem') : vscode.l10n.t('{0} problems', problems.length);
    item.iconPath = new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));
    item.tooltip = vscode.l10n.t('The lab in {0} cannot be used until its problems are mended.', folder);
    return item;
  }

  protected shown(): unknown {
    return this.model;
  }
}
