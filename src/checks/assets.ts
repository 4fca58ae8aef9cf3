import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What goes into a container besides the lab's own files. */
export interface ContainerAssets {
  /** The driver's shell functions, without comments. */
  driver: string;
  /** What the driver's runner does, likewise. */
  runner: string;
  /** The helper libraries by file name. */
  helpers: { name: string; text: string }[];
  /** 16 hex digits of the helpers' digest: names the folder they stay in. */
  helpersId: string;
}

const helperNames = ['lab.sh', 'lab.py'];

/**
 * Reads the driver and the helpers from a folder: `src/checks/container` in the source tree, `container` beside the
 * bundles. Read once and keep it.
 */
export async function loadContainerAssets(directory: string): Promise<ContainerAssets> {
  const [driver = '', runner = ''] = await Promise.all(['driver.sh', 'runner.sh'].map((name) => shellText(join(directory, name))));
  const hash = createHash('sha256');
  const helpers = [];
  for (const name of helperNames) {
    const text = (await readFile(join(directory, 'lib', name), 'utf8')).replaceAll('\r\n', '\n');
    hash.update(name).update(text);
    helpers.push({ name, text });
  }
  return {
    driver,
    runner,
    helpers,
    helpersId: hash.digest('hex').slice(0, 16),
  };
}

/** A script of ours without comments: it travels with every run. */
async function shellText(file: string): Promise<string> {
  return (await readFile(file, 'utf8')).replaceAll('\r\n', '\n').replace(/^\s*#.*\n/gm, '');
}
