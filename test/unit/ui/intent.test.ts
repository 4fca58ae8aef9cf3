import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { saveIntent, takeIntent } from '../../../src/ui/folder/intent';

describe('what a window is opened for', () => {
  let home = '';
  const intent = { lab: 'builtin/x', folder: '/home/me/ai-labs/x', at: 1000 };

  beforeEach(async () => (home = await mkdtemp(path.join(tmpdir(), 'ai-labs-intent-'))));
  afterEach(() => rm(home, { recursive: true, force: true }));

  it('is taken once, by the window that shows the folder', async () => {
    await saveIntent(home, intent);
    assert.equal(await takeIntent(home, ['/elsewhere'], 2000), undefined);
    assert.deepEqual(await takeIntent(home, ['/elsewhere', intent.folder], 2000), intent);
    assert.equal(await takeIntent(home, [intent.folder], 2000), undefined);
    assert.deepEqual(await readdir(path.join(home, '.state')), []);
  });

  it('is forgotten when nobody followed it', async () => {
    await saveIntent(home, intent);
    assert.equal(await takeIntent(home, [intent.folder], intent.at + 60 * 60_000), undefined);
    assert.equal(await takeIntent(home, [intent.folder], 2000), undefined);
  });

  it('is nothing where there is none, and a broken one is told and passed over', async () => {
    const warnings: string[] = [];
    const warn = (message: string): void => void warnings.push(message);
    assert.equal(await takeIntent(home, [intent.folder], 2000, warn), undefined);
    assert.deepEqual(warnings, []);
    await saveIntent(home, intent);
    await writeFile(path.join(home, '.state', 'open-folder.json'), '{"lab":');
    assert.equal(await takeIntent(home, [intent.folder], 2000, warn), undefined);
    assert.equal(warnings.length, 1);
    await writeFile(path.join(home, '.state', 'open-folder.json'), '{"lab": 5}');
    assert.equal(await takeIntent(home, [intent.folder], 2000, warn), undefined);
  });
});
