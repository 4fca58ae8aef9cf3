import { existsSync } from 'node:fs';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { obey } from './obey';

/** Runs inside VS Code: activates the extension it is asked for, or shows its view, and answers how many milliseconds that took. */
export async function run(): Promise<void> {
  // What is activated first pays for what VS Code itself sets up once.
  await extension('bench.warm-up').activate();
  hearOfRows();
  await obey(async (line) => {
    const [what, id = ''] = line.split(' ');
    return String(await (what === 'look' ? look(id) : activate(id)));
  });
}

async function activate(id: string): Promise<number> {
  const chosen = extension(id);
  if (chosen.isActive) {
    throw new Error(`${id} is active before it was asked for.`);
  }
  const since = performance.now();
  await chosen.activate();
  const took = performance.now() - since;
  const dist = path.join(chosen.extensionPath, 'dist');
  const loaded = existsSync(dist) ? Object.keys(require.cache).filter((file) => file.startsWith(dist)).map((file) => path.basename(file)) : [];
  if (loaded.length > 1) {
    throw new Error(`Activation loads more than its own bundle: ${loaded.join(', ')}`);
  }
  return took;
}

/** VS Code activates what brings the view, and asks for its rows. */
async function look(view: string): Promise<number> {
  const since = performance.now();
  const shown = new Promise<number>((resolve) => rows.set(view, () => resolve(performance.now() - since)));
  await vscode.commands.executeCommand(`${view}.focus`);
  return shown;
}

/** Who is called when a view gives its first row away. */
const rows = new Map<string, () => void>();

function hearOfRows(): void {
  const told = (view: string): void => rows.get(view)?.();
  Object.assign(globalThis, { benchRow: told });
  // This program has the API object of the extension it lies in.
  const create = vscode.window.createTreeView.bind(vscode.window);
  const heard: typeof create = (view, options) => {
    const provider = options.treeDataProvider;
    const item = provider.getTreeItem.bind(provider);
    provider.getTreeItem = (element) => {
      told(view);
      return item(element);
    };
    return create(view, options);
  };
  Object.assign(vscode.window, { createTreeView: heard });
}

function extension(id: string): vscode.Extension<unknown> {
  const found = vscode.extensions.getExtension(id);
  if (!found) {
    throw new Error(`There is no extension ${id}.`);
  }
  return found;
}
