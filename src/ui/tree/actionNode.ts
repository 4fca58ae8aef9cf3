import * as vscode from 'vscode';
import type { ActionModel } from './pathModel';
import { expandedWhere, PathNode } from './pathNode';
import { plainMarkdown } from './tooltip';

/** A key action of a stage, with the labs that train it. */
export class ActionNode extends PathNode<ActionModel> {
  get id(): string {
    // A row of its own while labs are filtered: VS Code would keep the other one closed, and whoever looks for labs wants to see them.
    return `${this.model.filtered ? 'found:' : ''}action:${this.model.id}`;
  }

  protected row(): vscode.TreeItem {
    const { title, short, description, labs, begun, completed, filtered } = this.model;
    const item = new vscode.TreeItem(short, expandedWhere(filtered || (begun && completed < labs.length)));
    item.id = this.id;
    item.contextValue = 'action';
    item.description = labs.length > 0 ? `${completed}/${labs.length}` : vscode.l10n.t('no labs yet');
    item.iconPath = this.icon();
    item.accessibilityInformation = { label: `${title}, ${item.description}` };
    item.tooltip = plainMarkdown([{ heading: title }, { text: description }]);
    return item;
  }

  /** Says at a glance where there is something to do: titles are long and the count may not be in view. */
  private icon(): vscode.ThemeIcon {
    const { labs, begun, completed } = this.model;
    if (labs.length === 0) {
      return new vscode.ThemeIcon('circle-slash', new vscode.ThemeColor('disabledForeground'));
    }
    if (completed === labs.length) {
      return new vscode.ThemeIcon('pass-filled', new vscode.ThemeColor('testing.iconPassed'));
    }
    return begun ? new vscode.ThemeIcon('target', new vscode.ThemeColor('charts.blue')) : new vscode.ThemeIcon('target');
  }

  protected shown(): unknown {
    const { title, short, description, labs, begun, completed } = this.model;
    return { title, short, description, labs: labs.length, begun, completed };
  }
}
