import * as path from 'node:path';
import * as vscode from 'vscode';
import { DisposableStore } from '../common/disposable';
import type { CatalogRoot } from '../curriculum/catalog';
import { settingIds } from './commandIds';
import { catalogFolders } from './settings';

/** Saving, switching branches and unpacking change many files at once: the catalog is read again after this pause (ms). */
const quietTime = 250;

/** Where labs are looked for: built in, in the open folders, and where the settings say. */
export function catalogRoots(builtIn: string): CatalogRoot[] {
  const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
  return [
    { root: builtIn, source: 'builtin', trusted: true },
    ...catalogFolders().map((root): CatalogRoot => ({ root, source: 'configured', trusted: true })),
    ...folders.map(({ uri }): CatalogRoot => ({
      root: path.join(uri.fsPath, 'labs'), source: 'workspace', trusted: vscode.workspace.isTrusted,
    })),
  ];
}

/** Calls back when the labs may be others: folders, trust or settings changed, or the files that are named, of labs. */
export function watchCatalogSources(onChange: (files?: readonly string[]) => void): vscode.Disposable {
  const store = new DisposableStore();
  let timer: NodeJS.Timeout | undefined;
  let files = new Set<string>();
  const soon = (file: vscode.Uri): void => {
    files.add(file.fsPath);
    timer ??= setTimeout(() => {
      timer = undefined;
      const changed = [...files];
      files = new Set();
      onChange(changed);
    }, quietTime);
  };
  store.add({ dispose: () => clearTimeout(timer) });
  // These come one at a time, and whoever changed one expects the next command to know of it.
  store.add(vscode.workspace.onDidChangeWorkspaceFolders(() => onChange()));
  store.add(vscode.workspace.onDidGrantWorkspaceTrust(() => onChange()));
  store.add(
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(settingIds.catalogs) || event.affectsConfiguration(settingIds.enforceRequires)) {
        onChange();
      }
    }),
  );
  for (const pattern of ['**/labs/**/lab.yaml', '**/labs/**/guide/*.md', '**/labs/catalog.yaml']) {
    const watcher = store.add(vscode.workspace.createFileSystemWatcher(pattern));
    store.add(watcher.onDidCreate(soon));
    store.add(watcher.onDidChange(soon));
    store.add(watcher.onDidDelete(soon));
  }
  return store;
}
