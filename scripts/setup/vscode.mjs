// @ts-check
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ensureNode } from './node-runtime.mjs';
import { fillOnce } from './once.mjs';
import { ensurePackages } from './packages.mjs';
import { cacheDir } from './paths.mjs';
import { onPath, run } from './run.mjs';
import { step } from './say.mjs';

/**
 * The VS Code server and its web workbench, out of the npm package `code-server`.
 * @typedef {object} VSCodeServer
 * @property {string} version of VS Code
 * @property {string} node the Node program that runs it
 * @property {string} main the server's entry, `out/server-main.js`
 *
 * @typedef {'stable' | 'minimum'} VSCodeChoice the newest VS Code tested, and the oldest supported
 */

/** @type {Record<VSCodeChoice, {version: string, codeServer: string, node: 20 | 24}>} */
const releases = {
  stable: { version: '1.139.1', codeServer: '4.139.1', node: 24 },
  minimum: { version: '1.100.3', codeServer: '4.100.3', node: 20 },
};

/**
 * Makes sure the VS Code server is in the cache. Only one of its native modules has to be compiled (its
 * logger); the others are shipped built or not used on this way, which is why install scripts stay off.
 * @param {VSCodeChoice} choice
 * @returns {Promise<VSCodeServer>}
 */
export async function ensureVSCode(choice = 'stable') {
  const { version, codeServer, node: major } = releases[choice];
  const node = await ensureNode(major);
  const folder = path.join(cacheDir(), 'vscode', version);
  const server = path.join('node_modules', 'code-server', 'lib', 'vscode');
  if (!existsSync(folder)) {
    if (!['python3', 'make', 'g++'].every(onPath)) {
      await ensurePackages(['python3', 'make', 'g++'], 'compile one module of VS Code (about 250 MB)');
    }
    await step(`Installing VS Code ${version} into ${folder} (about 600 MB; two minutes)`, () =>
      fillOnce(folder, (staging) => install(staging, path.join(staging, server), codeServer, node)),
    );
  }
  return { version, node: node.bin, main: path.join(folder, server, 'out', 'server-main.js') };
}

/**
 * @param {string} staging @param {string} serverFolder @param {string} codeServer
 * @param {import('./node-runtime.mjs').NodeRuntime} node
 */
async function install(staging, serverFolder, codeServer, node) {
  // npm climbs to the nearest package.json when there is none here.
  await writeFile(path.join(staging, 'package.json'), '{"private": true}\n');
  const env = {
    ...process.env,
    PATH: `${path.dirname(node.bin)}${path.delimiter}${process.env.PATH}`,
    npm_config_nodedir: node.root,
    npm_config_audit: 'false',
    npm_config_fund: 'false',
    npm_config_update_notifier: 'false',
  };
  const limits = { env, retries: 2, timeout: 900_000 };
  await run('fetch VS Code', 'npm', ['install', '--ignore-scripts', `code-server@${codeServer}`], {
    ...limits, cwd: staging,
  });
  await run("fetch VS Code's modules", 'npm', ['install', '--ignore-scripts', '--omit=dev'], {
    ...limits, cwd: serverFolder,
  });
  await run("compile VS Code's logger", 'npm', ['rebuild', '@vscode/spdlog'], { ...limits, cwd: serverFolder });
  // Newer releases ship their terminals' module built; without it no terminal opens.
  const terminals = path.join(serverFolder, 'node_modules', 'node-pty');
  if (!existsSync(path.join(terminals, 'prebuilds'))) {
    // Its script asks npx for node-gyp, which asks back.
    const yes = { ...env, npm_config_yes: 'true' };
    await run("compile VS Code's terminals", 'npm', ['rebuild', 'node-pty'], { ...limits, env: yes, cwd: serverFolder });
  }
}
