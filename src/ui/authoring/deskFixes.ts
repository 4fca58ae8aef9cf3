import * as vscode from 'vscode';
import { type Mend, mendsFor } from '../../authoring/desk/mends';
import type { Problem } from '../../curriculum/problem';
import type { OpenLabs } from './openLabs';
import { rangeOf } from './ranges';

/** Quick fixes for what is wrong in a lab, where one is known. */
export class DeskFixes implements vscode.CodeActionProvider {
  constructor(private readonly labs: OpenLabs) {}

  async provideCodeActions(document: vscode.TextDocument, range: vscode.Range, context: vscode.CodeActionContext): Promise<vscode.CodeAction[]> {
    const current = await this.labs.current(document.uri);
    if (!current) {
      return [];
    }
    const here = current.look.problems.filter(({ file }) => file === document.uri.fsPath);
    return actionsFor(here, range, context, (problem) => mendsFor(problem, current.look, this.labs.texts));
  }
}

/** Quick fixes for the problems of a file that lie in a range. */
export function actionsFor(
  problems: readonly Problem[],
  range: vscode.Range,
  context: vscode.CodeActionContext,
  mends: (problem: Problem) => Mend[],
): vscode.CodeAction[] {
  return problems.filter((problem) => rangeOf(problem).intersection(range)).flatMap((problem) => {
    const diagnostics = context.diagnostics.filter(({ code, range: at }) => code === problem.code && at.isEqual(rangeOf(problem)));
    return mends(problem).map((mend, index) => actionOf(mend, diagnostics, index === 0));
  });
}

function actionOf(mend: Mend, diagnostics: vscode.Diagnostic[], isBest: boolean): vscode.CodeAction {
  const action = new vscode.CodeAction(mend.title, vscode.CodeActionKind.QuickFix);
  const edit = new vscode.WorkspaceEdit();
  if (mend.create) {
    edit.createFile(vscode.Uri.file(mend.create.file), { ignoreIfExists: true, contents: Buffer.from(mend.create.text) });
  }
  if (mend.lineFeeds !== undefined) {
    edit.set(vscode.Uri.file(mend.lineFeeds), [vscode.TextEdit.setEndOfLine(vscode.EndOfLine.LF)]);
  }
  for (const { file, range, newText } of mend.edits) {
    edit.replace(vscode.Uri.file(file), rangeOf(range), newText);
  }
  action.edit = edit;
  action.diagnostics = diagnostics;
  action.isPreferred = isBest;
  return action;
}
