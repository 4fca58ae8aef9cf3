// @ts-check
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { ensurePackages } from './packages.mjs';
import { SetupError } from './say.mjs';

const commands = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];
const installed = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

/** @returns {string | undefined} the path of a Chromium-based browser on this machine */
function findBrowser() {
  if (process.platform !== 'win32') {
    for (const command of commands) {
      const { status, stdout } = spawnSync('sh', ['-c', 'command -v "$0"', command], { encoding: 'utf8' });
      if (status === 0) return stdout.trim();
    }
  }
  return installed.find((file) => existsSync(file));
}

/**
 * A browser that tests can drive: the one that is there, else Debian's Chromium.
 * @returns {Promise<string>} path of the program
 */
export async function ensureBrowser() {
  const found = findBrowser();
  if (found) return found;
  if (process.platform !== 'linux') {
    throw new SetupError('The tests drive a browser. Install Google Chrome and try again.');
  }
  await ensurePackages(['chromium'], 'drive VS Code in a browser (about 400 MB)');
  const browser = findBrowser();
  if (!browser) throw new SetupError('Chromium was installed but cannot be found on PATH.');
  return browser;
}
