import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

const cli = path.resolve(__dirname, '../../../dist/cli.js');
const fixtures = path.resolve(__dirname, '../../fixtures');

describe('ai-labs with a lab whose files change, break and go while it runs', function () {
  this.timeout(180_000);
  let folder = '';

  function aiLabs(...words: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
    const all = [cli, ...words, '--home', path.join(folder, 'home'), '--catalog', path.join(folder, 'catalog')];
    return new Promise((resolve) => {
      execFile(process.execPath, all, { env: { ...process.env, NO_COLOR: '1' } }, (error, stdout, stderr) =>
        resolve({ code: error ? Number(error.code) : 0, stdout, stderr }));
    });
  }

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'ai-labs-changed-'));
    await cp(path.join(fixtures, 'labs', 'two-steps'), path.join(folder, 'catalog', 'basic', 'two-steps'), { recursive: true });
    await cp(path.join(fixtures, 'images'), path.join(folder, 'catalog', 'images'), { recursive: true });
  });
  after(async () => {
    await aiLabs('stop', '--all', '--remove');
    await rm(folder, { recursive: true, force: true });
  });

  it('goes on with the version the session began with, to the end', async () => {
    const lab = path.join(folder, 'catalog', 'basic', 'two-steps');
    assert.equal((await aiLabs('run', 'two-steps')).code, 0);
    const yaml = path.join(lab, 'lab.yaml');
    await writeFile(yaml, `${await readFile(yaml, 'utf8')}\nsteps: [`);
    const goesOn = async (): Promise<void> => {
      const checked = await aiLabs('check', 'two-steps');
      assert.deepEqual([checked.code, checked.stdout.match(/expected hello, found goodbye/)?.length], [1, 1], checked.stderr);
      assert.match((await aiLabs('stop', 'two-steps')).stdout, /is stopped; your files are still there/);
      const again = await aiLabs('run', 'two-steps');
      assert.equal(again.code, 0, again.stderr);
    };
    await goesOn();
    await rm(lab, { recursive: true });
    await goesOn();
    const other = await aiLabs('check', 'three-steps');
    assert.equal(other.code, 2);
    assert.match(other.stderr, /There is no lab "three-steps"/);
  });
});
