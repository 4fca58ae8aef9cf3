import { constants, type Stats } from 'node:fs';
import { chmod, copyFile, link, lstat, mkdir, readdir, readFile, readlink, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import * as l10n from '@vscode/l10n';
import * as z from 'zod';
import { throwIfAborted } from '../../common/cancellation';
import { systemCode, UserError } from '../../common/errors';
import { refuseOdd } from '../files/folder';
import { fileKey } from '../fileKey';
import type { Home } from '../home';

/** Size, times of change in milliseconds, and number of a file: what tells that it is still the same. */
const stampSchema = z.tuple([z.number(), z.number(), z.number(), z.number()]);
type Stamp = z.infer<typeof stampSchema>;

/** What is remembered of a learner's folder as it was on entering a step: `.state/steps/<lab>/<step>.json`, version 1. */
const keptSchema = z.object({
  v: z.literal(1),
  step: z.string(),
  /** Of the containers at that time. */
  session: z.string(),
  /** ISO 8601. */
  enteredAt: z.string(),
  /** Name of the folder beside this file that holds the files; undefined where they could not be kept. */
  files: z.string().optional(),
  /** Files that had been changed since the step was entered when they were copied. */
  late: z.number(),
  /** Of the folder's files, by relative path. */
  stamps: z.record(z.string(), stampSchema),
  /** Why something was not kept, as sentences. */
  filesProblem: z.string().optional(),
  containersProblem: z.string().optional(),
});

export type KeptStep = z.infer<typeof keptSchema>;

export interface KeepOptions {
  home: Home;
  identity: string;
  step: string;
  session: string;
  /** The learner's folder. */
  folder: string;
  enteredAt: Date;
  /** Most bytes to copy; files that did not change since an earlier step are not copied again. */
  limit: number;
  signal?: AbortSignal;
}

/** A folder that changes all the time is taken as it is after so many looks. */
const looks = 5;

/**
 * Copies the learner's folder as it is on entering a step, while the learner may be at work in it: what changes under the
 * copying is copied again until a whole look at the folder finds nothing new, so that the copy is of one moment. Files
 * that an earlier step's copy has already are linked to it; copies never change.
 * Throws a UserError with the code `files-too-big`, CancelledError, or what the system says; there is then no copy.
 */
export async function keepFiles(options: KeepOptions): Promise<KeptStep> {
  const { home, identity, step, folder, enteredAt, session } = options;
  const place = placeOf(home, identity);
  await refuseOdd(folder);
  await mkdir(place, { recursive: true, mode: 0o700 });
  const earlier = await latestWithFiles(home, identity, step);
  const files = `${step}-${randomUUID().slice(0, 8)}`;
  const partial = join(place, `${files}.partial`);
  try {
    const stamps = await new FolderCopy(options, partial, earlier).run();
    await rename(partial, join(place, files));
    const late = [...stamps.values()].filter(([, , changed]) => changed > enteredAt.getTime()).length;
    return { v: 1, step, session, enteredAt: enteredAt.toISOString(), files, late, stamps: Object.fromEntries(stamps) };
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    throw error;
  }
}

class FolderCopy {
  private readonly stamps = new Map<string, Stamp>();
  private readonly folders = new Set<string>();
  private copied = 0;

  constructor(
    private readonly options: KeepOptions,
    private readonly target: string,
    private readonly earlier: { place: string; stamps: Readonly<Record<string, Stamp>> } | undefined,
  ) {}

  async run(): Promise<Map<string, Stamp>> {
    await mkdir(this.target, { mode: 0o700 });
    for (let look = 0; look < looks && (await this.look()); look++) {
      throwIfAborted(this.options.signal);
    }
    return this.stamps;
  }

  /** Copies what is new since the last look. Returns whether there was anything. */
  private async look(): Promise<boolean> {
    const seen = new Set<string>();
    let news = await this.visit('', seen);
    for (const path of [...this.stamps.keys(), ...this.folders].filter((known) => !seen.has(known))) {
      await rm(join(this.target, path), { recursive: true, force: true });
      this.stamps.delete(path);
      this.folders.delete(path);
      news = true;
    }
    return news;
  }

  private async visit(below: string, seen: Set<string>): Promise<boolean> {
    let news = false;
    for (const entry of await unlessMissing(readdir(join(this.options.folder, below), { withFileTypes: true }), [])) {
      throwIfAborted(this.options.signal);
      const path = join(below, entry.name);
      const stat = await unlessMissing(lstat(join(this.options.folder, path)), undefined);
      if (stat?.isDirectory()) {
        seen.add(path);
        if (!this.folders.has(path)) {
          await rm(join(this.target, path), { force: true });
          await mkdir(join(this.target, path), { recursive: true });
          this.stamps.delete(path);
          this.folders.add(path);
          news = true;
        }
        news = (await this.visit(path, seen)) || news;
      } else if (stat && (stat.isFile() || stat.isSymbolicLink())) {
        seen.add(path);
        news = (await this.copy(path, stat)) || news;
      }
    }
    return news;
  }

  private async copy(path: string, stat: Stats): Promise<boolean> {
    const stamp: Stamp = [stat.size, stat.mtimeMs, stat.ctimeMs, stat.ino];
    if (same(this.stamps.get(path), stamp)) {
      return false;
    }
    const [source, target] = [join(this.options.folder, path), join(this.target, path)];
    await rm(target, { recursive: true, force: true });
    this.folders.delete(path);
    try {
      if (stat.isSymbolicLink()) {
        await symlink(await readlink(source), target);
      } else if (!(await this.linked(path, stamp, target))) {
        this.copied += stat.size;
        if (this.copied > this.options.limit) {
          throw tooBigError(this.options.limit);
        }
        await copyFile(source, target, constants.COPYFILE_FICLONE);
        await chmod(target, (stat.mode & 0o777) | 0o600);
        await utimes(target, stat.atime, stat.mtime);
      }
      this.stamps.set(path, stamp);
    } catch (error) {
      if (systemCode(error) !== 'ENOENT') {
        throw error;
      }
      // It went away meanwhile; the next look sees that.
      this.stamps.delete(path);
    }
    return true;
  }

  private async linked(path: string, stamp: Stamp, target: string): Promise<boolean> {
    if (!this.earlier || !Object.hasOwn(this.earlier.stamps, path) || !same(this.earlier.stamps[path], stamp)) {
      return false;
    }
    try {
      await link(join(this.earlier.place, path), target);
      return true;
    } catch {
      // Not every file system links; a copy does as well.
      return false;
    }
  }
}

/** What was kept on entering a step; undefined where nothing was, or where it cannot be understood. */
export async function readKept(home: Home, identity: string, step: string): Promise<KeptStep | undefined> {
  const place = placeOf(home, identity);
  try {
    const kept = keptSchema.parse(JSON.parse(await readFile(join(place, `${step}.json`), 'utf8')));
    const there = kept.files !== undefined && (await lstat(join(place, kept.files)).catch(() => undefined));
    return there ? kept : { ...kept, files: undefined };
  } catch {
    return undefined;
  }
}

/** Remembers what was kept; copies of the same step from before go. */
export async function writeKept(home: Home, identity: string, kept: KeptStep): Promise<void> {
  const place = placeOf(home, identity);
  const before = await readKept(home, identity, kept.step);
  await mkdir(place, { recursive: true, mode: 0o700 });
  const beside = join(place, `${kept.step}.json.${randomUUID()}`);
  await writeFile(beside, JSON.stringify(kept), { mode: 0o600 });
  await rename(beside, join(place, `${kept.step}.json`));
  if (before?.files && before.files !== kept.files) {
    await rm(join(place, before.files), { recursive: true, force: true });
  }
}

/** The absolute folder of what was kept. */
export function keptFolder(home: Home, identity: string, kept: KeptStep): string | undefined {
  return kept.files === undefined ? undefined : join(placeOf(home, identity), kept.files);
}

/** Forgets what was kept of some steps, or of all. */
export async function dropKept(home: Home, identity: string, steps?: readonly string[]): Promise<void> {
  const place = placeOf(home, identity);
  if (!steps) {
    await rm(place, { recursive: true, force: true });
    return;
  }
  for (const step of steps) {
    const kept = await readKept(home, identity, step);
    await rm(join(place, `${step}.json`), { force: true });
    if (kept?.files) {
      await rm(join(place, kept.files), { recursive: true, force: true });
    }
  }
}

function placeOf(home: Home, identity: string): string {
  return join(home.steps, fileKey(identity));
}

async function latestWithFiles(home: Home, identity: string, besides: string): Promise<{ place: string; stamps: KeptStep['stamps'] } | undefined> {
  const names = await unlessMissing(readdir(placeOf(home, identity)), []);
  const steps = names.filter((name) => name.endsWith('.json')).map((name) => name.slice(0, -'.json'.length));
  const all = await Promise.all(steps.filter((step) => step !== besides).map((step) => readKept(home, identity, step)));
  const [latest] = all.filter((kept) => kept?.files !== undefined).sort((a, b) => (b?.enteredAt ?? '').localeCompare(a?.enteredAt ?? ''));
  const place = latest && keptFolder(home, identity, latest);
  return latest && place !== undefined ? { place, stamps: latest.stamps } : undefined;
}

function same(one: Stamp | undefined, other: Stamp): boolean {
  return one !== undefined && one.every((value, index) => value === other[index]);
}

async function unlessMissing<T>(work: Promise<T>, otherwise: T): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (systemCode(error) === 'ENOENT' || systemCode(error) === 'ENOTDIR') {
      return otherwise;
    }
    throw error;
  }
}

function tooBigError(limit: number): UserError {
  return new UserError(l10n.t('Your files take more than the {0} MB that are kept at the beginning of a step.', Math.round(limit / 1024 ** 2)), {
    code: 'files-too-big',
    action: { label: l10n.t('Go On'), text: l10n.t('The lab goes on; only Reset Lab can bring it back to its beginning.') },
  });
}
