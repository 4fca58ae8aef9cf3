import { type Dirent, type Stats, readdirSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { systemCode } from '../common/errors';
import type { FolderTimes } from './folderTimes';

export type Refusal = { code: 'outside-lab' | 'missing-file' | 'unreadable'; message: string };
/** What a path leads to. */
export interface Found {
  ok: true;
  /** Real, absolute. */
  file: string;
  kind: 'file' | 'folder' | 'other';
}

export type Confined = Found | ({ ok: false } & Refusal);

/**
 * Why a path of a lab cannot be one, looking at its letters only; undefined where it can. Paths use forward slashes on
 * every system, so that a lab works on all of them.
 */
export function pathProblem(labPath: string): string | undefined {
  if (labPath.includes('\0')) {
    return 'must not contain a NUL character';
  }
  if (labPath.includes('\\')) {
    return 'must use forward slashes';
  }
  if (labPath.startsWith('/') || labPath.startsWith('~') || /^[A-Za-z]:/.test(labPath)) {
    return "must be relative to the lab's folder; absolute paths are not read";
  }
  if (labPath.includes('..') && labPath.split('/').includes('..')) {
    return "must stay inside the lab's folder, so it must not contain \"..\"";
  }
  return undefined;
}

/**
 * Finds files of one folder and nothing else: links are followed, and what they lead to must lie in the folder too.
 * Names are compared as they are written, on every system. Synchronous, and by listing each folder once: a catalog asks
 * for thousands of files, and a question to the system for each would take longer than reading the labs.
 */
export class Confinement {
  /** Real path of the folder. */
  readonly root: string;
  /** Whether a link was met, or a folder that cannot be listed. Then `folders` does not tell all that the answers depend on. */
  uncertain = false;
  private readonly prefix: string;
  private readonly found = new Map<string, Confined>();
  private readonly listings = new Map<string, Map<string, Dirent>>();

  /**
   * @param times told of each folder before it is listed
   * @throws the system's error where the folder does not exist or cannot be read
   */
  constructor(folder: string, private readonly times?: FolderTimes) {
    this.root = realpathSync.native(folder);
    this.prefix = this.root.endsWith(path.sep) ? this.root : this.root + path.sep;
    this.found.set('.', { ok: true, file: this.root, kind: 'folder' });
  }

  /** Absolute folders whose entries the answers so far depended on, unless `uncertain`, and their times. */
  get folders(): Record<string, number | null> {
    const folders: Record<string, number | null> = {};
    for (const folder of this.listings.keys()) {
      folders[folder] = this.times?.time(folder) ?? null;
    }
    return folders;
  }

  /** @param labPath as an author wrote it */
  find(labPath: string): Confined {
    const problem = pathProblem(labPath);
    if (problem) {
      return { ok: false, code: 'outside-lab', message: problem };
    }
    return this.look(/(^|\/)\.?(\/|$)/.test(labPath) ? path.posix.normalize(labPath).replace(/\/$/, '') : labPath);
  }

  /** Bytes of a file that was found. 0 where it has gone since. */
  size(found: Found): number {
    return statOf(found.file)?.size ?? 0;
  }

  /** Names in a folder that was found, in the system's order; none where it cannot be listed. */
  names(folder: Found): string[] {
    const listing = this.listing(folder.file);
    return listing instanceof Map ? [...listing.keys()] : [];
  }

  private look(plain: string): Confined {
    let found = this.found.get(plain);
    if (!found) {
      const slash = plain.lastIndexOf('/');
      const above = slash < 0 ? '.' : plain.slice(0, slash);
      const folder = this.look(above);
      found = folder.ok ? this.entry(folder, above, plain.slice(slash + 1)) : folder;
      this.found.set(plain, found);
    }
    return found;
  }

  private entry(folder: Found, shown: string, name: string): Confined {
    if (folder.kind !== 'folder') {
      return { ok: false, code: 'missing-file', message: `leads through ${shown}, which is not a folder` };
    }
    const listing = this.listing(folder.file);
    if (!(listing instanceof Map)) {
      return { ok: false, ...listing };
    }
    const entry = listing.get(name);
    const file = folder.file + path.sep + name;
    if (!entry) {
      return { ok: false, code: 'missing-file', message: 'does not exist' };
    }
    return entry.isSymbolicLink() ? this.follow(file) : { ok: true, file, kind: kindOf(entry) };
  }

  private follow(link: string): Confined {
    this.uncertain = true;
    try {
      const file = realpathSync.native(link);
      return file === this.root || file.startsWith(this.prefix)
        ? { ok: true, file, kind: kindOf(statSync(file)) }
        : { ok: false, code: 'outside-lab', message: "is a link that leads out of the lab's folder" };
    } catch (error) {
      return { ok: false, ...refusal(error) };
    }
  }

  private listing(folder: string): Map<string, Dirent> | Refusal {
    let listing = this.listings.get(folder);
    if (!listing) {
      try {
        this.times?.time(folder);
        listing = new Map();
        for (const entry of readdirSync(folder, { withFileTypes: true })) {
          listing.set(entry.name, entry);
        }
        this.listings.set(folder, listing);
      } catch (error) {
        this.uncertain = true;
        return refusal(error);
      }
    }
    return listing;
  }
}

function kindOf(entry: Pick<Stats, 'isFile' | 'isDirectory'>): Found['kind'] {
  return entry.isFile() ? 'file' : entry.isDirectory() ? 'folder' : 'other';
}

function statOf(file: string): Stats | undefined {
  try {
    return statSync(file);
  } catch {
    // Gone, or not ours to look at: whoever reads it will say so.
    return undefined;
  }
}

function refusal(error: unknown): Refusal {
  switch (systemCode(error)) {
    case 'ENOENT':
    case 'ENOTDIR':
    case 'ENAMETOOLONG':
      return { code: 'missing-file', message: 'does not exist' };
    case 'ELOOP':
      return { code: 'outside-lab', message: 'is a link that leads in a circle' };
    default:
      return { code: 'unreadable', message: `cannot be read (${systemCode(error) ?? 'unknown error'})` };
  }
}
