import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import * as l10n from '@vscode/l10n';
import { sleep, throwIfAborted } from '../../common/cancellation';
import { systemCode, UserError } from '../../common/errors';
import { type Holder, liveness, thisProcess } from './holder';

/** What a process does with a lab while nobody else may. */
export type LockPurpose = 'start' | 'stop' | 'reset' | 'restart' | 'build' | 'check' | 'step' | 'remove' | 'tidy';

export interface LockHolder extends Holder {
  token: string;
  purpose: LockPurpose;
}

export interface AcquireOptions {
  purpose: LockPurpose;
  /** How long to wait for another holder, in milliseconds. */
  waitMs: number;
  /** Told once, when waiting begins. */
  onWaiting?: (holder: LockHolder) => void;
  signal?: AbortSignal;
}

export interface HeldLock {
  release(): Promise<void>;
}

/** A holder says this often that it is still there; only processes of other machines are judged by it. */
const beatMs = 5_000;
/** A silent holder on another machine is taken for dead after this. */
const silentMs = 5 * 60_000;
/** A lock without readable content is being written, unless it is older than this. */
const writingMs = 10_000;

/** What ends a lab must not wait for room on a disk that this lab may be filling. */
const ending: ReadonlySet<LockPurpose> = new Set(['stop', 'remove']);
/** Where a lock fails so, nobody can take one. */
const roomless = new Set(['ENOSPC', 'EDQUOT', 'EFBIG', 'EROFS']);

/**
 * Locks between processes, one file each, made exclusively. A lock whose holder is gone (no such process, another boot,
 * the number belongs to a later process) is taken over; a live one never is. On a disk that is full or cannot be written,
 * what ends a lab goes on without one.
 */
export class Locks {
  /** `folder`: absolute, made when first needed. */
  constructor(private readonly folder: string) {}

  /** Throws a UserError with the code `lab-busy` where another holder stays for longer than `waitMs`. */
  async acquire(key: string, options: AcquireOptions): Promise<HeldLock> {
    const deadline = Date.now() + options.waitMs;
    let told = false;
    for (let pause = 20; ; pause = Math.min(pause * 1.5, 250)) {
      throwIfAborted(options.signal);
      const lock = await this.attempt(key, options.purpose).catch((error: unknown) => {
        if (!ending.has(options.purpose) || !roomless.has(systemCode(error) ?? '')) {
          throw error;
        }
        return { release: () => Promise.resolve() };
      });
      if (lock) {
        return lock;
      }
      const holder = await this.holder(key);
      if (holder && !told) {
        told = true;
        options.onWaiting?.(holder);
      }
      if (holder && Date.now() >= deadline) {
        throw busy(holder);
      }
      await sleep(pause, options.signal);
    }
  }

  /** Who holds a lock now; undefined where nobody alive does. */
  async holder(key: string): Promise<LockHolder | undefined> {
    const found = await this.look(this.path(key));
    return found?.stale === false ? found.holder : undefined;
  }

  private async attempt(key: string, purpose: LockPurpose): Promise<HeldLock | undefined> {
    const path = this.path(key);
    const holder: LockHolder = { ...thisProcess(), token: randomUUID(), purpose };
    if (await this.create(path, holder)) {
      return this.held(path, holder.token);
    }
    if ((await this.look(path))?.stale) {
      await this.clear(path);
    }
    return undefined;
  }

  private async create(path: string, holder: LockHolder): Promise<boolean> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    try {
      const handle = await open(path, 'wx', 0o600);
      try {
        await handle.writeFile(JSON.stringify(holder));
      } catch (error) {
        // Without a word in it, it would hold others up as one that is being written.
        await rm(path, { force: true });
        throw error;
      } finally {
        await handle.close();
      }
      return true;
    } catch (error) {
      // Windows says EPERM while a file of that name is being deleted.
      if (systemCode(error) === 'EEXIST' || (process.platform === 'win32' && systemCode(error) === 'EPERM')) {
        return false;
      }
      throw error;
    }
  }

  /** Removes a stale lock. Only one process at a time may, else one could remove the lock another has just made. */
  private async clear(path: string): Promise<void> {
    const guard = `${path}.clearing`;
    if (!(await this.create(guard, { ...thisProcess(), token: randomUUID(), purpose: 'tidy' }))) {
      const found = await this.look(guard);
      if (found?.stale) {
        await rm(guard, { force: true });
      }
      return;
    }
    try {
      if ((await this.look(path))?.stale) {
        await rm(path, { force: true });
      }
    } finally {
      await rm(guard, { force: true });
    }
  }

  private async look(path: string): Promise<{ holder?: LockHolder; stale: boolean } | undefined> {
    try {
      const [text, { mtimeMs }] = await Promise.all([readFile(path, 'utf8'), stat(path)]);
      const age = Date.now() - mtimeMs;
      const holder = parseHolder(text);
      if (!holder) {
        return { stale: age > writingMs };
      }
      const alive = liveness(holder);
      return { holder, stale: alive === 'dead' || (alive === 'unknown' && age > silentMs) };
    } catch (error) {
      if (systemCode(error) === 'ENOENT') {
        return undefined;
      }
      throw error;
    }
  }

  private held(path: string, token: string): HeldLock {
    const beat = setInterval(() => {
      const now = new Date();
      // A lock somebody deleted by hand is not worth a message; the next beat would fail in the same way.
      utimes(path, now, now).catch(() => clearInterval(beat));
    }, beatMs).unref();
    return {
      release: async () => {
        clearInterval(beat);
        const text = await readFile(path, 'utf8').catch(() => '');
        if (parseHolder(text)?.token === token) {
          await rm(path, { force: true });
        }
      },
    };
  }

  private path(key: string): string {
    return join(this.folder, `${key}.lock`);
  }
}

function doing(): Record<LockPurpose, string> {
  return {
    start: l10n.t('is being started'),
    stop: l10n.t('is being stopped'),
    reset: l10n.t('is being reset'),
    restart: l10n.t('is restarting a service'),
    build: l10n.t('is having an image built'),
    check: l10n.t('is being checked'),
    step: l10n.t('is changing its step'),
    remove: l10n.t('is being removed'),
    tidy: l10n.t('is being tidied up'),
  };
}

function busy(holder: LockHolder): UserError {
  const said = holder.pid === process.pid
    ? l10n.t('This lab {0} already (process {1}).', doing()[holder.purpose], holder.pid)
    : l10n.t('This lab {0} in another window (process {1}).', doing()[holder.purpose], holder.pid);
  return new UserError(said, {
    code: 'lab-busy',
    action: { label: l10n.t('Try Again'), text: l10n.t('Wait until that is done, then try again.') },
  });
}

function parseHolder(text: string): LockHolder | undefined {
  try {
    const value = JSON.parse(text) as Partial<LockHolder> | null;
    const whole =
      typeof value?.pid === 'number' &&
      typeof value.host === 'string' &&
      typeof value.boot === 'string' &&
      typeof value.start === 'string' &&
      typeof value.token === 'string' &&
      typeof value.purpose === 'string' &&
      value.purpose in doing();
    return whole ? (value as LockHolder) : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) {
      return undefined;
    }
    throw error;
  }
}
