// @ts-check
import { ensureBaseImage } from '../setup/base-image.mjs';
import { ensureBrowser } from '../setup/browser.mjs';
import { build } from '../setup/build.mjs';
import { findDesktopProgram } from '../setup/desktop.mjs';
import { ensureEngine } from '../setup/engine.mjs';
import { ensureNodeModules } from '../setup/node-modules.mjs';
import { say } from '../setup/say.mjs';
import { ensureSshServer } from '../setup/ssh-server.mjs';
import { ensureVSCode } from '../setup/vscode.mjs';

/**
 * Sets up what the chosen suites need and nothing more. The desktop VS Code takes the place of the server
 * with the browser where it is installed or, off Linux, where @vscode/test-electron downloads it.
 * @param {readonly import('./suites.mjs').Suite[]} suites
 */
export async function prepare(suites) {
  const needs = new Set(suites.flatMap((suite) => suite.needs));
  const inBrowser = process.platform === 'linux';
  await ensureNodeModules();
  if (needs.has('engine') && process.platform === 'linux') {
    say(`Container engine: ${await ensureEngine()}`);
    await ensureBaseImage();
    await ensureSshServer();
  }
  if (inBrowser && needs.has('vscode') && (!findDesktopProgram() || suites.some((suite) => suite.mocha))) {
    await ensureVSCode('stable');
  }
  if (inBrowser && needs.has('vscode-minimum')) await ensureVSCode('minimum');
  if (inBrowser && needs.has('browser')) await ensureBrowser();
  if (needs.has('build')) await build({ tests: true });
}
