import assert from 'node:assert/strict';
import { readdir, stat, utimes } from 'node:fs/promises';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { closeTabs, fixtureCatalog, home, journal, removeLabs, set, until } from './support';

const lab = 'ui-fixture/say-hello';
const minute = 60_000;

function gone(error: NodeJS.ErrnoException): void {
  assert.equal(error.code, 'ENOENT', 'stopped between two looks at it');
}

describe('a lab that nobody uses', function () {
  this.timeout(180_000);

  before(async () => {
    await set('aiLabs.catalogs', [await fixtureCatalog('ui')]);
    await set('aiLabs.openFolder', 'filesOnly');
  });

  after(async () => {
    await removeLabs(await fixtureCatalog('ui'));
    await closeTabs();
    for (const id of ['aiLabs.catalogs', 'aiLabs.openFolder', 'aiLabs.idleMinutes']) {
      await set(id, undefined);
    }
  });

  /** The file whose time says when the lab was last used; undefined while it does not run. */
  async function used(): Promise<string | undefined> {
    const folder = path.join(home(), '.state', 'activity');
    const name = (await readdir(folder).catch(() => [])).find((each) => each.startsWith('say-hello'));
    return name && path.join(folder, name);
  }

  /** Makes the last use so long ago; undefined where the lab does not run any more. */
  async function age(minutes: number): Promise<string | undefined> {
    const file = await used();
    if (file) {
      const at = (Date.now() - minutes * minute) / 1000;
      await utimes(file, at, at);
    }
    return file;
  }

  async function stops(): Promise<number> {
    return (await journal()).filter((entry) => entry.lab === lab && entry.kind === 'stopped').length;
  }

  it('is kept on by one click, and stopped when its time is over', async () => {
    await set('aiLabs.idleMinutes', 60);
    await vscode.commands.executeCommand('aiLabs.startLab', { lab });
    const before = await stops();
    const file = await age(58);
    assert.ok(file, 'the lab runs');
    // The setting makes the window look now; it would anyway, every twenty seconds.
    await set('aiLabs.idleMinutes', 59);
    await until('the lab to be kept on', async () => {
      await vscode.commands.executeCommand('aiLabs.keepLabOn');
      return Date.now() - (await stat(file)).mtimeMs < minute ? true : undefined;
    });
    assert.equal(await stops(), before);

    await age(61);
    await set('aiLabs.idleMinutes', 60);
    await until('the stop of the idle lab', async () => {
      // A first prompt that the terminal prints only now counts as use, too.
      await age(61).catch(gone);
      return (await stops()) > before ? true : undefined;
    }, 60);
    await until('nothing to be watched any more', async () => ((await used()) === undefined ? true : undefined));
  });

  it('goes on after that, and stops with all others when asked', async () => {
    await vscode.commands.executeCommand('aiLabs.startLab', { lab });
    const before = await stops();
    await vscode.commands.executeCommand('aiLabs.stopAll');
    assert.equal(await stops(), before + 1);
    assert.equal(await used(), undefined);
  });
});
