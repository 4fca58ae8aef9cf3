import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { throwIfAborted } from '../common/cancellation';
import type { LabReading, LabSource } from './parseLab';
import type { ThreadAnswer } from './parserThread';
import type { SharedImages } from './sharedImages';

/** A reading, and when it began, in milliseconds since 1970. */
export interface TimedReading {
  reading: LabReading;
  readAt: number;
}

/** Longest stretch of work before others get their turn, in milliseconds. */
export const sliceTime = 8;
/** A thread takes as long to begin as reading about fifty labs. */
const worthThreads = 200;
const mostThreads = 3;
const mostAtOnce = 16;

/**
 * Reads labs, in the order given; very many of them on several threads, as nearly all of it is parsing. Threads take from
 * the end and this one from the beginning, so nobody waits for a share that was too large; what a thread fails to
 * read is read here.
 * Rejects with CancelledError only.
 */
export async function readLabs(
  sources: readonly LabSource[],
  { readLabFolder }: Pick<typeof import('./parseLab'), 'readLabFolder'>,
  shared: SharedImages,
  signal?: AbortSignal,
): Promise<TimedReading[]> {
  const readings: TimedReading[] = [];
  const count = sources.length < worthThreads ? 0 : Math.min(availableParallelism() - 1, mostThreads);
  const threads = Array.from({ length: count }, () => new ParserThread());
  let next = 0;
  let end = sources.length;
  let sliceEnd = performance.now() + sliceTime;
  const share = async (thread: ParserThread): Promise<void> => {
    while (next < end && !thread.failed) {
      const from = end - Math.min(mostAtOnce, Math.ceil((end - next) / (2 * threads.length + 2)));
      const mine = sources.slice(from, end);
      end = from;
      const answer = await thread.read(mine);
      answer.forEach((timed, index) => {
        readings[from + index] = timed;
      });
    }
  };
  try {
    // Two shares each, so that a thread need not wait for the next.
    const shares = Promise.all(threads.flatMap((thread) => [share(thread), share(thread)]));
    const own = async (index: number): Promise<void> => {
      if (performance.now() > sliceEnd) {
        await nextTurn();
        throwIfAborted(signal);
        sliceEnd = performance.now() + sliceTime;
      }
      const readAt = Date.now();
      readings[index] = { reading: readLabFolder(sources[index] as LabSource, { shared }), readAt };
    };
    while (next < end) {
      next += 1;
      await own(next - 1);
    }
    await shares;
    for (const [index] of sources.entries()) {
      if (!readings[index]) {
        await own(index);
      }
    }
  } finally {
    await Promise.all(threads.map((thread) => thread.stop()));
  }
  throwIfAborted(signal);
  return readings;
}

/** A thread that reads labs. */
class ParserThread {
  failed = false;
  private readonly waiting: ((answer: TimedReading[]) => void)[] = [];
  private readonly worker: Worker;

  constructor() {
    const built = path.join(__dirname, 'parserThread.js');
    this.worker = new Worker(existsSync(built) ? built : path.join(__dirname, 'parserThread.ts'));
    this.worker.on('message', (answer: ThreadAnswer) => {
      this.waiting.shift()?.('readings' in answer ? answer.readings : []);
    });
    this.worker.on('error', () => this.fail());
    this.worker.on('exit', () => this.fail());
  }

  /** The readings of these labs, or none where the thread could not make them. */
  read(sources: LabSource[]): Promise<TimedReading[]> {
    return new Promise((resolve) => {
      if (this.failed) {
        resolve([]);
        return;
      }
      this.waiting.push(resolve);
      this.worker.postMessage(sources);
    });
  }

  async stop(): Promise<void> {
    await this.worker.terminate();
  }

  private fail(): void {
    this.failed = true;
    this.waiting.splice(0).forEach((resolve) => resolve([]));
  }
}
