import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Bytes that a file or folder takes on disk. What cannot be read, or goes meanwhile, counts as nothing. Links are not followed. */
export async function diskUse(path: string): Promise<number> {
  const stats = await lstat(path).catch(() => undefined);
  if (!stats) {
    return 0;
  }
  // Windows does not count blocks.
  const own = typeof stats.blocks === 'number' && process.platform !== 'win32' ? stats.blocks * 512 : stats.size;
  if (!stats.isDirectory()) {
    return own;
  }
  let total = own;
  for (const name of await readdir(path).catch(() => [])) {
    total += await diskUse(join(path, name));
  }
  return total;
}
