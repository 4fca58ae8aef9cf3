// @ts-check
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { say } from './say.mjs';

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}

/**
 * Waits until the lock file is ours. A lock whose owner died is taken over.
 * @param {string} file
 */
async function take(file) {
  for (let waited = 0; ; waited++) {
    try {
      await writeFile(file, String(process.pid), { flag: 'wx' });
      return;
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
    }
    const owner = Number(await readFile(file, 'utf8').catch(() => ''));
    // An empty file is a lock being written this very moment, or one whose owner died in between.
    if (owner > 0 ? !isAlive(owner) : waited > 10) {
      await rm(file, { force: true });
      continue;
    }
    if (waited === 0) say(`  waiting for another set-up (process ${owner}) to finish`);
    await delay(500);
  }
}

/**
 * Fills a folder exactly once: in a neighbouring folder first, which takes its final name when complete, so
 * that a broken or concurrent set-up never leaves half an installation behind.
 * @param {string} folder absolute
 * @param {(staging: string) => Promise<void>} fill
 */
export async function fillOnce(folder, fill) {
  if (existsSync(folder)) return;
  await mkdir(path.dirname(folder), { recursive: true });
  const lock = `${folder}.lock`;
  await take(lock);
  try {
    if (existsSync(folder)) return;
    const staging = `${folder}.partial`;
    await rm(staging, { recursive: true, force: true });
    await mkdir(staging);
    await fill(staging);
    await rename(staging, folder);
  } finally {
    await rm(lock, { force: true });
  }
}
