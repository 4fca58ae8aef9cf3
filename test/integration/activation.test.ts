import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import * as path from 'node:path';
import * as vscode from 'vscode';
import manifest from '../../package.json';
import { activeExtension, until } from './support';

describe('the extension', () => {
  it('is found, activates, and runs where the workspace is', async () => {
    const extension = await activeExtension();
    assert.equal(extension.isActive, true);
    assert.equal(extension.extensionKind, vscode.ExtensionKind.Workspace);
  });

  it('loads nothing but a small entry, and the product right after, before it is used', async () => {
    const { extensionPath } = await activeExtension();
    const dist = path.join(extensionPath, 'dist');
    const loaded = (): string[] => Object.keys(require.cache).filter((file) => file.startsWith(dist)).map((file) => path.basename(file)).sort();
    await until('the product', () => (loaded().includes('product.js') ? true : undefined));
    assert.deepEqual(loaded(), ['extension.js', 'product.js']);
    const [entry, product] = await Promise.all(loaded().map((name) => readFile(path.join(dist, name), 'utf8')));
    assert.ok(entry && entry.length < 10_000, 'the entry registers commands and nothing else');
    assert.deepEqual(product?.match(/ZodError|YAMLParseError|docker-modem|MarkdownIt/g), null);
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
