import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, lchown, lstat, mkdir, open, readdir, readFile, readlink, rename, rm, rmdir, stat, symlink, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import * as l10n from '@vscode/l10n';
import { systemCode, UserError } from '../../common/errors';
import type { FolderEntry } from '../../engines/engine';
import { type Base, type Item, parents, type Side } from './item';

/** Names of ours: half-written files and the like. They are on neither side of anything. */
export const ownPrefix = '.ai-labs-';
/** A bigger file stays where it is, in bytes. */
export const largestFile = 32 * 1024 * 1024;
/** More entries than this are not carried to and fro. */
export const mostEntries = 20_000;
/** What changed within this time may change again without its times telling, in milliseconds. */
const freshMs = 2_000;

/** What there is on this side, and names of what is left out because of its size. */
export interface HostSide extends Side {
  tooBig: string[];
  /** The first entry that is one too many; it and what follows is left out. */
  beyond?: string;
}

export interface HostFolderOptions {
  mostEntries?: number;
  makeLink?: (target: string, path: string) => Promise<void>;
}

/** How file systems say that they have no links, and Windows that this person may not make any. */
const noLinks = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS']);

/** The learner's folder on this machine. Links are never followed; nothing outside of the folder is read or written. */
export class HostFolder {
  /** Entries that this machine turned out not to be able to hold. */
  readonly impossible = new Set<string>();
  private readonly most: number;
  private readonly makeLink: (target: string, path: string) => Promise<void>;

  constructor(
    private readonly folder: string,
    { mostEntries: most = mostEntries, makeLink = symlink }: HostFolderOptions = {},
  ) {
    this.most = most;
    this.makeLink = makeLink;
  }

  /** Throws where the folder itself is gone: that must not look like an empty one. */
  async look(base: Base): Promise<HostSide> {
    const tree = new Map<string, Item>();
    const unknown = new Set<string>();
    const tooBig: string[] = [];
    let beyond: string | undefined;
    const visit = async (relative: string): Promise<void> => {
      const entries = await readdir(join(this.folder, relative), { withFileTypes: true });
      for (const { name } of entries) {
        const path = relative ? `${relative}/${name}` : name;
        if (name.startsWith(ownPrefix)) {
          continue;
        }
        try {
          if (tree.size >= this.most) {
            beyond ??= path;
          }
          const item = tree.size < this.most ? await this.item(path, base) : undefined;
          if (!item || item.size > largestFile || /[\n\r]/.test(name)) {
            unknown.add(path);
            if (item && item.size > largestFile) {
              tooBig.push(path);
            }
            continue;
          }
          tree.set(path, item);
          if (item.kind === 'folder') {
            await visit(path);
          }
        } catch (error) {
          // Unreadable, or gone while we looked: the next look tells.
          if (systemCode(error) === undefined) {
            throw error;
          }
          unknown.add(path);
        }
      }
    };
    await visit('').catch((error: unknown) => {
      throw systemCode(error) === 'ENOENT' ? gone(this.folder, error) : error;
    });
    return { tree, unknown, tooBig, beyond };
  }

  /** An entry; undefined for what is no file, link or folder. A file's content is read only where its stamp is new. */
  private async item(path: string, base: Base): Promise<Item | undefined> {
    const file = join(this.folder, path);
    const found = await lstat(file, { bigint: true });
    const stamp = `${found.ino}:${found.size}:${found.mtimeNs}:${found.ctimeNs}:${found.mode}`;
    const fresh = Math.abs(Date.now() - Number(found.ctimeMs)) < freshMs ? { fresh: true } : {};
    if (found.isDirectory()) {
      return { kind: 'folder', mode: 0, id: '', stamp: `${found.ino}`, size: 0 };
    }
    if (found.isSymbolicLink()) {
      return { kind: 'link', mode: 0, id: await readlink(file), stamp, size: 0, ...fresh };
    }
    if (!found.isFile()) {
      return undefined;
    }
    const size = Number(found.size);
    const known = base.get(path);
    const same = known?.kind === 'file' && known.host === stamp;
    const id = same ? known.id : size > largestFile ? '' : await digest(file);
    const mode = process.platform === 'win32' ? (known?.mode ?? 0o644) : Number(found.mode) & 0o777;
    return { kind: 'file', mode, id, stamp, size, ...fresh };
  }

  /** A file's bytes; undefined where it is not the one meant any more. */
  async read(path: string, item: Item): Promise<Buffer | undefined> {
    if (!(await this.isPlain(path))) {
      return undefined;
    }
    const content = await readFile(join(this.folder, path)).catch(() => undefined);
    return content && createHash('sha256').update(content).digest('hex') === item.id ? content : undefined;
  }

