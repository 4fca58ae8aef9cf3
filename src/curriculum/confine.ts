import { lstatSync, realpathSync, statSync, type Stats } from 'node:fs';
import path from 'node:path';
import { systemCode } from '../common/errors';

export type Refusal = { code: 'outside-lab' | 'missing-file' | 'unreadable'; message: string };
export type Confined = { ok: true; /** Real, absolute. */ file: string; stats: Stats } | ({ ok: false } & Refusal);

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
 * Synchronous, because a catalog asks for thousands of files at once, and each answer takes microseconds.
 */
export class Confinement {
  /** Real path of the folder. */
  readonly root: string;
  private readonly prefix: string;
  /** Whether a link was met. Then `folders` does not tell all that the answers depend on. */
  metLink = false;
  private readonly found = new Map<string, Confined>();
  private readonly realFolders = new Map<string, string | Refusal>();

  /** @throws the system's error where the folder does not exist or cannot be read */
  constructor(folder: string) {
    this.root = realpathSync.native(folder);
    this.realFolders.set('.', this.root);
    this.prefix = this.root.endsWith(path.sep) ? this.root : this.root + path.sep;
  }

  /** Absolute folders whose entries the answers so far depended on, apart from links. */
  get folders(): string[] {
    const real = [...this.realFolders.values()].filter((value): value is string => typeof value === 'string');
    return [...new Set(real)];
  }

  /** @param labPath as an author wrote it */
  find(labPath: string): Confined {
    let found = this.found.get(labPath);
    if (!found) {
      found = this.look(labPath);
      this.found.set(labPath, found);
    }
    return found;
  }

  private look(labPath: string): Confined {
    const problem = pathProblem(labPath);
    if (problem) {
      return { ok: false, code: 'outside-lab', message: problem };
    }
    const plain = /(^|\/)\.?(\/|$)/.test(labPath) ? path.posix.normalize(labPath).replace(/\/$/, '') : labPath;
    const folder = this.realFolder(path.posix.dirname(plain));
    if (typeof folder !== 'string') {
      return { ok: false, ...folder };
    }
    return this.resolve(plain === '.' ? folder : folder + path.sep + path.posix.basename(plain));
  }

  private resolve(file: string): Confined {
    try {
      const stats = lstatSync(file);
      if (!stats.isSymbolicLink()) {
        return { ok: true, file, stats };
      }
      this.metLink = true;
      const real = realpathSync.native(file);
      if (!this.contains(real)) {
        return { ok: false, code: 'outside-lab', message: "is a link that leads out of the lab's folder" };
      }
      return { ok: true, file: real, stats: statSync(real) };
    } catch (error) {
      return { ok: false, ...refusal(error) };
    }
  }

  private realFolder(folder: string): string | Refusal {
    const known = this.realFolders.get(folder);
    if (known !== undefined) {
      return known;
    }
    const parent = this.realFolder(path.posix.dirname(folder));
    let found: string | Refusal = parent;
    if (typeof parent === 'string') {
      const resolved = this.resolve(path.join(parent, path.posix.basename(folder)));
      found = !resolved.ok
        ? { code: resolved.code, message: resolved.message }
        : resolved.stats.isDirectory()
          ? resolved.file
          : { code: 'missing-file', message: `leads through ${folder}, which is not a folder` };
    }
    this.realFolders.set(folder, found);
    return found;
  }

  private contains(real: string): boolean {
    return real === this.root || real.startsWith(this.prefix);
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
