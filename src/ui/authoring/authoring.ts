import * as vscode from 'vscode';
import { DisposableStore } from '../../common/disposable';
import type { AuthoringDesk, DeskParts } from './desk';
import { isCareerPath, labFolderOf } from './labFile';

/** Waits for a file of a lab to be opened; what helps its author is loaded then, and not before. */
export class Authoring implements vscode.Disposable {
  private readonly store = new DisposableStore();
  private loading?: Promise<AuthoringDesk | undefined>;

  constructor(private readonly parts: DeskParts) {
    this.store.add(vscode.workspace.onDidOpenTextDocument((document) => this.consider(document)));
    this.store.add(vscode.workspace.onDidGrantWorkspaceTrust(() => vscode.workspace.textDocuments.forEach((each) => this.consider(each))));
    vscode.workspace.textDocuments.forEach((document) => this.consider(document));
  }

  private consider({ uri }: vscode.TextDocument): void {
    const wanted = uri.scheme === 'file' && vscode.workspace.isTrusted && (isCareerPath(uri.fsPath) || labFolderOf(uri.fsPath) !== undefined);
    if (wanted) {
      this.loading ??= this.parts.failures.guard('Help authors', async () => {
        const { AuthoringDesk: Desk } = await import('./desk');
        return this.store.add(new Desk(this.parts));
      });
    }
  }

  dispose(): void {
    this.store.dispose();
  }
}
