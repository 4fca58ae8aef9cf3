import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { pathToFileURL } from 'node:url';

const once = pathToFileURL(path.resolve(__dirname, '../../../scripts/setup/once.mjs')).href;

/** Fills `folder` in a process of its own with one file naming that process; `fail` breaks off in the middle. */
function fill(folder: string, fail = false): Promise<number | null> {
  const code = `
    import { appendFileSync, writeFileSync } from 'node:fs';
    import { setTimeout as delay } from 'node:timers/promises';
    const { fillOnce } = await import(${JSON.stringify(once)});
    await fillOnce(${JSON.stringify(folder)}, async (staging) => {
      appendFileSync(${JSON.stringify(`${folder}.runs`)}, process.pid + '\\n');
      writeFileSync(staging + '/half', '');
      await delay(100);
      if (${fail}) throw new Error('broken off');
      writeFileSync(staging + '/whole', '');
    });`;
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: 'ignore' });
    child.once('close', resolve);
  });
}

describe('filling a folder once', function () {
  this.timeout(30_000);
  let scratch: string;
  let folder: string;
  const runs = (): number => readFileSync(`${folder}.runs`, 'utf8').trim().split('\n').length;

  beforeEach(() => {
    scratch = mkdtempSync(path.join(tmpdir(), 'ai-labs-once-'));
    folder = path.join(scratch, 'cache', 'tool');
    mkdirSync(path.dirname(folder));
  });
  afterEach(() => rmSync(scratch, { recursive: true, force: true }));

  it('happens once when several set-ups race', async () => {
    assert.deepEqual(await Promise.all([fill(folder), fill(folder), fill(folder)]), [0, 0, 0]);
    assert.equal(runs(), 1);
    assert.deepEqual(readdirSync(folder).sort(), ['half', 'whole']);
    assert.ok(!existsSync(`${folder}.lock`));
  });

  it('leaves nothing under the final name when it breaks off, and works the next time', async () => {
    assert.equal(await fill(folder, true), 1);
    assert.ok(!existsSync(folder));
    assert.equal(await fill(folder), 0);
    assert.deepEqual(readdirSync(folder).sort(), ['half', 'whole']);
  });

  it('takes over the lock of a set-up that died', async () => {
    const dead = spawn(process.execPath, ['-e', '']);
    await new Promise((resolve) => dead.once('close', resolve));
    writeFileSync(`${folder}.lock`, String(dead.pid));
    assert.equal(await fill(folder), 0);
    assert.ok(existsSync(path.join(folder, 'whole')));
  });
});
