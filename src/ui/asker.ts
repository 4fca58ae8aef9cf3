import * as vscode from 'vscode';
import type { Asker } from '../session/api';

/** Asks by VS Code's dialogs what the product must ask a person. */
export const editorAsker: Asker = {
  async consent({ title, detail, accept }) {
    return (await vscode.window.showInformationMessage(title, { modal: true, detail }, accept)) === accept;
  },

  async input({ name, prompt, pattern, default: value }) {
    const allowed = pattern === undefined ? undefined : new RegExp(pattern);
    return vscode.window.showInputBox({
      title: name,
      prompt,
      value,
      ignoreFocusOut: true,
      validateInput: (text) =>
        allowed && !allowed.test(text) ? vscode.l10n.t('This must match {0}.', pattern ?? '') : undefined,
    });
  },
};
