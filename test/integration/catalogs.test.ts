import assert from 'node:assert/strict';
import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { closeTabs, fixtureCatalog, guideTabs, set, until } from './support';

describe('labs of one’s own', () => {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
  const labs = path.join(folder, 'labs');

  before(() => assert.notEqual(folder, ''));
  afterEach(async () => {
    await rm(labs, { recursive: true, force: true });
    await set('aiLabs.catalogs', undefined);
    await closeTabs();
  });

  /** The title under which a lab's guide opens. */
  async function opened(lab: string): Promise<string> {
    return until(`the guide of ${lab}`, async () => {
      await vscode.commands.executeCommand('aiLabs.refresh');
      await vscode.commands.executeCommand('aiLabs.openGuide', { lab });
      return guideTabs()[0];
    });
  }

  it('are found where the setting says', async () => {
    await set('aiLabs.catalogs', [await fixtureCatalog('ui')]);
    assert.equal(await opened('ui-fixture/say-hello'), 'Say hello');
  });

  it('are found under labs of an open folder, and go before those of the setting', async () => {
    await set('aiLabs.catalogs', [await fixtureCatalog('ui')]);
    await cp(await fixtureCatalog('ui'), labs, { recursive: true });
    const file = path.join(labs, 'basics', 'say-hello', 'lab.yaml');
    await writeFile(file, (await readFile(file, 'utf8')).replace('title: Say hello', 'title: Say hello here'));
    assert.equal(await until('the one of the folder', async () => {
      await closeTabs();
      const title = await opened('ui-fixture/say-hello');
      return title === 'Say hello here' ? title : undefined;
    }), 'Say hello here');
  });
});
