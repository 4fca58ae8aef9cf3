import { constants, type Dirent } from 'node:fs';
import { chmod, copyFile, lchown, lstat, mkdir, readdir, readFile, readlink, symlink, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { systemCode } from '../../common/errors';

/** Whose files these are, by number. */
export interface Owner {
  uid: number;
  gid: number;
}

/**
 * Copies a folder's content into another. Files that exist already are left as they are. Links are copied as links.
 * Files keep their time, and their mode except that the owner may always read and write. New entries are given to `owner`, where named.
 */
export async function copyTree(from: string, to: string, owner?: Owner): Promise<void> {
  await makeFolder(to, owner);
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) {
      await copyTree(source, target, owner);
    } else if (entry.isSymbolicLink()) {
      await unlessThere(async () => {
        await symlink(await readlink(source), target);
        await give(target, owner);
      });
    } else if (entry.isFile()) {
      await unlessThere(async () => {
        await copyFile(source, target, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
        const { mode, atime, mtime } = await lstat(source);
        await chmod(target, (mode & 0o777) | 0o600);
        await utimes(target, atime, mtime);
        await give(target, owner);
      });
    }
  }
}

/** Whether two folders hold the same files with the same bytes. */
export async function sameTree(one: string, other: string): Promise<boolean> {
  const [ours, theirs] = await Promise.all([list(one), list(other)]);
  if (ours.length !== theirs.length) {
    return false;
  }
  for (const [index, entry] of ours.entries()) {
    const [a, b] = [join(one, entry.name), join(other, entry.name)];
    const kind = theirs[index];
    const alike =
      kind?.name === entry.name && kind.isDirectory() === entry.isDirectory() && kind.isFile() === entry.isFile();
    if (!alike || !(entry.isDirectory() ? await sameTree(a, b) : entry.isFile() ? await sameFile(a, b) : await sameLink(a, b))) {
      return false;
    }
  }
  return true;
}

/** Gives a folder and all in it to an owner. Links are given, not followed. Only for folders no container has open. */
export async function giveTree(folder: string, owner: Owner): Promise<void> {
  await give(folder, owner);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    await (entry.isDirectory() ? giveTree(path, owner) : give(path, owner));
  }
}

/** Whether anything in a folder belongs to root: what a container's root left behind. Gives up after `limit` entries. */
export async function holdsRootFiles(folder: string, limit = 20_000): Promise<boolean> {
  const waiting = [folder];
  let seen = 0;
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const entry of await list(next)) {
      const path = join(next, entry.name);
      if (++seen > limit || (await lstat(path).catch(() => undefined))?.uid === 0) {
        return true;
      }
      if (entry.isDirectory()) {
        waiting.push(path);
      }
    }
  }
  return false;
}

/** Bytes of all files in a folder, as their sizes say. */
export async function treeBytes(folder: string): Promise<number> {
  let sum = 0;
  for (const entry of await list(folder)) {
    const path = join(folder, entry.name);
    sum += entry.isDirectory() ? await treeBytes(path) : ((await lstat(path).catch(() => undefined))?.size ?? 0);
  }
  return sum;
}

export async function isEmpty(folder: string): Promise<boolean> {
  return (await list(folder)).length === 0;
}

async function list(folder: string): Promise<Dirent[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    if (systemCode(error) === 'ENOENT') {
      return [];
    }
    throw error;
  }
}

async function makeFolder(folder: string, owner?: Owner): Promise<void> {
  await unlessThere(async () => {
    await mkdir(folder, { mode: 0o755 });
    await give(folder, owner);
  });
}

async function unlessThere(make: () => Promise<void>): Promise<void> {
  try {
    await make();
  } catch (error) {
    if (systemCode(error) !== 'EEXIST') {
      throw error;
    }
  }
}

async function give(path: string, owner?: Owner): Promise<void> {
  if (owner) {
    await lchown(path, owner.uid, owner.gid);
  }
}

async function sameFile(one: string, other: string): Promise<boolean> {
  const [a, b] = await Promise.all([readFile(one), readFile(other)]);
  return a.equals(b);
}

async function sameLink(one: string, other: string): Promise<boolean> {
  return (await readlink(one)) === (await readlink(other));
}
