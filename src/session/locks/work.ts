import { abandonOnAbort, throwIfAborted } from '../../common/cancellation';
import { fileKey } from '../fileKey';
import type { LockHolder, LockPurpose, Locks } from './lock';

export interface WorkOptions {
  purpose: LockPurpose;
  /** How long to wait for another process, in milliseconds. */
  waitMs: number;
  onWaiting?: (holder: LockHolder) => void;
  signal?: AbortSignal;
}

/** One thing at a time with a lab: in this process by queueing, between processes by its lock. */
export class Work {
  private readonly last = new Map<string, Promise<unknown>>();
  private readonly running = new Map<string, AbortController>();
  private readonly turns = new Map<string, number>();

  constructor(private readonly locks: Locks) {}

  /** Whether this process is at work on a lab. */
  has(identity: string): boolean {
    return this.running.has(identity);
  }

  /** Grows when work on a lab begins and when it ends: what was learned of it before is then out of date. */
  turn(identity: string): number {
    return this.turns.get(identity) ?? 0;
  }

  /** Ends what can be ended of the work going on in this process; who asked for it gets a CancelledError. */
  interrupt(identity: string): void {
    this.running.get(identity)?.abort();
  }

  interruptAll(): void {
    for (const controller of this.running.values()) {
      controller.abort();
    }
  }

  /**
   * Runs a task once nobody else, here or in another process, is at work on the lab. Throws a UserError with the code
   * `lab-busy` where another process stays at work for longer than `waitMs`.
   */
  async run<T>(identity: string, options: WorkOptions, task: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const before = this.last.get(identity) ?? Promise.resolve();
    const own = this.take(identity, before, options, task);
    const settled = own.then(
      () => undefined,
      () => undefined,
    );
    const last = Promise.all([before, settled]);
    this.last.set(identity, last);
    try {
      return await own;
    } finally {
      if (this.last.get(identity) === last) {
        this.last.delete(identity);
      }
    }
  }

  private async take<T>(identity: string, before: Promise<unknown>, options: WorkOptions, task: (signal: AbortSignal) => Promise<T>): Promise<T> {
    await abandonOnAbort(before, options.signal);
    const controller = new AbortController();
    const signal = options.signal ? AbortSignal.any([options.signal, controller.signal]) : controller.signal;
    this.running.set(identity, controller);
    this.turns.set(identity, this.turn(identity) + 1);
    try {
      throwIfAborted(signal);
      const lock = await this.locks.acquire(fileKey(identity), { ...options, signal });
      try {
        return await task(signal);
      } finally {
        await lock.release();
      }
    } finally {
      this.running.delete(identity);
      this.turns.set(identity, this.turn(identity) + 1);
    }
  }
}
