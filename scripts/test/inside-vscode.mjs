// @ts-check
import { mkdir, realpath } from 'node:fs/promises';
import path from 'node:path';
import { runTests } from '@vscode/test-electron';
import { findDesktopProgram } from '../setup/desktop.mjs';
import { repoRoot } from '../setup/paths.mjs';
import { writeSettings } from '../vscode/server.mjs';

const standIn = path.join(repoRoot, 'test', 'host', 'code.mjs');

/**
 * @param {'stable' | 'minimum'} choice
 * @returns {{vscodeExecutablePath: string} | {version: string}} the desktop VS Code where there is one or can be
 *   one, the server with a browser on other Linux machines
 */
function program(choice) {
  const desktop = choice === 'stable' ? findDesktopProgram() : undefined;
  if (desktop) return { vscodeExecutablePath: desktop };
  if (process.platform === 'linux') return { vscodeExecutablePath: standIn };
  return { version: choice === 'stable' ? 'stable' : '1.100.3' };
}

/**
 * Runs the suites of test/integration inside a VS Code with fresh data.
 * @param {'stable' | 'minimum'} choice @param {string} scratch an existing folder for that data
 * @param {NodeJS.ProcessEnv} env of the extension host
 * @returns {Promise<number>} exit code
 */
export async function runInVSCode(choice, scratch, env) {
  // Short: the desktop VS Code makes a socket in its data folder, and a socket's path has about 100 characters.
  const base = await realpath(scratch);
  const folder = path.join(base, 'folder');
  const userData = path.join(base, 'user');
  await mkdir(folder, { recursive: true });
  await writeSettings(userData, {
    'aiLabs.home': path.join(base, 'home'),
    'telemetry.telemetryLevel': 'off',
    'workbench.startupEditor': 'none',
    'chat.disableAIFeatures': true,
  });
  try {
    return await runTests({
      ...program(choice),
      extensionDevelopmentPath: repoRoot,
      extensionTestsPath: path.join(repoRoot, 'out', 'test', 'integration', 'index.js'),
      launchArgs: [folder, `--user-data-dir=${userData}`, `--extensions-dir=${path.join(base, 'extensions')}`],
      extensionTestsEnv: { ...env, AI_LABS_VSCODE: choice },
    });
  } catch (error) {
    console.error(String(error));
    return 1;
  }
}
