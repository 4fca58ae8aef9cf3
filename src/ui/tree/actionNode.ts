import * as vscode from 'vscode';
import type { ActionModel } from './pathModel';
import { PathNode } from './pathNode';
import { plainMarkdown } from './tooltip';

/** A key action of a stage, with the labs that train it. */
export class ActionNode extends PathNode<ActionModel> {
  get id(): string {
    return `action:${this.model.id}`;
  }

  item(): vscode.TreeItem {
    const { title, description, labs, completed } = this.model;
    const item = new vscode.TreeItem(title, vscode.TreeItemCollapsibleState.Collapsed);
    item.id = this.id;
    item.contextValue = 'action';
    item.description = labs.length > 0 ? `${completed}/${labs.length}` : vscode.l10n.t('no labs yet');
    item.iconPath =
      labs.length > 0 && completed === labs.length
        ? new vscode.ThemeIcon('pass', new vscode.ThemeColor('testing.iconPassed'))
        : new vscode.ThemeIcon('target');
    item.tooltip = plainMarkdown([{ heading: title }, { text: description }]);
    return item;
  }

  protected shown(): unknown {
    const { title, description, labs, completed } = this.model;
    return { title, description, labs: labs.length, completed };
  }
}
