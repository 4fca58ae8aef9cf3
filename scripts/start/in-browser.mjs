// @ts-check
import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { cacheDir, repoRoot } from '../setup/paths.mjs';
import { say } from '../setup/say.mjs';
import { ensureVSCode } from '../setup/vscode.mjs';
import { linkExtension, startServer, writeSettings } from '../vscode/server.mjs';

/** Kept from start to start where it is free, so that the browser remembers the layout. */
const usualPort = 9390;

/** @param {number} port @returns {Promise<boolean>} */
function isFree(port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

/**
 * Serves VS Code with the extension to a browser until Ctrl-C. Settings and state stay for the next time.
 * @param {string | undefined} folder opened at first; default an empty window
 */
export async function serveInBrowser(folder) {
  const runtime = await ensureVSCode('stable');
  const dataDir = path.join(cacheDir(), 'start');
  // A list of what is installed stands in this folder, and would name the versions of last time.
  const extensionsDir = path.join(dataDir, 'extensions');
  await rm(extensionsDir, { recursive: true, force: true });
  await linkExtension(extensionsDir, repoRoot, JSON.parse(await readFile(path.join(repoRoot, 'package.json'), 'utf8')));
  if (!existsSync(path.join(dataDir, 'data', 'User', 'settings.json'))) {
    await writeSettings(path.join(dataDir, 'data'), {
      'telemetry.telemetryLevel': 'off',
      'workbench.startupEditor': 'none',
      'chat.disableAIFeatures': true,
    });
  }
  const port = (await isFree(usualPort)) ? usualPort : 0;
  const server = await startServer({ runtime, dataDir, extensionsDir, trustAll: false, port });
  const query = folder ? `?folder=${encodeURI(path.resolve(folder))}` : '';
  say(`\nVS Code ${runtime.version} with AI Architect Labs: ${server.url}${query}`);
  say('Open it in a browser on this machine and look for the Career Path in the activity bar. Ctrl-C ends it.');
  await Promise.race([server.closed, interrupted()]);
  await server.stop();
  say('\nVS Code has ended. Labs that run keep running; `node dist/cli.js stop --all` stops them.');
}

/** @returns {Promise<void>} */
function interrupted() {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => resolve());
  });
}
