import * as vscode from 'vscode';
import type { Mend } from '../../authoring/desk/mends';
import { DisposableStore } from '../../common/disposable';
import type { Problem } from '../../curriculum/problem';
import { actionsFor } from './deskFixes';
import { diagnosticOf } from './diagnostics';
import { isCareerPath } from './labFile';

/** It is some hundred kilobytes: read when whoever types pauses (ms). */
const quietTime = 200;

/** What is wrong in a career path while it is open and edited. */
export class CareerPathProblems implements vscode.Disposable, vscode.CodeActionProvider {
  private readonly store = new DisposableStore();
  private readonly collection = this.store.add(vscode.languages.createDiagnosticCollection('aiLabs.careerPath'));
  private readonly timers = new Map<string, NodeJS.Timeout>();
  private readonly problems = new Map<string, Problem[]>();

  constructor() {
    const soon = (document: vscode.TextDocument): void => this.soon(document);
    this.store.add(vscode.workspace.onDidOpenTextDocument(soon));
    this.store.add(vscode.workspace.onDidChangeTextDocument(({ document }) => soon(document)));
    this.store.add(vscode.workspace.onDidCloseTextDocument(({ uri }) => {
      clearTimeout(this.timers.get(uri.toString()));
      this.collection.delete(uri);
      this.problems.delete(uri.fsPath);
    }));
    this.store.add(vscode.languages.registerCodeActionsProvider({ scheme: 'file', pattern: '**/career-path.yaml' }, this));
    vscode.workspace.textDocuments.forEach(soon);
  }

  provideCodeActions({ uri }: vscode.TextDocument, range: vscode.Range, context: vscode.CodeActionContext): vscode.CodeAction[] {
    const fixes = ({ file, fix }: Problem): Mend[] => (fix ? [{ title: fix.title, edits: [{ file, range: fix, newText: fix.newText }] }] : []);
    return actionsFor(this.problems.get(uri.fsPath) ?? [], range, context, fixes);
  }

  private soon(document: vscode.TextDocument): void {
    const { uri } = document;
    if (uri.scheme === 'file' && isCareerPath(uri.fsPath)) {
      clearTimeout(this.timers.get(uri.toString()));
      this.timers.set(uri.toString(), setTimeout(() => void this.read(document), quietTime));
    }
  }

  private async read(document: vscode.TextDocument): Promise<void> {
    const { parseCareerPath } = await import('../../curriculum/parseCareerPath');
    if (!document.isClosed) {
      const { problems } = parseCareerPath(document.getText(), document.uri.fsPath);
      this.problems.set(document.uri.fsPath, problems);
      this.collection.set(document.uri, problems.map(diagnosticOf));
    }
  }

  dispose(): void {
    this.timers.forEach((timer) => clearTimeout(timer));
    this.store.dispose();
  }
}
