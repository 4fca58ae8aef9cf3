import * as vscode from 'vscode';
import type { StageModel } from './pathModel';
import { PathNode } from './pathNode';
import { plainMarkdown } from './tooltip';

/** A stage of the career. */
export class StageNode extends PathNode<StageModel> {
  get id(): string {
    return `stage:${this.model.id}`;
  }

  protected row(): vscode.TreeItem {
    const { title, short, completed, total, time, summary } = this.model;
    const item = new vscode.TreeItem(short, vscode.TreeItemCollapsibleState.Expanded);
    item.id = this.id;
    item.contextValue = 'stage';
    item.description = total > 0 ? `${completed}/${total}` : undefined;
    item.iconPath =
      total > 0 && completed === total
        ? new vscode.ThemeIcon('pass-filled', new vscode.ThemeColor('testing.iconPassed'))
        : new vscode.ThemeIcon('milestone');
    item.tooltip = plainMarkdown([
      { heading: title },
      { text: summary },
      { text: time ? vscode.l10n.t('Takes {0}.', time) : '' },
      { text: total > 0 ? vscode.l10n.t('{0} of {1} labs completed', completed, total) : vscode.l10n.t('No labs yet') },
    ]);
    item.accessibilityInformation = {
      label: vscode.l10n.t('Stage {0}, {1} of {2} labs completed', title, completed, total),
    };
    return item;
  }

  protected shown(): unknown {
    const { title, short, completed, total, time, summary } = this.model;
    return { title, short, completed, total, time, summary };
  }
}
