import { realpath } from 'node:fs/promises';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { DisposableStore } from '../../common/disposable';
import { Emitter } from '../../common/event';
import type { Core } from '../../core';
import type { LazyCore } from '../lazyCore';

/** Files of a lab's folder that were saved, made, renamed or removed in this window: relative, with forward slashes. */
export interface LearnerChange {
  lab: string;
  files: string[];
}

/** Tells of work in learners' folders. In a window that has nothing to do with labs a save costs two comparisons. */
export class LearnerFiles implements vscode.Disposable {
  private readonly store = new DisposableStore();
  private readonly changed = this.store.add(new Emitter<LearnerChange>());

  readonly onDidChange = this.changed.event;

  constructor(
    private readonly lazy: LazyCore,
    private readonly home: () => string,
    private readonly onTrouble: (what: string, error: unknown) => void,
  ) {
    const saved = (...uris: vscode.Uri[]): void => void this.saved(uris).catch((error: unknown) => this.onTrouble('Watch files', error));
    this.store.add(vscode.workspace.onDidSaveTextDocument(({ uri }) => saved(uri)));
    this.store.add(vscode.workspace.onDidSaveNotebookDocument(({ uri }) => saved(uri)));
    this.store.add(vscode.workspace.onDidCreateFiles(({ files }) => saved(...files)));
    this.store.add(vscode.workspace.onDidDeleteFiles(({ files }) => saved(...files)));
    this.store.add(vscode.workspace.onDidRenameFiles(({ files }) => saved(...files.flatMap(({ oldUri, newUri }) => [oldUri, newUri]))));
  }

  private async saved(uris: readonly vscode.Uri[]): Promise<void> {
    const files = uris.filter(({ scheme }) => scheme === 'file').map(({ fsPath }) => fsPath);
    const core = this.lazy.current ?? (await this.firstUse(files));
    const sessions = core?.sessions.all() ?? [];
    if (sessions.length === 0 || files.length === 0) {
      return;
    }
    // A folder may be opened by way of a link.
    const real = await Promise.all(files.map((file) => realpath(file).catch(() => file)));
    for (const { lab, folder } of sessions) {
      const inside = real.filter((file) => isIn(folder, file)).map((file) => path.relative(folder, file).split(path.sep).join('/'));
      if (inside.length > 0) {
        this.changed.fire({ lab: lab.identity, files: inside });
      }
    }
  }

  /** What runs is not known before something of ours happens in this window. */
  private async firstUse(files: readonly string[]): Promise<Core | undefined> {
    if (!files.some((file) => isIn(this.home(), file))) {
      return undefined;
    }
    const core = await this.lazy.get();
    await core.sessions.resume();
    return core;
  }

  dispose(): void {
    this.store.dispose();
  }
}

function isIn(folder: string, file: string): boolean {
  return file.startsWith(folder + path.sep);
}
