import * as vscode from 'vscode';
import type { TextRange } from '../../curriculum/textRange';

/** Ours count from 1, the editor's from 0. */
export function rangeOf({ line, column, endLine, endColumn }: TextRange): vscode.Range {
  return new vscode.Range(line - 1, column - 1, endLine - 1, endColumn - 1);
}

export function contains({ line, column, endLine, endColumn }: TextRange, at: vscode.Position): boolean {
  const after = at.line + 1 > line || (at.line + 1 === line && at.character + 1 >= column);
  const before = at.line + 1 < endLine || (at.line + 1 === endLine && at.character + 1 <= endColumn);
  return after && before;
}
