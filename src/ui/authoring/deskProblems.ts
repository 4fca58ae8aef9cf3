import * as vscode from 'vscode';
import { DisposableStore } from '../../common/disposable';
import { byFile } from './diagnostics';
import type { OpenLab, OpenLabs } from './openLabs';

/** What is wrong in the labs that are open, in Problems; it goes when the last of a lab's files is closed. */
export class DeskProblems implements vscode.Disposable {
  private readonly store = new DisposableStore();
  private readonly collection = this.store.add(vscode.languages.createDiagnosticCollection('aiLabs.authoring'));
  private readonly shown = new Map<string, Set<string>>();

  constructor(labs: OpenLabs) {
    this.store.add(labs.onDidLook((lab) => this.show(lab)));
    this.store.add(labs.onDidClose(({ folder }) => this.replace(folder, new Map())));
  }

  private show({ folder, look }: OpenLab): void {
    this.replace(folder, byFile(look?.problems ?? []));
  }

  private replace(folder: string, found: ReadonlyMap<string, vscode.Diagnostic[]>): void {
    for (const file of this.shown.get(folder) ?? []) {
      if (!found.has(file)) {
        this.collection.delete(vscode.Uri.file(file));
      }
    }
    this.shown.set(folder, new Set(found.keys()));
    for (const [file, diagnostics] of found) {
      this.collection.set(vscode.Uri.file(file), diagnostics);
    }
  }

  dispose(): void {
    this.store.dispose();
  }
}
