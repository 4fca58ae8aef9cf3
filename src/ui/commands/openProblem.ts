import * as vscode from 'vscode';
import type { ProblemTarget } from '../commandIds';

/** Opens a file at the place of a mistake. A problem may speak of a file that is not there. */
export async function openProblem({ file, line, column }: ProblemTarget): Promise<void> {
  const at = new vscode.Position(Math.max(line - 1, 0), Math.max(column - 1, 0));
  await vscode.window.showTextDocument(vscode.Uri.file(file), { selection: new vscode.Range(at, at), preview: true });
}
