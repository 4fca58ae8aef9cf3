import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { EngineRig } from '../harness';
import { aiLabs as run, type Ended } from './templateProof';

describe('ai-labs rehearse --keep', function () {
  this.timeout(120_000);
  const rig = new EngineRig();
  let folder = '';

  before(async () => {
    await rig.setUp();
    folder = await realpath(await mkdtemp(path.join(tmpdir(), 'ai-labs-kept-')));
  });
  after(async () => {
    await rm(folder, { recursive: true, force: true });
    await rig.tearDown();
  });
  const aiLabs = (...words: string[]): Promise<Ended> => run(folder, words);

  it('leaves a lab up in which something did not hold, and no other; says which check proved what', async () => {
    assert.equal((await aiLabs('new', 'kept', '--to', 'labs')).code, 0);
    const held = await aiLabs('rehearse', 'labs/kept', '--step', 'count', '--keep');
    assert.equal(held.code, 0, held.stdout + held.stderr);
    assert.match(held.stdout, /CHECK +FAILS BEFORE +PASSES AFTER +CATCHES\ncounted +✓ +✓ +-\nany-log +- +- +-\n/);
    assert.doesNotMatch(held.stdout, /Left up/);

    await writeFile(path.join(folder, 'labs/kept/solution/01-count.sh'), 'echo 4 > failed.txt\n');
    const differs = await aiLabs('rehearse', 'labs/kept', '--step', 'count', '--keep', '--json');
    assert.equal(differs.code, 1, differs.stderr);
    const { kept, proofs } = JSON.parse(differs.stdout) as { kept: { lab: string; home: string; catalog: string }[]; proofs: { checks: unknown[] }[] };
    assert.deepEqual(proofs[0]?.checks[0], { check: 'counted', entered: true, solved: false, caught: [], unproven: false });
    const [one] = kept;
    assert.ok(one && kept.length === 1 && existsSync(one.home));
    const there = ['--home', one.home, '--catalog', one.catalog];
    const looked = await aiLabs('check', one.lab, '--check', 'counted', ...there);
    assert.match(looked.stdout, /found.*4/is);
    assert.equal((await aiLabs('stop', '--all', '--remove', ...there)).code, 0);
  });
});
