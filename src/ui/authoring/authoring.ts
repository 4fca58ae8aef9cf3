import * as vscode from 'vscode';
import { DisposableStore } from '../../common/disposable';
import type { DeskParts } from './desk';
import { isCareerPath, labFolderOf } from './labFile';

/** Waits for a file of a lab to be opened; what helps its author is loaded then, and not before. */
export class Authoring implements vscode.Disposable {
  private readonly store = new DisposableStore();
  private readonly waiting = this.store.add(new DisposableStore());

  constructor(private readonly parts: DeskParts) {
    this.waiting.add(vscode.workspace.onDidOpenTextDocument((document) => this.consider([document])));
    this.waiting.add(vscode.workspace.onDidGrantWorkspaceTrust(() => this.consider(vscode.workspace.textDocuments)));
    this.consider(vscode.workspace.textDocuments);
  }

  private consider(documents: readonly vscode.TextDocument[]): void {
    if (vscode.workspace.isTrusted && !this.waiting.isDisposed && documents.some(isOfALab)) {
      this.waiting.dispose();
      void this.parts.failures.guard('Help authors', async () => {
        const { AuthoringDesk: Desk } = await import('./desk');
        this.store.add(new Desk(this.parts));
      });
    }
  }

  dispose(): void {
    this.store.dispose();
  }
}

function isOfALab({ uri }: vscode.TextDocument): boolean {
  return uri.scheme === 'file' && (isCareerPath(uri.fsPath) || labFolderOf(uri.fsPath) !== undefined);
}
