import * as vscode from 'vscode';
import { PathNode } from './pathNode';

export interface GroupModel {
  id: string;
  title: string;
  icon: string;
  tooltip: string;
  count: number;
}

/** A heading beside the stages: labs the path has no place for, and labs that cannot be read. */
export class GroupNode extends PathNode<GroupModel> {
  get id(): string {
    return `group:${this.model.id}`;
  }

  protected row(): vscode.TreeItem {
    const item = new vscode.TreeItem(this.model.title, vscode.TreeItemCollapsibleState.Expanded);
    item.id = this.id;
    item.contextValue = 'group';
    item.description = String(this.model.count);
    item.iconPath = new vscode.ThemeIcon(this.model.icon);
    item.tooltip = this.model.tooltip;
    return item;
  }

  protected shown(): unknown {
    return this.model;
  }
}
