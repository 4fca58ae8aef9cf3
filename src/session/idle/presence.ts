import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Holder, liveness, thisProcess } from '../locks/holder';

/** Says that a window is open, by a file in `.state/windows`: so that the last one to close can be told. */
export class Presence {
  private readonly file: string;

  /** `folder`: absolute; made where the folder above it is there already. */
  constructor(private readonly folder: string) {
    this.file = join(folder, `${process.pid}-${randomUUID()}.json`);
  }

  /** Safe to call again. Without a home there is nothing to be present for. */
  async announce(): Promise<void> {
    if ((await exists(dirname(this.folder))) && !(await exists(this.file))) {
      await mkdir(this.folder, { recursive: true, mode: 0o700 });
      await writeFile(this.file, JSON.stringify(thisProcess()), { mode: 0o600 });
    }
  }

  /** At once: a closing window has no time to wait. */
  leave(): void {
    rmSync(this.file, { force: true });
  }
}

/** Whether any window is open. Files of windows that crashed are removed on the way. */
export async function anyWindow(folder: string): Promise<boolean> {
  let any = false;
  for (const name of await readdir(folder).catch(() => [])) {
    const file = join(folder, name);
    const holder = parse(await readFile(file, 'utf8').catch(() => ''));
    if (holder && liveness(holder) !== 'dead') {
      any = true;
    } else {
      await rm(file, { force: true });
    }
  }
  return any;
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined;
}

function parse(text: string): Holder | undefined {
  try {
    const value = JSON.parse(text) as Partial<Holder> | null;
    return typeof value?.pid === 'number' && typeof value.host === 'string' && typeof value.boot === 'string' && typeof value.start === 'string'
      ? (value as Holder)
      : undefined;
  } catch {
    // Half-written by a window that crashed.
    return undefined;
  }
}
