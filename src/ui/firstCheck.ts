import * as vscode from 'vscode';
import type { CheckResults } from './checkResults';
import { contextKeys } from './commandIds';

/** Lets the walkthrough know that a check was run in this window, by whatever button. */
export function noteFirstCheck(results: CheckResults): vscode.Disposable {
  let noted = false;
  return results.onDidRun(({ kind }) => {
    if (kind === 'result' && !noted) {
      noted = true;
      void vscode.commands.executeCommand('setContext', contextKeys.checked, true);
    }
  });
}
