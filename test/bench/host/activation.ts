import { existsSync } from 'node:fs';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { obey } from './obey';

/** Runs inside VS Code: activates the extension it is asked for, as VS Code itself does, and answers how many milliseconds that took. */
export async function run(): Promise<void> {
  // What is activated first pays for what VS Code itself sets up once.
  await extension('bench.warm-up').activate();
  await obey(async (id) => {
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
    return String(took);
  });
}

function extension(id: string): vscode.Extension<unknown> {
  const found = vscode.extensions.getExtension(id);
  if (!found) {
    throw new Error(`There is no extension ${id}.`);
  }
  return found;
}
