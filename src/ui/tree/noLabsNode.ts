import * as vscode from 'vscode';
import { PathNode } from './pathNode';

/** Says that a key action has no labs. */
export class NoLabsNode extends PathNode<{ action: string }> {
  get id(): string {
    return `none:${this.model.action}`;
  }

  protected row(): vscode.TreeItem {
    const item = new vscode.TreeItem(vscode.l10n.t('No labs yet'), vscode.TreeItemCollapsibleState.None);
    item.id = this.id;
    item.contextValue = 'none';
    item.tooltip = vscode.l10n.t('Labs of your own show here when their lab.yaml says "action: {0}".', this.model.action);
    return item;
  }

  protected shown(): unknown {
    return this.model;
  }
}
