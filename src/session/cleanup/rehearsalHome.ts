import { randomBytes } from 'node:crypto';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Holder, liveness, thisProcess } from '../locks/holder';

/** Whose a rehearsal's home is: written first, so that what a killed one leaves is told from one that goes on. */
const ownerFile = 'rehearsal.json';
/** A home without such a file is left alone for this long, in milliseconds. */
const doubtMs = 24 * 60 * 60_000;

/** Folder of the homes that rehearsals make for themselves below a learner's `.state`. */
export function rehearsalsFolder(state: string): string {
  return join(state, 'rehearsals');
}

/** Makes a home for one run of a rehearsal by this process; absolute. */
export async function makeRehearsalHome(state: string): Promise<string> {
  const folder = join(rehearsalsFolder(state), randomBytes(6).toString('hex'));
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, ownerFile), JSON.stringify(thisProcess()));
  return folder;
}

/** Whether the rehearsal that a home belongs to is over. */
export async function isAbandoned(folder: string, now: number): Promise<boolean> {
  const owner = await readOwner(join(folder, ownerFile));
  if (owner) {
    return liveness(owner) === 'dead';
  }
  const { mtimeMs } = await stat(folder);
  return now - mtimeMs > doubtMs;
}

async function readOwner(file: string): Promise<Holder | undefined> {
  try {
    const value = JSON.parse(await readFile(file, 'utf8')) as Partial<Holder> | null;
    const whole = typeof value?.pid === 'number' && typeof value.host === 'string' && typeof value.boot === 'string' && typeof value.start === 'string';
    return whole ? (value as Holder) : undefined;
  } catch {
    // Of an earlier version, or killed before it was written: its age decides.
    return undefined;
  }
}
