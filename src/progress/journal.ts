import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, mkdir, open, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as l10n from '@vscode/l10n';
import type { Disposable } from '../common/disposable';
import { systemCode } from '../common/errors';
import { Emitter, type Event } from '../common/event';
import type { Log } from '../common/log';
import type { Entry, NewEntry } from './entry';
import { emptySummary, fold } from './fold';
import { readLines, type SetAside } from './lines';
import type { Summary } from './summary';
import { unwritable } from './unwritable';
import { watchFolder } from './watchFolder';

/** Texts longer than this are cut, so that a line stays one small write. In characters. */
const longestMessage = 2000;

/**
 * The append-only record of what a learner did: JSON, one object a line, schema version 1 (`entry.ts`). Windows and
 * the command line append to the same file: a line is one `write` in append mode, followed by fsync. Nothing is ever
 * rewritten; a torn line and entries of a later version stay in the file and are passed over.
 */
export class Journal implements Disposable {
  private readonly changed = new Emitter<readonly Entry[]>();
  private readonly known: Entry[] = [];
  private readonly aside: SetAside[] = [];
  private folded: Summary = emptySummary;
  private offset = 0;
  private inode = 0;
  /** Size when last read: an unfinished last line is not read again until something follows. */
  private seen = 0;
  private reading: Promise<void> = Promise.resolve();
  private writing: Promise<unknown> = Promise.resolve();
  private watcher: Disposable | undefined;

  /** Fires with the new entries, whichever process wrote them. Other processes are heard after `watch()`. */
  readonly onDidChange: Event<readonly Entry[]> = this.changed.event;

  /** `file`: absolute path, made with its folder when first written. */
  constructor(
    readonly file: string,
    private readonly log: Log,
    private readonly now: () => Date = () => new Date(),
  ) {}

  /** What was read so far; `read` brings it up to date. */
  get entries(): readonly Entry[] {
    return this.known;
  }

  get summary(): Summary {
    return this.folded;
  }

  /** Lines that were passed over. */
  get setAside(): readonly SetAside[] {
    return this.aside;
  }

  /** Listens to other processes until disposed. */
  watch(): void {
    this.watcher ??= watchFolder(dirname(this.file), () => {
      this.read().catch((error: Error) => this.log.warn(`The journal could not be read: ${error.message}`));
    });
  }

  /** Reads what was added since. An absent journal is an empty one. Throws a UserError with the code `journal-not-readable`. */
  read(): Promise<Summary> {
    const next = async (): Promise<void> => {
      try {
        await this.readOnce();
      } catch (error) {
        throw unwritable(error, l10n.t('Your progress cannot be read from {0}', this.file), 'journal-not-readable');
      }
    };
    this.reading = this.reading.then(next, next);
    return this.reading.then(() => this.folded);
  }

  /**
   * Adds entries, stamped, in one write; resolves when they are on disk. Throws UserErrors with the codes
   * `journal-not-writable` and `disk-full`.
   */
  append(...entries: NewEntry[]): Promise<void> {
    const stamped = entries.map((entry) => this.stamp(entry));
    const done = this.writing.then(() => this.write(stamped));
    this.writing = done.catch(() => undefined);
    return done.then(() => this.read()).then(() => undefined);
  }

  dispose(): void {
    this.watcher?.dispose();
    this.changed.dispose();
  }

  private stamp(entry: NewEntry): string {
    const cut = 'message' in entry && entry.message ? { message: entry.message.slice(0, longestMessage) } : {};
    const stamp = { v: 1, entry: randomUUID(), at: this.now().toISOString() };
    return `${JSON.stringify({ ...stamp, ...entry, ...cut })}\n`;
  }

  private async write(lines: string[]): Promise<void> {
    try {
      await mkdir(dirname(this.file), { recursive: true, mode: 0o700 });
      // Read access as well, to see whether the last line was torn.
      const handle = await open(this.file, constants.O_RDWR | constants.O_APPEND | constants.O_CREAT, 0o600);
      try {
        const text = (await endsInLine(handle)) ? lines.join('') : `\n${lines.join('')}`;
        const bytes = Buffer.from(text, 'utf8');
        const { bytesWritten } = await handle.write(bytes);
        if (bytesWritten < bytes.length) {
          throw Object.assign(new Error('only a part was written'), { code: 'ENOSPC' });
        }
        await handle.sync();
      } finally {
        await handle.close();
      }
    } catch (error) {
      throw unwritable(error, l10n.t('Your progress could not be saved in {0}', this.file), 'journal-not-writable');
    }
  }

  private async readOnce(): Promise<void> {
    const piece = await this.newBytes();
    if (!piece || piece.length === 0) {
      return;
    }
    const { entrySchema } = await import('./entry');
    const { entries, setAside, consumed } = readLines(piece, (value) => {
      const parsed = entrySchema.safeParse(value);
      return parsed.success ? parsed.data : undefined;
    });
    this.offset += consumed;
    for (const line of setAside) {
      this.aside.push(line);
      this.log.warn(`A line of ${this.file} was passed over (${line.reason}): ${line.line.slice(0, 120)}`);
    }
    if (entries.length > 0) {
      this.known.push(...entries);
      this.folded = fold(entries, this.folded);
      this.tell(entries);
    }
  }

  /** A listener that fails must not fail the reading or writing it was told of. */
  private tell(entries: readonly Entry[]): void {
    try {
      this.changed.fire(entries);
    } catch (error) {
      this.log.error(error instanceof Error ? error : String(error));
    }
  }

  /** From the first byte not taken yet; from the beginning where the file was replaced by another. */
  private async newBytes(): Promise<Buffer | undefined> {
    let found;
    try {
      found = await stat(this.file);
    } catch (error) {
      if (systemCode(error) === 'ENOENT' || systemCode(error) === 'ENOTDIR') {
        this.startOver(0);
        return undefined;
      }
      throw error;
    }
    if (found.ino !== this.inode || found.size < this.offset) {
      this.startOver(found.ino);
    }
    if (found.size === this.offset || found.size === this.seen) {
      return undefined;
    }
    this.seen = found.size;
    const handle = await open(this.file, 'r');
    try {
      const piece = Buffer.alloc(found.size - this.offset);
      const { bytesRead } = await handle.read(piece, 0, piece.length, this.offset);
      return piece.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  }

  private startOver(inode: number): void {
    this.inode = inode;
    this.offset = 0;
    this.seen = 0;
    this.aside.length = 0;
    if (this.known.length > 0) {
      this.known.length = 0;
      this.folded = emptySummary;
      this.tell([]);
    }
  }
}

async function endsInLine(handle: FileHandle): Promise<boolean> {
  const { size } = await handle.stat();
  if (size === 0) {
    return true;
  }
  const last = Buffer.alloc(1);
  await handle.read(last, 0, 1, size - 1);
  return last[0] === 0x0a;
}
