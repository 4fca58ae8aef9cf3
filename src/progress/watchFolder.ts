import { type FSWatcher, watch } from 'node:fs';
import { type Disposable, toDisposable } from '../common/disposable';

/** How often a folder is looked at in any case: not every file system tells of changes (network folders, some mounts). */
const pollMs = 1500;

/**
 * Calls `look` soon after something in a folder changed, and every now and then in any case. Changes in quick
 * succession are told once. The folder need not exist yet. Never keeps the process alive.
 */
export function watchFolder(folder: string, look: (changed: ReadonlySet<string> | undefined) => void, settleMs = 50): Disposable {
  let watcher: FSWatcher | undefined;
  let settle: NodeJS.Timeout | undefined;
  let changed = new Set<string>();
  const drop = (): void => {
    watcher?.close();
    watcher = undefined;
  };
  const tell = (): void => {
    settle = undefined;
    const names = changed;
    changed = new Set();
    look(names);
  };
  const connect = (): void => {
    if (watcher) {
      return;
    }
    try {
      watcher = watch(folder, { persistent: false }, (_event, name) => {
        changed.add(name ?? '');
        settle ??= setTimeout(tell, settleMs).unref();
      });
      watcher.on('error', drop);
    } catch {
      // No folder yet, or no watches left on this machine: the polling below finds the changes, a little later.
      drop();
    }
  };
  connect();
  const poll = setInterval(() => {
    connect();
    look(undefined);
  }, pollMs).unref();
  return toDisposable(() => {
    clearInterval(poll);
    clearTimeout(settle);
    drop();
  });
}
