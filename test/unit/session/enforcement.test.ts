import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { nullLog } from '../../../src/common/log';
import { createCore } from '../../../src/core';
import { Home } from '../../../src/session/home';
import { isEnforced, setEnforced } from '../../../src/session/learning/enforcement';

const labs = path.resolve(__dirname, '../../../labs');

describe('what comes first, enforced', () => {
  let folder = '';

  beforeEach(() => (folder = path.join(mkdtempSync(path.join(tmpdir(), 'ai-labs-home-')), 'home')));
  afterEach(() => rmSync(path.dirname(folder), { recursive: true, force: true }));

  it('is noted in the home, which nothing is made of where nothing is enforced', async () => {
    const home = new Home(folder);
    await setEnforced(home, false);
    assert.equal(existsSync(folder), false);
    await setEnforced(home, true);
    await setEnforced(home, true);
    assert.equal(isEnforced(home), true);
    await setEnforced(home, false);
    assert.equal(isEnforced(home), false);
  });

  it('refuses a lab in words that name it and what comes first; otherwise only says what that is', async () => {
    let enforced = false;
    const core = createCore({
      home: folder, catalogRoots: () => [{ root: labs, source: 'builtin', trusted: true }], enforcesRequires: () => enforced,
      assets: '', careerPath: path.join(labs, 'career-path.yaml'), log: nullLog, locale: 'en',
    });
    try {
      const { find } = await core.catalog.load();
      const [first, second] = [find('first-steps')?.lab, find('docker-first-image')?.lab];
      assert.ok(first && second);
      assert.deepEqual((await core.admit(second))?.missing.map(({ lab }) => lab), [first.identity]);
      enforced = true;
      assert.equal(await core.admit(first), undefined);
      await assert.rejects(core.admit(second), (error: Error & { code?: string; action?: { command?: string } }) =>
        error.code === 'lab-locked' && error.action?.command === 'aiLabs.showPrerequisite'
        && error.message === `“${second.definition.title}” opens when you have completed “${first.definition.title}”.`);
    } finally {
      core.dispose();
    }
  });
});
