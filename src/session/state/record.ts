import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { systemCode } from '../../common/errors';
import type { Log } from '../../common/log';
import { fileKey } from '../fileKey';
import type { SessionRecord } from './recordSchema';

/** The runtime records of one home, a file a lab; replaced whole, so that a reader never sees half of one. */
export class Records {
  /** `folder`: absolute, made when first written. */
  constructor(
    private readonly folder: string,
    private readonly log: Log,
  ) {}

  /** Undefined where there is none, or where it could not be understood (it is then put aside). */
  read(identity: string): Promise<SessionRecord | undefined> {
    return this.readFile(this.path(identity));
  }

  async all(): Promise<SessionRecord[]> {
    let names: string[];
    try {
      names = await readdir(this.folder);
    } catch (error) {
      if (systemCode(error) === 'ENOENT' || systemCode(error) === 'ENOTDIR') {
        return [];
      }
      throw error;
    }
    const records = await Promise.all(
      names.filter((name) => name.endsWith('.json')).map((name) => this.readFile(join(this.folder, name))),
    );
    return records.filter((record) => record !== undefined);
  }

  async write(record: SessionRecord): Promise<void> {
    await writeAtomically(this.path(record.identity), `${JSON.stringify(record, undefined, 2)}\n`);
  }

  private path(identity: string): string {
    return join(this.folder, `${fileKey(identity)}.json`);
  }

  private async readFile(path: string): Promise<SessionRecord | undefined> {
    let text: string;
    try {
      text = await readFile(path, 'utf8');
    } catch (error) {
      if (systemCode(error) === 'ENOENT') {
        return undefined;
      }
      throw error;
    }
    const { recordSchema } = await import('./recordSchema');
    const parsed = recordSchema.safeParse(parseJson(text));
    if (parsed.success && this.path(parsed.data.identity) === path) {
      return parsed.data;
    }
    const aside = `${path}.unreadable-${Date.now()}`;
    this.log.warn(`The record ${path} could not be understood; it is kept as ${aside}.`);
    await rename(path, aside).catch((error: Error) => this.log.warn(error.message));
    return undefined;
  }
}

/** Writes beside, syncs, then renames over: the file is the old one or the new one, whatever happens. */
export async function writeAtomically(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const beside = `${path}.${randomUUID()}.tmp`;
  try {
    const handle = await open(beside, 'wx', 0o600);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) {
      return undefined;
    }
    throw error;
  }
}
