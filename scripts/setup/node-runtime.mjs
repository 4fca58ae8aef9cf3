// @ts-check
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fillOnce } from './once.mjs';
import { cacheDir } from './paths.mjs';
import { run } from './run.mjs';
import { step } from './say.mjs';

/**
 * @typedef {object} NodeRuntime
 * @property {string} bin the program
 * @property {string} root holds `include/node`, which native modules are compiled against
 */

/** Exact versions, as published on npm as `node-<platform>-<arch>`. */
const versions = /** @type {const} */ ({ 20: '20.19.5', 24: '24.9.0' });

/**
 * A Node of the wanted major version with its headers: the running one if it fits, else one from npm.
 * @param {20 | 24} major
 * @returns {Promise<NodeRuntime>}
 */
export async function ensureNode(major) {
  const own = path.dirname(path.dirname(process.execPath));
  if (process.version.startsWith(`v${major}.`) && existsSync(path.join(own, 'include/node/node.h'))) {
    return { bin: process.execPath, root: own };
  }
  const version = versions[major];
  const name = `node-${process.platform}-${process.arch}`;
  const folder = path.join(cacheDir(), 'node', version);
  if (!existsSync(folder)) {
    await step(`Fetching Node ${version} for VS Code (about 50 MB)`, () =>
      fillOnce(folder, async (staging) => {
        await run(`fetch Node ${version}`, 'npm', ['install', '--prefix', staging, '--no-save', `${name}@${version}`], {
          retries: 2, timeout: 600_000,
        });
      }),
    );
  }
  const root = path.join(folder, 'node_modules', name);
  return { bin: path.join(root, 'bin', 'node'), root };
}
