import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { messageOf, systemCode } from '../../common/errors';

/**
 * What a window is to show when it comes back with the learner's folder: VS Code starts its extensions anew whenever
 * the folder of a window changes, so the intent has to be on disk before.
 */
export interface Intent {
  lab: string;
  /** The learner's folder. */
  folder: string;
  /** Milliseconds since 1970. */
  at: number;
}

/** An intent this old (milliseconds) was not followed: the learner said no, or VS Code was closed. */
const expiry = 10 * 60_000;

function file(home: string): string {
  return path.join(home, '.state', 'open-folder.json');
}

export async function saveIntent(home: string, intent: Intent): Promise<void> {
  const target = file(home);
  await mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
  await writeFile(`${target}.${process.pid}`, JSON.stringify(intent));
  await rename(`${target}.${process.pid}`, target);
}

/**
 * The intent that concerns a window with these folders, taken so that no other window follows it too. An intent for
 * other folders stays where it is. Never throws: what cannot be read is no intent.
 */
export async function takeIntent(
  home: string,
  folders: readonly string[],
  now: number,
  warn: (message: string) => void = () => undefined,
): Promise<Intent | undefined> {
  try {
    const intent: unknown = JSON.parse(await readFile(file(home), 'utf8'));
    if (!isIntent(intent) || now - intent.at > expiry) {
      await rm(file(home), { force: true });
      return undefined;
    }
    if (!folders.includes(intent.folder)) {
      return undefined;
    }
    await rm(file(home));
    return intent;
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') {
      warn(`What to open could not be read: ${messageOf(error)}`);
    }
    return undefined;
  }
}

function isIntent(value: unknown): value is Intent {
  const intent = value as Partial<Intent> | null;
  return typeof intent === 'object' && intent !== null
    && typeof intent.lab === 'string' && typeof intent.folder === 'string' && typeof intent.at === 'number';
}
