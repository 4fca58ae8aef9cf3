import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import * as path from 'node:path';
import * as vscode from 'vscode';
import manifest from '../../package.json';
import { activeExtension } from './support';

describe('the extension', () => {
  it('is found, activates, and runs where the workspace is', async () => {
    const extension = await activeExtension();
    assert.equal(extension.isActive, true);
    assert.equal(extension.extensionKind, vscode.ExtensionKind.Workspace);
  });

  it('loads nothing but its small bundle before it is used', async () => {
    const { extensionPath } = await activeExtension();
    const loaded = Object.keys(require.cache).filter((file) => file.startsWith(path.join(extensionPath, 'dist')));
    assert.deepEqual(loaded.map((file) => path.basename(file)), ['extension.js']);
    const bundle = await readFile(path.join(extensionPath, 'dist', 'extension.js'), 'utf8');
    assert.deepEqual(bundle.match(/ZodError|YAMLParseError|docker-modem|MarkdownIt/g), null);
  });

  it('registers every command that its manifest contributes', async () => {
    const registered = new Set(await vscode.commands.getCommands(true));
    const missing = manifest.contributes.commands.map(({ command }) => command).filter((name) => !registered.has(name));
    assert.deepEqual(missing, []);
  });

  it('knows every setting that its manifest contributes', () => {
    for (const [id, { default: value }] of Object.entries(manifest.contributes.configuration.properties)) {
      assert.deepEqual(vscode.workspace.getConfiguration().inspect(id)?.defaultValue, value, id);
    }
  });
});
