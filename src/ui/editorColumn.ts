import * as vscode from 'vscode';
import { viewIds } from './commandIds';

/** Where a file opens without covering the guide: a column that shows none, else a new one beside it. */
export function editorColumn(): vscode.ViewColumn {
  const free = vscode.window.tabGroups.all.find(({ activeTab }) => !isGuide(activeTab));
  return free?.viewColumn ?? vscode.ViewColumn.Beside;
}

/** VS Code puts a prefix of its own before the type of a webview. */
function isGuide(tab: vscode.Tab | undefined): boolean {
  return tab?.input instanceof vscode.TabInputWebview && tab.input.viewType.endsWith(viewIds.guide);
}