  /**
   * Puts an entry in its place, whole or not at all. False where something else is there than `before`, something is
   * in the way, or this machine cannot hold it (`impossible`).
   */
  async write(path: string, item: Item, content: Buffer | undefined, before: Item | undefined): Promise<boolean> {
    if (!(await this.isPlain(path)) || !(await this.isStill(path, before))) {
      return false;
    }
    const target = join(this.folder, path);
    const owner = await this.owner();
    for (const parent of [...parents(path)].reverse()) {
      await this.makeFolder(parent, owner);
    }
    let expected = before;
    if (before && (before.kind === 'folder') !== (item.kind === 'folder')) {
      if (!(await this.remove(path, before))) {
        return false;
      }
      expected = undefined;
    }
    if (item.kind === 'folder') {
      await this.makeFolder(path, owner);
      return true;
    }
    const beside = join(target, '..', `${ownPrefix}${randomBytes(8).toString('hex')}`);
    try {
      if (item.kind === 'link') {
        if (!(await this.link(item.id, beside))) {
          this.impossible.add(path);
          return false;
        }
      } else {
        await writeWhole(beside, content ?? Buffer.alloc(0), item.mode);
      }
      if (owner) {
        await lchown(beside, owner.uid, owner.gid);
      }
      if (!(await this.isStill(path, expected))) {
        return false;
      }
      await rename(beside, target);
      return true;
    } finally {
      await rm(beside, { force: true });
    }
  }

  private async link(target: string, path: string): Promise<boolean> {
    try {
      await this.makeLink(target, path);
      return true;
    } catch (error) {
      if (noLinks.has(systemCode(error) ?? '')) {
        return false;
      }
      throw error;
    }
  }

  /** Removes an entry, a folder only when it is empty. False where it is another one by now. */
  async remove(path: string, before: Item): Promise<boolean> {
    if (!(await this.isPlain(path)) || !(await this.isStill(path, before))) {
      return false;
    }
    try {
      await (before.kind === 'folder' ? rmdir : unlink)(join(this.folder, path));
      return true;
    } catch (error) {
      if (systemCode(error) === 'ENOTEMPTY' || systemCode(error) === 'EEXIST') {
        return false;
      }
      throw error;
    }
  }

  private async isStill(path: string, before: Item | undefined): Promise<boolean> {
    try {
      const found = await lstat(join(this.folder, path), { bigint: true });
      if (found.isDirectory()) {
        return before?.kind === 'folder' && before.stamp === `${found.ino}`;
      }
      return before?.stamp === `${found.ino}:${found.size}:${found.mtimeNs}:${found.ctimeNs}:${found.mode}`;
    } catch (error) {
      if (systemCode(error) === 'ENOENT' || systemCode(error) === 'ENOTDIR') {
        return before === undefined;
      }
      throw error;
    }
  }

  /** Whether every folder above is a real one of ours: behind a link might be anything. */
  private async isPlain(path: string): Promise<boolean> {
    if (path.split('/').some((part) => part === '' || part === '.' || part === '..' || part.includes('\\') && process.platform === 'win32')) {
      return false;
    }
    for (const parent of ['', ...parents(path)]) {
      const found = await lstat(join(this.folder, parent)).catch(() => undefined);
      if (found ? !found.isDirectory() : parent === '') {
        return false;
      }
    }
    return true;
  }

  private async makeFolder(path: string, owner: { uid: number; gid: number } | undefined): Promise<void> {
    try {
      await mkdir(join(this.folder, path));
      if (owner) {
        await lchown(join(this.folder, path), owner.uid, owner.gid);
      }
    } catch (error) {
      if (systemCode(error) !== 'EEXIST') {
        throw error;
      }
    }
  }

  /** Whom new entries are given to, where we may give them away. */
  private async owner(): Promise<{ uid: number; gid: number } | undefined> {
    return process.getuid?.() === 0 ? stat(this.folder) : undefined;
  }
}

/** What the learner's folder holds, to begin a lab's copy of it with. */
export async function folderEntries(folder: string): Promise<FolderEntry[]> {
  const host = new HostFolder(folder);
  const { tree } = await host.look(new Map());
  const entries: FolderEntry[] = [];
  for (const [path, item] of tree) {
    if (item.kind === 'folder') {
      entries.push({ path, type: 'directory', mode: 0o755 });
    } else if (item.kind === 'link') {
      entries.push({ path, type: 'link', mode: 0o777, target: item.id });
    } else {
      const content = await host.read(path, item);
      if (content) {
        entries.push({ path, type: 'file', mode: item.mode, content });
      }
    }
  }
  return entries;
}

function gone(folder: string, cause: unknown): UserError {
  return new UserError(l10n.t('Your folder of this lab, {0}, is not there any more. What is in the lab stays as it is.', folder), {
    code: 'folder-missing',
    action: { label: l10n.t('Put It Back'), text: l10n.t('Put the folder back, or stop the lab and start it again to get its files from the lab.') },
    cause,
  });
}

async function digest(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) {
    hash.update(chunk as Buffer);
  }
  return hash.digest('hex');
}

async function writeWhole(file: string, content: Buffer, mode: number): Promise<void> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(file, 'wx', 0o600);
    await handle.writeFile(content);
    await handle.chmod(mode);
    await handle.sync();
  } finally {
    await handle?.close();
  }
}
