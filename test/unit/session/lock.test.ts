import assert from 'node:assert/strict';
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CancelledError, isUserError } from '../../../src/common/errors';
import { liveness, thisProcess } from '../../../src/session/locks/holder';
import { Locks } from '../../../src/session/locks/lock';

const holder = path.join(__dirname, 'lockHolder.ts');
const onFullDisk = path.join(__dirname, 'lockOnFullDisk.ts');

describe('locks between processes', function () {
  this.timeout(60_000);
  let folder: string;
  let locks: Locks;
  const file = (): string => path.join(folder, 'lab.lock');
  const stale = (change: object): Promise<void> => writeFile(file(), JSON.stringify({ ...thisProcess(), token: 't', purpose: 'start', ...change }));

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'ai-labs-lock-'));
    locks = new Locks(folder);
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('is held by one, and free again after release', async () => {
    const lock = await locks.acquire('lab', { purpose: 'start', waitMs: 0 });
    await assert.rejects(locks.acquire('lab', { purpose: 'stop', waitMs: 0 }), (error) => {
      assert.ok(isUserError(error));
      assert.equal(error.code, 'lab-busy');
      assert.match(error.message, /is being started/);
      return true;
    });
    assert.equal((await locks.holder('lab'))?.purpose, 'start');
    await lock.release();
    assert.equal(await locks.holder('lab'), undefined);
    await (await locks.acquire('lab', { purpose: 'stop', waitMs: 0 })).release();
    assert.deepEqual(await readdir(folder), []);
  });

  it('waits for the other, says so once, and can be cancelled', async () => {
    const lock = await locks.acquire('lab', { purpose: 'check', waitMs: 0 });
    const told: string[] = [];
    const waiting = locks.acquire('lab', { purpose: 'stop', waitMs: 60_000, onWaiting: (other) => told.push(other.purpose) });
    const abort = new AbortController();
    const cancelled = locks.acquire('lab', { purpose: 'stop', waitMs: 60_000, onWaiting: () => abort.abort(), signal: abort.signal });
    await assert.rejects(cancelled, CancelledError);
    await lock.release();
    await (await waiting).release();
    assert.deepEqual(told, ['check']);
  });

  it('takes over from a process that is gone, of another boot, or whose number belongs to another', async () => {
    for (const change of [{ pid: 2 ** 22 - 1 }, { boot: 'another' }, { start: '1' }]) {
      await stale(change);
      await (await locks.acquire('lab', { purpose: 'start', waitMs: 0 })).release();
    }
  });

  // Windows has no such limit to set.
  if (process.platform !== 'win32') {
    it('leaves nothing where it cannot be written, and what ends a lab needs none then', async () => {
      const attempt = (purpose: string): string =>
        // No byte goes into any file: nearest to a full disk of what an ordinary person can make.
        execFileSync('sh', ['-c', 'ulimit -f 0 && exec "$@"', 'sh', process.execPath, '--import', 'tsx', onFullDisk, folder, purpose], { encoding: 'utf8' });
      assert.deepEqual([attempt('start'), await readdir(folder)], ['EFBIG', []]);
      assert.deepEqual([attempt('stop'), await readdir(folder)], ['had it', []]);
      await stale({ pid: 2 ** 22 - 1 });
      assert.equal(attempt('remove'), 'had it', 'although a process that is gone has left its lock');
      await stale({});
      assert.equal(attempt('stop'), 'lab-busy', 'not where somebody is at work');
    });
  }

  it('waits for a process of another machine until it has been silent for long', async () => {
    await stale({ host: 'elsewhere' });
    await assert.rejects(locks.acquire('lab', { purpose: 'start', waitMs: 0 }), /in another window|already/);
    const long = new Date(Date.now() - 10 * 60_000);
    await utimes(file(), long, long);
    await (await locks.acquire('lab', { purpose: 'start', waitMs: 0 })).release();
  });

  it('leaves a lock that is just being written, and takes one that never was', async () => {
    await writeFile(file(), '');
    const attempt = new AbortController();
    const waiting = locks.acquire('lab', { purpose: 'start', waitMs: 0, signal: attempt.signal });
    setTimeout(() => attempt.abort(), 300);
    await assert.rejects(waiting, CancelledError);
    const long = new Date(Date.now() - 60_000);
    await utimes(file(), long, long);
    await (await locks.acquire('lab', { purpose: 'start', waitMs: 0 })).release();
  });

  it('does not remove the lock of another on release', async () => {
    const lock = await locks.acquire('lab', { purpose: 'start', waitMs: 0 });
    await stale({ token: 'of another' });
    await lock.release();
    assert.match(await readFile(file(), 'utf8'), /of another/);
  });

  it('is never held by two, however many ask and even where a dead one left it', async () => {
    await stale({ pid: 2 ** 22 - 1 });
    const shared = path.join(folder, 'shared');
    await mkdir(shared);
    const children = Array.from({ length: 4 }, () => spawnHolder(folder, shared, 8));
    const codes = await Promise.all(children.map(async (child) => (await once(child, 'exit'))[0] as number));
    assert.deepEqual(codes, [0, 0, 0, 0], 'a holder found another one inside');
  });

  it('is free again when its holder was killed', async () => {
    const child = spawnHolder(folder, '', 1);
    const { stdout } = child;
    assert.ok(stdout);
    await once(stdout, 'data');
    await assert.rejects(locks.acquire('lab', { purpose: 'start', waitMs: 0 }), /in another window/);
    child.kill('SIGKILL');
    await once(child, 'exit');
    await (await locks.acquire('lab', { purpose: 'start', waitMs: 5000 })).release();
  });

  it('knows whether a process lives', () => {
    assert.equal(liveness(thisProcess()), 'alive');
    assert.equal(liveness({ ...thisProcess(), host: 'elsewhere' }), 'unknown');
  });
});

function spawnHolder(folder: string, shared: string, times: number): ChildProcess {
  return spawn(process.execPath, ['--import', 'tsx', holder, folder, shared, String(times)], { stdio: ['ignore', 'pipe', 'inherit'] });
}
