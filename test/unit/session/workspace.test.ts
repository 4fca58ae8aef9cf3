import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdir, mkdtemp, readdir, readFile, readlink, realpath, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isUserError } from '../../../src/common/errors';
import { Home } from '../../../src/session/home';
import type { SessionRecord } from '../../../src/session/state/recordSchema';
import { copyTree, holdsRootFiles, sameTree } from '../../../src/session/files/tree';
import { backUp, backupLimits, latestBackup } from '../../../src/session/reset/backups';
import { emptyFolder } from '../../../src/session/files/folder';
import { chooseFolder, makeFolder, settleOwner } from '../../../src/session/files/workspace';

describe('the learner\'s folder', () => {
  let top: string;
  let home: Home;
  let starter: string;
  let folder: string;
  const make = (history: 'prepared' | 'begun' | 'unknown' = 'unknown'): ReturnType<typeof makeFolder> =>
    makeFolder({ home, identity: 'cat/lab', folder, starter, history });
  const has = (code: string) => (error: unknown) => isUserError(error) && error.code === code && error.action !== undefined;

  beforeEach(async () => {
    top = await realpath(await mkdtemp(path.join(tmpdir(), 'ai-labs-workspace-')));
    home = new Home(path.join(top, 'home'));
    await home.make();
    starter = path.join(top, 'starter');
    folder = path.join(home.root, 'lab');
    await mkdir(path.join(starter, 'src'), { recursive: true });
    await writeFile(path.join(starter, 'data.csv'), 'one\r\ntwo\r\n');
    await writeFile(path.join(starter, 'src', 'tool.sh'), '#!/bin/sh\n');
    await chmod(path.join(starter, 'src', 'tool.sh'), 0o555);
    await symlink('data.csv', path.join(starter, 'latest.csv'));
  });
  afterEach(() => rm(top, { recursive: true, force: true }));

  it('is made from the starter files, byte for byte, links as links, and can be edited', async () => {
    assert.deepEqual(await make(), { isNew: true, backup: undefined });
    assert.equal(await readFile(path.join(folder, 'data.csv'), 'utf8'), 'one\r\ntwo\r\n');
    assert.equal(await readlink(path.join(folder, 'latest.csv')), 'data.csv');
    assert.equal((await stat(path.join(folder, 'src/tool.sh'))).mode & 0o777, 0o755);
  });

  it('is never written over', async () => {
    await make();
    await writeFile(path.join(folder, 'data.csv'), 'mine');
    await rm(path.join(folder, 'latest.csv'));
    assert.deepEqual(await make('prepared'), { isNew: false });
    assert.deepEqual((await readdir(folder)).sort(), ['data.csv', 'src'], 'what the learner removed stays away');
    assert.deepEqual(await make(), { isNew: false, backup: undefined });
    assert.deepEqual((await readdir(folder)).sort(), ['data.csv', 'latest.csv', 'src'], 'where nothing is known of the folder');
    assert.equal(await readFile(path.join(folder, 'data.csv'), 'utf8'), 'mine');
  });

  it('is new again where the learner removed it', async () => {
    await make();
    await rm(folder, { recursive: true });
    assert.equal((await make('prepared')).isNew, true);
    assert.ok(await sameTree(starter, folder));
  });

  it('is new where there are no starter files', async () => {
    await rm(starter, { recursive: true });
    assert.equal((await make()).isNew, true);
    assert.deepEqual(await readdir(folder), []);
  });

  it('is begun again where the first start did not get through, with a copy only if there is anything of its own', async () => {
    await make();
    assert.deepEqual(await make('begun'), { isNew: true, backup: undefined });
    await writeFile(path.join(folder, 'half.txt'), 'half');
    const { isNew, backup = '' } = await make('begun');
    assert.ok(isNew);
    assert.equal(await readFile(path.join(backup, 'half.txt'), 'utf8'), 'half');
    assert.ok(!existsSync(path.join(folder, 'half.txt')));
  });

  it('is refused where it is a link or a file', async () => {
    const elsewhere = path.join(top, 'elsewhere');
    await mkdir(elsewhere);
    await writeFile(path.join(elsewhere, 'precious'), 'x');
    await symlink(elsewhere, folder);
    await assert.rejects(make(), has('folder-odd'));
    await assert.rejects(emptyFolder(folder), has('folder-odd'));
    await assert.rejects(backUp(home, 'cat/lab', folder), has('folder-odd'));
    assert.deepEqual(await readdir(elsewhere), ['precious']);
    await rm(folder);
    await writeFile(folder, '');
    await assert.rejects(make(), has('folder-odd'));
  });

  it('is copied aside whole, the oldest copies going', async () => {
    await make();
    const copies: string[] = [];
    for (let round = 0; round < backupLimits.count + 2; round++) {
      await writeFile(path.join(folder, 'round'), String(round));
      copies.push((await backUp(home, 'cat/lab', folder)) ?? '');
    }
    const kept = copies.slice(-backupLimits.count);
    const place = path.dirname(kept[0] ?? '');
    assert.deepEqual((await readdir(place)).map((name) => path.join(place, name)).sort(), [...kept].sort());
    assert.ok(await sameTree(folder, kept.at(-1) ?? ''));
    await emptyFolder(folder);
    assert.deepEqual(await readdir(folder), []);
    assert.equal(await backUp(home, 'cat/lab', folder), undefined, 'nothing to copy');
  });

  it('is copied aside within a number of bytes, the newest copy whatever its size', async () => {
    await make();
    const limits = { count: 5, bytes: 3_000 };
    const copies: string[] = [];
    for (const size of [1_000, 1_100, 1_200, 9_000]) {
      await writeFile(path.join(folder, 'big'), Buffer.alloc(size));
      copies.push((await backUp(home, 'cat/lab', folder, limits)) ?? '');
      const place = path.dirname(copies[0] ?? '');
      const kept = (await readdir(place)).map((name) => path.join(place, name)).sort();
      assert.deepEqual(kept, size === 9_000 ? copies.slice(-1) : copies.slice(-2), `${size} bytes`);
    }
    assert.equal(await latestBackup(home, 'cat/lab'), copies.at(-1));
    assert.equal(await latestBackup(home, 'cat/other'), undefined);
  });

  it('is copied aside as the newest although the clock was set back since the others', async () => {
    await make();
    const place = path.dirname((await backUp(home, 'cat/lab', folder)) ?? '');
    for (let hour = 10; hour < 10 + backupLimits.count; hour++) {
      await mkdir(path.join(place, `2999-12-31T${hour}-59-59-999Z`));
    }
    await writeFile(path.join(folder, 'round'), 'last');
    const last = (await backUp(home, 'cat/lab', folder)) ?? '';
    assert.ok(await sameTree(folder, last), 'it is there');
    assert.equal(await latestBackup(home, 'cat/lab'), last);
    assert.equal((await readdir(place)).length, backupLimits.count);
  });

  it('is left as it is where it cannot be copied aside', async () => {
    await make();
    await rm(home.backups, { recursive: true });
    await writeFile(home.backups, 'in the way');
    await assert.rejects(backUp(home, 'cat/lab', folder), has('backup-failed'));
    assert.ok(await sameTree(starter, folder));
  });

  it('has the lab\'s name, or the catalog\'s too where another lab has that', () => {
    const record = { identity: 'cat/lab', folder } as SessionRecord;
    const lab = { identity: 'cat/lab', id: 'lab', catalog: 'cat' };
    const other = { identity: 'school/lab', id: 'lab', catalog: 'school' };
    assert.equal(chooseFolder(home, lab, []), folder);
    assert.equal(chooseFolder(home, lab, [record]), folder);
    assert.equal(chooseFolder(home, other, [record]), path.join(home.root, 'lab-school'));
    assert.equal(chooseFolder(home, lab, [{ ...record, folder: '/elsewhere/lab' }]), folder, 'a home that was moved');
  });

  const whereRoot = process.platform === 'linux' && process.getuid?.() === 0 ? describe : (): void => undefined;
  whereRoot('on Linux, as root', () => {
    it('says what to do where the home cannot be written', async () => {
      await chmod(top, 0o755);
      await chmod(home.root, 0o755);
      process.seteuid?.(65_534);
      try {
        await assert.rejects(new Home(path.join(home.root, 'inner')).make(), has('home-not-writable'));
        await assert.rejects(make(), has('home-not-writable'));
      } finally {
        process.seteuid?.(0);
      }
      assert.ok(!existsSync(folder));
    });

    const owners = async (...names: string[]): Promise<number[]> => Promise.all(names.map(async (name) => (await stat(path.join(folder, name))).uid));

    it('goes to a normal person where it would be root\'s', async () => {
      await make();
      assert.deepEqual(await settleOwner(home, folder), { uid: 1000, gid: 1000 });
      assert.deepEqual(await owners('.', 'data.csv', 'src', 'src/tool.sh'), [1000, 1000, 1000, 1000]);
      assert.equal(await holdsRootFiles(folder), false);
    });

    it('goes to the home\'s owner where the home is somebody\'s', async () => {
      await chown(home.root, 1234, 1235);
      await make();
      assert.deepEqual(await settleOwner(home, folder), { uid: 1234, gid: 1235 });
      assert.deepEqual(await owners('.', 'src/tool.sh'), [1234, 1234]);
    });

    it('stays its owner\'s, new files included', async () => {
      await mkdir(folder);
      await chown(folder, 1234, 1234);
      await make();
      assert.deepEqual(await settleOwner(home, folder), { uid: 1234, gid: 1234 });
      assert.deepEqual(await owners('.', 'data.csv', 'src/tool.sh'), [1234, 1234, 1234]);
    });

    it('is seen to hold what root left behind', async () => {
      await make();
      await settleOwner(home, folder);
      await writeFile(path.join(folder, 'src', 'left'), '');
      assert.equal(await holdsRootFiles(folder), true);
    });
  });

  it('is the same as another only with the same files and bytes', async () => {
    const copy = path.join(top, 'copy');
    await copyTree(starter, copy);
    assert.ok(await sameTree(starter, copy));
    await writeFile(path.join(copy, 'src', 'more'), '');
    assert.ok(!(await sameTree(starter, copy)));
    await rm(path.join(copy, 'src', 'more'));
    await writeFile(path.join(copy, 'data.csv'), 'one\ntwo\n');
    assert.ok(!(await sameTree(starter, copy)));
  });
});
