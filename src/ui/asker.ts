import * as vscode from 'vscode';
import { matchesWhole } from '../curriculum/pattern';
import type { Asker } from '../session/api';
import { inert, showInformationMessage } from './messages';

/** Asks by VS Code's dialogs what the product must ask a person. */
export const editorAsker: Asker = {
  async consent({ title, detail, accept }) {
    return (await showInformationMessage(title, { modal: true, detail }, accept)) === accept;
  },

  async input({ name, prompt, pattern, default: value }) {
    return vscode.window.showInputBox({
      title: name,
      prompt: inert(prompt),
      value,
      ignoreFocusOut: true,
      validateInput: (text) =>
        pattern !== undefined && !matchesWhole(pattern, text) ? inert(vscode.l10n.t('This must match {0}.', pattern)) : undefined,
    });
  },
};
