import assert from 'node:assert/strict';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isCancelled, isUserError } from '../../../src/common/errors';
import { Home } from '../../../src/session/home';
import { dropKept, keepFiles, type KeepOptions, keptFolder, readKept, writeKept } from '../../../src/session/reset/stepFiles';
import { sameTree } from '../../../src/session/files/tree';

describe('the learner\'s folder on entering a step', function () {
  this.timeout(30_000);
  let root = '';
  let home: Home;
  let folder = '';

  beforeEach(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'ai-labs-steps-'));
    home = new Home(path.join(root, 'home'));
    folder = path.join(root, 'folder');
    await mkdir(path.join(folder, 'src', 'deep'), { recursive: true });
    await mkdir(path.join(folder, 'empty'));
    await writeFile(path.join(folder, 'src', 'deep', 'tool.sh'), 'one\n');
    await chmod(path.join(folder, 'src', 'deep', 'tool.sh'), 0o755);
    await utimes(path.join(folder, 'src', 'deep', 'tool.sh'), 1_000_000, 1_000_000);
    await symlink('src/deep/tool.sh', path.join(folder, 'link'));
    await symlink('/etc/passwd', path.join(folder, 'away'));
    await writeFile(path.join(folder, 'notes'), 'notes\n');
  });

  afterEach(() => rm(root, { recursive: true, force: true }));

  const options = (more: Partial<KeepOptions> = {}): KeepOptions => ({
    home, identity: 'cat/lab', step: 'two', session: 's1', folder, enteredAt: new Date(Date.now() + 1000), limit: 1024 ** 2, ...more,
  });
  const keep = async (more: Partial<KeepOptions> = {}): Promise<string> => {
    const kept = await keepFiles(options(more));
    await writeKept(home, 'cat/lab', kept);
    return keptFolder(home, 'cat/lab', kept) ?? '';
  };

  it('is copied with modes, times, links and empty folders', async () => {
    const copy = await keep();
    assert.ok(await sameTree(folder, copy));
    const { mode, mtimeMs } = await stat(path.join(copy, 'src/deep/tool.sh'));
    assert.deepEqual([mode & 0o777, mtimeMs], [0o755, 1_000_000_000]);
    assert.equal((await readKept(home, 'cat/lab', 'two'))?.late, 0);
  });

  it('shares with an earlier step\'s copy what did not change, and nothing with the folder', async () => {
    const one = await keep();
    await writeFile(path.join(folder, 'notes'), 'other\n');
    const two = await keep({ step: 'three' });
    const inode = async (where: string, name: string): Promise<number> => (await stat(path.join(where, name))).ino;
    assert.equal(await inode(one, 'src/deep/tool.sh'), await inode(two, 'src/deep/tool.sh'));
    assert.notEqual(await inode(folder, 'src/deep/tool.sh'), await inode(two, 'src/deep/tool.sh'));
    assert.deepEqual([await readFile(path.join(one, 'notes'), 'utf8'), await readFile(path.join(two, 'notes'), 'utf8')], ['notes\n', 'other\n']);
    await dropKept(home, 'cat/lab', ['two']);
    assert.equal(await readKept(home, 'cat/lab', 'two'), undefined);
    assert.ok(await sameTree(folder, two));
  });

  it('is one moment\'s, although the learner writes, adds and removes meanwhile, and says what was late', async () => {
    for (let file = 0; file < 300; file++) {
      await writeFile(path.join(folder, 'src', `file-${file}`), '0');
    }
    const tick = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));
    await tick();
    const enteredAt = new Date();
    // Systems take the time of a change from a clock that moves every few milliseconds.
    await tick();
    const keeping = keepFiles(options({ enteredAt }));
    // All of it while the copying goes on: later files are changed before earlier ones.
    for (let file = 299; file >= 0; file -= 3) {
      await writeFile(path.join(folder, 'src', `file-${file}`), 'changed');
    }
    await rm(path.join(folder, 'src', 'file-0'));
    await rm(path.join(folder, 'empty'), { recursive: true });
    await writeFile(path.join(folder, 'empty'), 'a file now');
    const kept = await keeping;
    const copy = keptFolder(home, 'cat/lab', kept) ?? '';
    assert.ok(await sameTree(folder, copy), 'what was there at the last look');
    assert.equal(kept.late, 101, 'a hundred files, and the one that took the folder\'s place');
  });

  it('is not copied beyond the limit, and leaves nothing half copied', async () => {
    await writeFile(path.join(folder, 'big'), Buffer.alloc(2 * 1024 ** 2));
    await assert.rejects(keepFiles(options()), (error) => isUserError(error) && error.code === 'files-too-big');
    const stop = AbortSignal.abort();
    await assert.rejects(keepFiles(options({ limit: 1024 ** 3, signal: stop })), isCancelled);
    assert.deepEqual(await readdir(path.join(home.steps, 'lab@cat')), []);
  });

  it('takes the place of what was kept of the same step before; a copy that is gone is none', async () => {
    await keep();
    const again = await keep();
    assert.deepEqual((await readdir(path.dirname(again))).sort(), [path.basename(again), 'two.json'].sort());
    await rm(again, { recursive: true });
    assert.equal((await readKept(home, 'cat/lab', 'two'))?.files, undefined);
    await writeFile(path.join(home.steps, 'lab@cat', 'two.json'), '{');
    assert.equal(await readKept(home, 'cat/lab', 'two'), undefined);
  });
});
