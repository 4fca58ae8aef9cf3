import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What goes into a container besides the lab's own files. */
export interface ContainerAssets {
  /** The driver's shell functions, without comments. */
  driver: string;
  /** The helper libraries by file name. */
  helpers: { name: string; text: string }[];
  /** 16 hex digits of the helpers' digest: names the folder they stay in. */
  helpersId: string;
}

const helperNames = ['lab.sh', 'lab.py'];

/**
 * Reads the driver and the helpers from a folder: `src/checks/container` in the source tree, `container` beside the
 * bundles.
 */
export async function loadContainerAssets(directory: string): Promise<ContainerAssets> {
  const driver = await readFile(join(directory, 'driver.sh'), 'utf8');
  const hash = createHash('sha256');
  const helpers = [];
  for (const name of helperNames) {
    const text = (await readFile(join(directory, 'lib', name), 'utf8')).replaceAll('\r\n', '\n');
    hash.update(name).update(text);
    helpers.push({ name, text });
  }
  return {
    driver: driver.replaceAll('\r\n', '\n').replace(/^\s*#.*\n/gm, ''),
    helpers,
    helpersId: hash.digest('hex').slice(0, 16),
  };
}

/** Reads them when they are first asked for, and again only where that failed. */
export function keptContainerAssets(directory: string): () => Promise<ContainerAssets> {
  let assets: Promise<ContainerAssets> | undefined;
  return () => {
    assets ??= loadContainerAssets(directory).catch((error: unknown) => {
      assets = undefined;
      throw error;
    });
    return assets;
  };
}
