import * as vscode from 'vscode';
import type { Problem } from '../../curriculum/problem';
import { rangeOf } from './ranges';

const severities = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
};

/** A problem as the editor shows it. */
export function diagnosticOf(problem: Problem): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(rangeOf(problem), problem.message, severities[problem.severity]);
  diagnostic.source = 'AI Labs';
  diagnostic.code = problem.code;
  diagnostic.relatedInformation = problem.related?.map(({ file, line, column, message }) =>
    new vscode.DiagnosticRelatedInformation(new vscode.Location(vscode.Uri.file(file), new vscode.Position(line - 1, column - 1)), message));
  return diagnostic;
}

/** Problems by the file they are in. */
export function byFile(problems: readonly Problem[]): Map<string, vscode.Diagnostic[]> {
  const found = new Map<string, vscode.Diagnostic[]>();
  for (const problem of problems) {
    found.set(problem.file, [...(found.get(problem.file) ?? []), diagnosticOf(problem)]);
  }
  return found;
}
