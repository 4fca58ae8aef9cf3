import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { messageOf, systemCode } from '../common/errors';
import type { Log } from '../common/log';

/** What tells two versions of a file apart: modification time in milliseconds, and bytes. */
export interface FileStamp {
  mtimeMs: number;
  size: number;
}

/**
 * Coarsest time stamps in use (FAT's), in milliseconds. What was read so soon after a change is not remembered, because
 * a second change might leave the same time stamp.
 */
export const coarsestTime = 2000;

/** Grows with the shape of what is cached. */
const formatVersion = 4;

export function sameStamp(a: FileStamp, b: FileStamp): boolean {
  return a.mtimeMs === b.mtimeMs && a.size === b.size;
}

/**
 * Names the code that made what is cached: time and size of a bundle beside this one, or, run from source, of all
 * sources here. So an update of the product, or a change to a schema, never meets data of an older one.
 */
export function buildOf(bundle: string): string {
  const built = path.join(__dirname, bundle);
  const files = existsSync(built) ? [built] : readdirSync(__dirname).map((name) => path.join(__dirname, name));
  const stamps = files.map((file) => statSync(file)).map(({ mtimeMs, size }) => `${Math.round(mtimeMs)}.${size}`);
  return `${formatVersion}:${stamps.sort().join(',')}`;
}

/**
 * What a cache file holds, if it is of this build and of the right shape. Anything else, a torn or edited file
 * included, is ignored with a word in the log. Never throws.
 */
export function readCache<T extends { build: string }>(
  file: string | undefined,
  build: string,
  isContent: (value: unknown) => value is T,
  log: Log,
): T | undefined {
  if (file === undefined) {
    return undefined;
  }
  try {
    const content: unknown = JSON.parse(readFileSync(file, 'latin1'));
    if (isContent(content) && content.build === build) {
      return content;
    }
    log.debug(`${path.basename(file)} is of another version, and is made anew.`);
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') {
      log.warn(`${path.basename(file)} cannot be read, and is made anew: ${messageOf(error)}`);
    }
  }
  return undefined;
}

/** Writes a cache file whole or not at all. A failure is only logged: nothing depends on it. */
export async function writeCache(file: string, content: object, log: Log): Promise<void> {
  const temporary = `${file}.${process.pid}.${Math.random().toString(36).slice(2)}`;
  try {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(temporary, asciiJson(content));
    await rename(temporary, file);
  } catch (error) {
    log.debug(`${path.basename(file)} could not be written: ${messageOf(error)}`);
    await rm(temporary, { force: true }).catch((failure: unknown) => log.debug(messageOf(failure)));
  }
}

/** JSON of ASCII only: megabytes of that are read as they are, without being decoded, and parsed in half the time. */
function asciiJson(content: object): string {
  return JSON.stringify(content).replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
