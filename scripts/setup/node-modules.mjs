// @ts-check
import { createHash } from 'node:crypto';
import { lstatSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { repoRoot } from './paths.mjs';
import { run } from './run.mjs';
import { SetupError, step } from './say.mjs';

const lockFile = path.join(repoRoot, 'package-lock.json');
/** What npm itself writes after an installation. */
const npmRecord = path.join(repoRoot, 'node_modules', '.package-lock.json');
const ourRecord = path.join(repoRoot, 'node_modules', '.ai-labs-installed');

/** A checkout gives old files new dates, so where ours is the installation its content decides, not its date. */
function isInstalled() {
  try {
    if (statSync(npmRecord).mtimeMs >= statSync(lockFile).mtimeMs) return true;
    return readFileSync(ourRecord, 'utf8') === digest();
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ENOENT') return false;
    throw error;
  }
}

const digest = () => createHash('sha256').update(readFileSync(lockFile)).digest('hex');

/** Makes sure this checkout's npm packages are those of package-lock.json. */
export async function ensureNodeModules() {
  if (Number(process.versions.node.split('.')[0]) < 20) {
    throw new SetupError(`Node 20 or later is needed; this is ${process.version}.`);
  }
  if (isInstalled()) return;
  const modules = path.dirname(npmRecord);
  if (lstatSync(modules, { throwIfNoEntry: false })?.isSymbolicLink()) {
    // npm would empty the folder behind the link, which is somebody else's.
    throw new SetupError(`${modules} is a link to packages of another checkout, and they are not those of package-lock.json. Remove the link and run this again.`);
  }
  await step('Installing npm packages (about a minute)', () =>
    run('install npm packages', 'npm', ['ci', '--no-audit', '--no-fund'], {
      cwd: repoRoot, retries: 2, timeout: 600_000,
    }),
  );
  writeFileSync(ourRecord, digest());
}
