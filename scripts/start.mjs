// @ts-check
/**
 * From a fresh clone to a VS Code with the labs, installing what is missing:
 *   npm start [-- OPTIONS]
 * --smoke proves the main job on the command line instead of opening VS Code; --check-only ends after set-up.
 */
import { readOptions } from './setup/arguments.mjs';
import { ensureBaseImage } from './setup/base-image.mjs';
import { build } from './setup/build.mjs';
import { findCodeCommand } from './setup/desktop.mjs';
import { ensureEngine } from './setup/engine.mjs';
import { ensureNodeModules } from './setup/node-modules.mjs';
import { repoRoot } from './setup/paths.mjs';
import { isRoot, show } from './setup/run.mjs';
import { SetupError, runMain, say } from './setup/say.mjs';
import { ensureVSCode } from './setup/vscode.mjs';
import { serveInBrowser } from './start/in-browser.mjs';
import { smoke } from './start/smoke.mjs';

await runMain(async () => {
  const values = readOptions('npm start [-- [--yes] [--browser] [--folder DIR] [--smoke | --check-only]]', {
    yes: { type: 'boolean', short: 'y' },
    browser: { type: 'boolean' },
    folder: { type: 'string' },
    smoke: { type: 'boolean' },
    'check-only': { type: 'boolean' },
  });
  await ensureNodeModules();
  say(`Container engine: ${await ensureEngine()}`);
  await ensureBaseImage();
  await build();
  if (values.smoke) return smoke();
  // The desktop VS Code refuses to serve root on Linux.
  const code = values.browser || (isRoot() && process.platform === 'linux') ? undefined : findCodeCommand();
  if (!code && process.platform === 'win32') {
    throw new SetupError('VS Code was not found. Install it, with its `code` command on PATH, and try again.');
  }
  if (values['check-only']) {
    if (!code) await ensureVSCode('stable');
    say('Everything is in place.');
    return 0;
  }
  if (!code) return serveInBrowser(values.folder);
  say(`Opening VS Code (${code}) with AI Architect Labs.`);
  return show(code, ['--new-window', `--extensionDevelopmentPath=${repoRoot}`, ...(values.folder ? [values.folder] : [])]);
});
