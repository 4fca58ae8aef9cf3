import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { systemCode } from '../../common/errors';
import { fileKey } from '../fileKey';

/**
 * What the process of a lab's terminal tells the windows of the same home: a command has probably come to its end. One
 * small JSON file a lab in `.state/terminals`, written anew each time.
 */
export interface TerminalStamp {
  lab: string;
  /** The terminal's process, so that a window knows its own. */
  pid: number;
  /** Milliseconds since 1970. */
  at: number;
}

/** Folder of the stamps below a home. */
export function stampsFolder(home: string): string {
  return path.join(home, '.state', 'terminals');
}

export async function writeStamp(home: string, stamp: TerminalStamp): Promise<void> {
  await mkdir(stampsFolder(home), { recursive: true, mode: 0o700 });
  await writeFile(path.join(stampsFolder(home), `${fileKey(stamp.lab)}.json`), JSON.stringify(stamp));
}

/** The stamp in a file of the folder; undefined where there is none, or not yet the whole of it. */
export async function readStamp(home: string, name: string): Promise<TerminalStamp | undefined> {
  try {
    const stamp: unknown = JSON.parse(await readFile(path.join(stampsFolder(home), path.basename(name)), 'utf8'));
    return isStamp(stamp) ? stamp : undefined;
  } catch (error) {
    if (error instanceof SyntaxError || systemCode(error) === 'ENOENT') {
      return undefined;
    }
    throw error;
  }
}

function isStamp(value: unknown): value is TerminalStamp {
  const stamp = value as Partial<TerminalStamp> | null;
  return typeof stamp === 'object' && stamp !== null
    && typeof stamp.lab === 'string' && typeof stamp.pid === 'number' && typeof stamp.at === 'number';
}
