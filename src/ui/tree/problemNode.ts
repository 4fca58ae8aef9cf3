import * as path from 'node:path';
import * as vscode from 'vscode';
import type { Problem } from '../../curriculum/problem';
import { commandIds, type ProblemTarget } from '../commandIds';
import { PathNode } from './pathNode';

/** One mistake in a lab's files. Clicking it opens the file at the line. */
export class ProblemNode extends PathNode<Problem> {
  get id(): string {
    const { file, line, column, code, message } = this.model;
    return `problem:${file}:${line}:${column}:${code}:${message}`;
  }

  protected row(): vscode.TreeItem {
    const { file, line, column, message, severity } = this.model;
    const item = new vscode.TreeItem(message, vscode.TreeItemCollapsibleState.None);
    item.id = this.id;
    item.contextValue = 'problem';
    item.description = `${path.basename(file)}:${line}`;
    item.iconPath =
      severity === 'error'
        ? new vscode.ThemeIcon('error', new vscode.ThemeColor('list.errorForeground'))
        : new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));
    item.tooltip = `${message}\n${file}:${line}:${column}`;
    item.command = {
      command: commandIds.openProblem,
      title: vscode.l10n.t('Go to Problem'),
      arguments: [{ file, line, column } satisfies ProblemTarget],
    };
    return item;
  }

  protected shown(): unknown {
    return this.model;
  }
}
