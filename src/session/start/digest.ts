import { createHash } from 'node:crypto';
import { readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * SHA-256 of all of a lab's files, names and content, as hex: says whether two copies are the same lab. Modes and times
 * do not count, because packaging and checking out change them.
 */
export async function labDigest(folder: string): Promise<string> {
  const hash = createHash('sha256');
  for (const path of (await paths(folder, '')).sort()) {
    const content = await readFile(join(folder, path)).catch(async () => Buffer.from(await readlink(join(folder, path))));
    hash.update(`${path}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

async function paths(root: string, below: string): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await readdir(join(root, below), { withFileTypes: true })) {
    const path = below === '' ? entry.name : `${below}/${entry.name}`;
    found.push(...(entry.isDirectory() ? await paths(root, path) : [path]));
  }
  return found;
}
