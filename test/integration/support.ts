import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import * as path from 'node:path';
import { promisify } from 'node:util';
import * as vscode from 'vscode';
import manifest from '../../package.json';

/** The installed extension, active. */
export async function activeExtension(): Promise<vscode.Extension<unknown>> {
  const extension = vscode.extensions.getExtension(`${manifest.publisher}.${manifest.name}`);
  assert.ok(extension, 'the extension is not installed');
  await extension.activate();
  return extension;
}

export async function fixtureCatalog(name: string): Promise<string> {
  return path.join((await activeExtension()).extensionPath, 'test', 'fixtures', 'catalogs', name);
}

/** The learner's home of this run. */
export function home(): string {
  const folder = vscode.workspace.getConfiguration().get<string>('aiLabs.home');
  assert.ok(folder, 'the tests need a home of their own');
  return folder;
}

export async function set(id: string, value: unknown): Promise<void> {
  await vscode.workspace.getConfiguration().update(id, value, vscode.ConfigurationTarget.Global);
}

/** Waits until something holds; its last complaint is the failure. */
export async function until<T>(what: string, look: () => T | undefined | Promise<T | undefined>, seconds = 30): Promise<T> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const found = await look();
    if (found !== undefined) {
      return found;
    }
    assert.ok(Date.now() < end, `waited in vain for: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Entries of the journal, in order; none where there is no journal yet. */
export async function journal(): Promise<{ kind: string; lab: string; [field: string]: unknown }[]> {
  const file = path.join(home(), '.state', 'journal.jsonl');
  const text = await readFile(file, 'utf8').catch(() => '');
  return text.split('\n').filter(Boolean).map((line) => JSON.parse(line) as { kind: string; lab: string });
}

/** Titles of the guides that are open. */
export function guideTabs(): string[] {
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith('aiLabs.guide'))
    .map(({ label }) => label);
}

export async function closeTabs(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
}

/** Leaves no container, network or volume behind. */
export async function removeLabs(catalog: string): Promise<void> {
  const { extensionPath } = await activeExtension();
  await promisify(execFile)(process.execPath, [path.join(extensionPath, 'dist', 'cli.js'), 'stop', '--all', '--remove', '--home', home(), '--catalog', catalog], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
  });
}
