import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Lab } from '../../curriculum/lab';
import { fileKey } from '../fileKey';
import type { Home } from '../home';
import { copyTree } from '../files/tree';

/**
 * The session's own copy of a lab's files, `.state/labs/<lab>/<digest>/<id>`: made at the start, so that editing the lab
 * or updating the product changes nothing under a learner. Returns the lab as it lies there.
 */
export async function copyLab(home: Home, lab: Lab, digest: string): Promise<Lab> {
  const target = copyPlace(home, lab, digest);
  if (!(await exists(target))) {
    const beside = join(dirname(dirname(target)), `${randomUUID()}.partial`);
    try {
      await mkdir(beside, { recursive: true, mode: 0o700 });
      await copyTree(lab.folder, join(beside, lab.id));
      await rename(beside, dirname(target));
    } catch (error) {
      await rm(beside, { recursive: true, force: true });
      if (!(await exists(target))) {
        throw home.notWritable(error);
      }
    }
  }
  return { ...lab, folder: target };
}

/** Removes the copies of a lab that no session uses any more. Call it with the lab's lock held. */
export async function dropOtherCopies(home: Home, lab: Lab, digest: string): Promise<void> {
  const kept = dirname(copyPlace(home, lab, digest));
  const place = dirname(kept);
  for (const name of await readdir(place)) {
    if (join(place, name) !== kept) {
      await rm(join(place, name), { recursive: true, force: true });
    }
  }
}

function copyPlace(home: Home, lab: Lab, digest: string): string {
  return join(home.labs, fileKey(lab.identity), digest.replace(/[^A-Za-z0-9]/g, '').slice(0, 16), lab.id);
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined;
}
