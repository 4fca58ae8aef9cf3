import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';

/**
 * The tests of `streamedCases.ts` run in a mount namespace of their own, on a file system that is mounted nowhere else:
 * the real engine, outside of it, cannot see the learner's folder.
 */
describe('a folder that the engine does not see', function () {
  this.timeout(300_000);

  it('passes its own tests where it is hidden from the engine', async () => {
    const hidden = await mkdtemp(path.join(tmpdir(), 'ai-labs-hidden-'));
    const mocha = createRequire(__filename).resolve('mocha/bin/mocha.js');
    // A test that fails may leave something waiting for ever: --exit.
    const inside = [process.execPath, mocha, '--import=tsx', '--exit', '--timeout', '60000', path.join(__dirname, 'streamedCases.ts')];
    const script = 'mount -t tmpfs none "$1" && shift && exec "$@"';
    try {
      const child = spawn('unshare', [process.getuid?.() === 0 ? '-m' : '-rm', 'sh', '-c', script, 'sh', hidden, ...inside], {
        env: { ...process.env, TMPDIR: hidden },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      const output: Buffer[] = [];
      child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
      child.stderr.on('data', (chunk: Buffer) => output.push(chunk));
      const [code] = (await once(child, 'close')) as [number | null];
      const said = Buffer.concat(output).toString();
      assert.equal(code, 0, said);
      assert.match(said, /\d+ passing/);
    } finally {
      await rm(hidden, { recursive: true });
    }
  });
});
