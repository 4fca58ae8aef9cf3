import * as vscode from 'vscode';
import { matchesWhole } from '../curriculum/pattern';
import type { Asker } from '../session/api';

/** Asks by VS Code's dialogs what the product must ask a person. */
export const editorAsker: Asker = {
  async consent({ title, detail, accept }) {
    return (await vscode.window.showInformationMessage(title, { modal: true, detail }, accept)) === accept;
  },

  async input({ name, prompt, pattern, default: value }) {
    return vscode.window.showInputBox({
      title: name,
      prompt,
      value,
      ignoreFocusOut: true,
      validateInput: (text) =>
        pattern !== undefined && !matchesWhole(pattern, text) ? vscode.l10n.t('This must match {0}.', pattern) : undefined,
    });
  },
};
