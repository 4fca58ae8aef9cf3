import * as vscode from 'vscode';

/**
 * Shows a setting of ours. They are all of the machine the labs run on, and in a window on another machine VS Code has
 * those on a page of their own; the page it usually opens would say that there is no such setting.
 */
export async function openSetting(id: unknown): Promise<void> {
  const query = typeof id === 'string' ? id : '@ext:ai-architect-labs.ai-architect-labs';
  if (vscode.env.remoteName) {
    await vscode.commands.executeCommand('workbench.action.openRemoteSettings', { query });
  } else {
    await vscode.commands.executeCommand('workbench.action.openSettings', query);
  }
}
