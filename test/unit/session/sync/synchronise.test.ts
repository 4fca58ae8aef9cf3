import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { lstat, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import type { Engine, RunningLab } from '../../../../src/engines/engine';
import { BaseFile } from '../../../../src/session/sync/baseFile';
import { HostFolder, type HostFolderOptions } from '../../../../src/session/sync/hostFolder';
import { LabFolder } from '../../../../src/session/sync/labFolder';
import { type Notice, synchronise } from '../../../../src/session/sync/synchronise';

/** Runs commands on this machine: the lab's own programs work on a folder beside the learner's. */
const here = {
  exec: async (_lab: RunningLab, _service: string, request: Parameters<Engine['exec']>[2]) => {
    const child = spawn(request.command[0] ?? '', request.command.slice(1), { stdio: ['pipe', 'pipe', 'pipe'] });
    child.stdout.on('data', (chunk: Buffer) => request.onStdout?.(chunk));
    child.stderr.on('data', (chunk: Buffer) => request.onStderr?.(chunk));
    child.stdin.end(request.stdin);
    const [exitCode] = (await once(child, 'close')) as [number];
    return { exitCode };
  },
} as unknown as Engine;

describe('bringing a folder and its copy in a lab together', () => {
  let top: string;
  let mine: string;
  let theirs: string;

  beforeEach(async () => {
    top = await mkdtemp(path.join(tmpdir(), 'ai-labs-sync-'));
    [mine, theirs] = [path.join(top, 'mine'), path.join(top, 'theirs')];
    await mkdir(mine);
    await mkdir(theirs);
  });
  afterEach(() => rm(top, { recursive: true, force: true }));

  function sync(options: HostFolderOptions & { mostThere?: number } = {}): Promise<Notice[]> {
    const place = { engine: here, running: {} as RunningLab, service: 'lab', user: userInfo().username, target: theirs };
    return synchronise(new HostFolder(mine, options), new LabFolder(place, options.mostThere), new BaseFile(path.join(top, 'base.json'), 'session'));
  }

  it('carries both ways and has nothing to say', async () => {
    await writeFile(path.join(mine, 'mine.txt'), 'mine');
    await writeFile(path.join(theirs, 'theirs.txt'), 'theirs');
    assert.deepEqual(await sync(), []);
    assert.deepEqual([await readFile(path.join(theirs, 'mine.txt'), 'utf8'), await readFile(path.join(mine, 'theirs.txt'), 'utf8')], ['mine', 'theirs']);
  });

  for (const side of ['mine', 'theirs'] as const) {
    it(`says once that there is too much (${side}), and takes nothing for gone`, async () => {
      const from = side === 'mine' ? mine : theirs;
      for (const name of ['a', 'b', 'c', 'd', 'e']) {
        await writeFile(path.join(from, name), name);
      }
      const few = side === 'mine' ? { mostEntries: 3 } : { mostThere: 3 };
      const [notice, ...more] = await sync(few);
      assert.deepEqual([notice?.kind, more], ['too-many', []]);
      assert.ok(notice && existsSync(path.join(from, notice.path)), 'it names one that is left out');
      assert.equal((await readdir(side === 'mine' ? theirs : mine)).length, 3);
      assert.deepEqual(await sync(few), []);
      assert.equal((await readdir(from)).length, 5);
    });
  }

  it('goes on without a link that this machine cannot make, says so once, and leaves it in the lab', async () => {
    const makeLink = (): Promise<void> => Promise.reject(Object.assign(new Error('operation not permitted, symlink'), { code: 'EPERM' }));
    await symlink('file.txt', path.join(theirs, 'a-link'));
    await writeFile(path.join(theirs, 'file.txt'), 'a file');
    assert.deepEqual(await sync({ makeLink }), [{ kind: 'clash', path: 'a-link' }]);
    assert.deepEqual(await sync({ makeLink }), []);
    assert.deepEqual(await readdir(mine), ['file.txt']);
    assert.ok((await lstat(path.join(theirs, 'a-link'))).isSymbolicLink());
  });
});
