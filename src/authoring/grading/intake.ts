import { createWriteStream } from 'node:fs';
import { chmod, mkdir, readdir, symlink } from 'node:fs/promises';
import path from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { systemCode, UserError } from '../../common/errors';

/** Bounds of one hand-in: it is a stranger's. */
export interface IntakeLimits {
  entries: number;
  /** Of all files together, unpacked. */
  bytes: number;
  /** Folders in each other. */
  depth: number;
}

export const intakeLimits: IntakeLimits = { entries: 20_000, bytes: 512 * 1024 ** 2, depth: 40 };

/** What computers put beside people's files. */
const junk = new Set(['.DS_Store', '__MACOSX', 'Thumbs.db', 'desktop.ini']);

export function isJunk(name: string): boolean {
  return junk.has(name) || name.startsWith('._');
}

/**
 * Where the files of one hand-in arrive: an empty folder of our own, and nothing outside of it. Links come last, so that
 * nothing is ever written through one, and only those that stay inside; the rest is named in `leftOut`. Paths are
 * relative with forward slashes. Rejects with a UserError (`hand-in-refused`) where a limit or a name does not fit.
 */
export class Intake {
  /** What was not taken over, and why. */
  readonly leftOut: string[] = [];
  private readonly links: { place: string; target: string }[] = [];
  private entries = 0;
  private bytes = 0;

  constructor(
    private readonly folder: string,
    private readonly limits: IntakeLimits = intakeLimits,
    private readonly signal?: AbortSignal,
  ) {}

  /** Bytes that still may come. */
  get bytesLeft(): number {
    return this.limits.bytes - this.bytes;
  }

  async makeFolder(place: string): Promise<void> {
    const parts = this.count(place);
    await mkdir(path.join(this.folder, ...parts), { recursive: true }).catch((error: unknown) => {
      throw this.unfit(place, error);
    });
  }

  /** `open` is called when its content is really read. `mode`: as in Unix; where it is not known, a file that begins with `#!` may be run. */
  async file(place: string, open: () => Promise<Readable>, mode?: number): Promise<void> {
    const parts = this.count(place);
    const target = path.join(this.folder, ...parts);
    let begins = '';
    const measure = new Transform({
      transform: (chunk: Buffer, _encoding, done) => {
        begins ||= chunk.subarray(0, 2).toString('latin1');
        this.bytes += chunk.length;
        done(this.bytes > this.limits.bytes ? this.tooLarge() : null, chunk);
      },
    });
    try {
      await mkdir(path.dirname(target), { recursive: true });
      await pipeline(await open(), measure, createWriteStream(target, { flags: 'wx', mode: 0o600 }), { signal: this.signal });
      await chmod(target, ((mode ?? (begins === '#!' ? 0o755 : 0o644)) & 0o777) | 0o600);
    } catch (error) {
      throw this.unfit(place, error);
    }
  }

  link(place: string, target: string): void {
    this.count(place);
    if (staysInside(place, target)) {
      this.links.push({ place, target });
    } else {
      this.leave(place, 'a link that leads elsewhere');
    }
  }

  leave(place: string, why: string): void {
    this.leftOut.push(`${place} (${why})`);
  }

  /** Makes the links. Their folders are made before the first of them. */
  async finish(): Promise<void> {
    for (const { place } of this.links) {
      await mkdir(path.dirname(path.join(this.folder, place)), { recursive: true }).catch((error: unknown) => {
        throw this.unfit(place, error);
      });
    }
    for (const { place, target } of this.links) {
      await symlink(target, path.join(this.folder, place)).catch((error: unknown) => {
        if (systemCode(error) === 'EEXIST') {
          throw this.unfit(place, error);
        }
        this.leave(place, 'this machine makes no links');
      });
    }
  }

  tooLarge(): UserError {
    return refused(`it holds more than ${Math.round(this.limits.bytes / 1024 ** 2)} MiB`);
  }

  tooMany(): UserError {
    return refused(`it holds more than ${this.limits.entries} files`);
  }

  private count(place: string): string[] {
    this.entries += 1;
    if (this.entries > this.limits.entries) {
      throw this.tooMany();
    }
    const parts = place.split('/');
    if (parts.some((part) => part === '' || part === '.' || part === '..' || /[\0\\]/.test(part)) || path.posix.isAbsolute(place)) {
      throw refused(`it names a place that is none in a folder: ${place}`);
    }
    if (parts.length > this.limits.depth) {
      throw refused(`its folders are more than ${this.limits.depth} deep`);
    }
    return parts;
  }

  private unfit(place: string, error: unknown): unknown {
    switch (systemCode(error)) {
      case 'EEXIST':
      case 'ENOTDIR':
      case 'EISDIR':
        return refused(`it holds ${place} twice`);
      case 'ENAMETOOLONG':
      case 'EILSEQ':
      case 'EINVAL':
        return refused(`it has a name that this machine cannot hold: ${place.slice(0, 80)}…`);
      default:
        return error;
    }
  }
}

/**
 * Whether a link stays in the folder, whatever other such links there are: it climbs first, not above the top, and then
 * only descends. (`a/../..` might climb from wherever `a` leads.)
 */
export function staysInside(place: string, target: string): boolean {
  const parts = target.split('/').filter((part) => part !== '.' && part !== '');
  const climbs = parts.findIndex((part) => part !== '..');
  const up = climbs === -1 ? parts.length : climbs;
  const absolute = path.posix.isAbsolute(target) || /^[A-Za-z]:|[\0\\]/.test(target);
  return target !== '' && !absolute && up < place.split('/').length && !parts.slice(up).includes('..');
}

/** Nothing of this hand-in is graded. */
export function refused(why: string, detail?: string): UserError {
  return new UserError(`It was not taken: ${why}.`, {
    code: 'hand-in-refused', detail, action: { label: 'Ask for Another', text: 'Ask for the folder of the lab as it is, or a zip of it.' },
  });
}

/** Whether a folder holds anything but folders. */
export async function hasFiles(folder: string): Promise<boolean> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (!entry.isDirectory() || (await hasFiles(path.join(folder, entry.name)))) {
      return true;
    }
  }
  return false;
}
