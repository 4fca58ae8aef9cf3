import { basename, dirname, join } from 'node:path';
import type { Home } from '../home';
import { Locks } from '../locks/lock';

/** One place for a learner's home and for the homes of its rehearsals, which need the same images. */
function locksFolder({ root, locks }: Home): string {
  const folder = dirname(root);
  return basename(folder) === 'rehearsals' && basename(dirname(folder)) === '.state' ? join(dirname(folder), 'locks') : locks;
}

/**
 * Lets one process at a time build an image; the others find it when they get their turn. The engine wants this: it
 * would build it once for each that asks.
 */
export function buildAlone(home: Home): <T>(name: string, work: () => Promise<T>, onWaiting: () => void, signal?: AbortSignal) => Promise<T> {
  const locks = new Locks(locksFolder(home));
  return async (name, work, onWaiting, signal) => {
    const key = `image-${name.replace(/[^a-z0-9.-]+/gi, '-')}`;
    const lock = await locks.acquire(key, { purpose: 'build', waitMs: Number.POSITIVE_INFINITY, onWaiting, signal });
    try {
      return await work();
    } finally {
      await lock.release();
    }
  };
}
