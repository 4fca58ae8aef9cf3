import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { fixtureCatalog, guideTabs, home, journal, removeLabs, set, until } from './support';

const locked = 'ui-fixture/never-healthy';

describe('an instructor who enforces what comes first', function () {
  this.timeout(120_000);

  before(async () => {
    await set('aiLabs.catalogs', [await fixtureCatalog('ui')]);
    await set('aiLabs.enforceRequires', true);
  });

  after(async () => {
    await set('aiLabs.enforceRequires', undefined);
    await set('aiLabs.catalogs', undefined);
    await removeLabs(await fixtureCatalog('ui'));
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('keeps a lab shut, whichever way it is asked for, and shows what comes first', async () => {
    assert.ok(!(await journal()).some(({ lab, kind }) => lab === 'ui-fixture/say-hello' && kind === 'lab-completed'), 'this suite comes before that lab is done');
    for (const command of ['startLab', 'startAnyway', 'preparePrerequisite', 'resetLab']) {
      await vscode.commands.executeCommand(`aiLabs.${command}`, { lab: locked });
    }
    await until('the note for shells', async () => existsSync(path.join(home(), '.state', 'enforce-requires')) || undefined);
    assert.deepEqual((await journal()).filter(({ lab, kind }) => lab === locked || kind === 'prepared'), []);
    await vscode.commands.executeCommand('aiLabs.showPrerequisite', { lab: locked });
    assert.equal(await until('the guide', () => guideTabs()[0]), 'Say hello');
  });
});
