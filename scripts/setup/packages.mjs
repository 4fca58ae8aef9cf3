// @ts-check
import { setTimeout as delay } from 'node:timers/promises';
import { askToChangeMachine } from './consent.mjs';
import { attempt, onPath, run } from './run.mjs';
import { SetupError, say, step } from './say.mjs';

const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C.UTF-8' };
const options = ['-o', 'DPkg::Lock::Timeout=300', '-o', 'Acquire::Retries=3'];
let listsAreFresh = false;

/** @param {string} name @returns {Promise<boolean>} */
async function isInstalled(name) {
  const { code, output } = await attempt('dpkg-query', ['-W', '-f', '${db:Status-Status}', name]);
  return code === 0 && output === 'installed';
}

/** apt-get waits for dpkg's lock by itself but not for that of the package lists. */
async function updateLists() {
  if (listsAreFresh) return;
  for (let waited = 0; ; waited += 5) {
    const { code, output } = await attempt('apt-get', [...options, 'update'], { root: true, env });
    if (code === 0) break;
    const locked = /Could not get lock|Unable to lock/.test(output);
    if (locked && waited < 300) {
      if (waited === 0) say('  another package manager is at work; waiting for it');
      await delay(5000);
      continue;
    }
    // One foreign source that is down must not stop us: what we need may still install.
    say('  some package sources did not answer; going on with what is known');
    break;
  }
  listsAreFresh = true;
}

/**
 * Installs the Debian packages that are missing; does nothing when all are there.
 * @param {string[]} names
 * @param {string} purpose completes "To ...": what they are for and about how large
 * @throws {SetupError} where apt is not the package manager, nobody agrees, or it fails
 */
export async function ensurePackages(names, purpose) {
  /** @type {string[]} */
  const missing = [];
  if (onPath('dpkg-query')) {
    for (const name of names) if (!(await isInstalled(name))) missing.push(name);
  } else {
    missing.push(...names);
  }
  if (missing.length === 0) return;
  if (!onPath('apt-get')) {
    throw new SetupError(`${purpose} is up to you on this system: only Debian's and Ubuntu's apt is known here.`);
  }
  await askToChangeMachine(`${purpose}, Debian packages are installed: ${missing.join(', ')}`);
  await step(`Installing ${missing.join(', ')}`, async () => {
    await updateLists();
    await run(
      `install ${missing.join(', ')}`,
      'apt-get',
      [...options, 'install', '-y', '--no-install-recommends', ...missing],
      { root: true, env, retries: 2 },
    );
  });
}
