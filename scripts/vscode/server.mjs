// @ts-check
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { onPath } from '../setup/run.mjs';

/**
 * @typedef {object} ServerOptions
 * @property {import('../setup/vscode.mjs').VSCodeServer} runtime
 * @property {string} dataDir everything the server and the person's settings need; may be empty
 * @property {string} extensionsDir
 * @property {string} [userDataDir] holds `User/settings.json`; default `data` in dataDir
 * @property {boolean} [trustAll] every folder counts as trusted (default); false asks as VS Code does
 * @property {boolean} [testDriver] lets a page name extensions under development and their tests
 * @property {string} [locale]
 * @property {number} [port] default: any free one
 *
 * @typedef {{port: number, url: string, closed: Promise<void>, stop: () => Promise<void>}} RunningServer
 */

/**
 * Writes settings where VS Code reads them: the person's in `User`, and ours again in `Machine`, because the
 * server takes machine-scoped settings only from there.
 * @param {string} userDataDir @param {Record<string, unknown>} settings
 */
export async function writeSettings(userDataDir, settings) {
  const ours = Object.fromEntries(Object.entries(settings).filter(([key]) => key.startsWith('aiLabs.')));
  for (const [folder, values] of /** @type {const} */ ([['User', settings], ['Machine', ours]])) {
    const target = path.join(userDataDir, folder);
    await mkdir(target, { recursive: true });
    await writeFile(path.join(target, 'settings.json'), `${JSON.stringify(values, null, 2)}\n`);
  }
}

/**
 * Makes a checkout an installed extension by a link: unlike an extension under development it survives that
 * VS Code opens another folder, and a rebuild shows after a reload.
 * @param {string} extensionsDir must not have been used by VS Code before
 * @param {string} checkout
 * @param {{publisher: string, name: string, version: string}} manifest
 */
export async function linkExtension(extensionsDir, checkout, { publisher, name, version }) {
  await mkdir(extensionsDir, { recursive: true });
  const link = path.join(extensionsDir, `${publisher}.${name}-${version}`);
  if (!existsSync(link)) await symlink(checkout, link, 'junction');
}

/**
 * A program whose children end with us even when we are killed; the kernel sees to that where it can.
 * @param {string} program @param {string[]} args @returns {[string, string[]]}
 */
function boundToUs(program, args) {
  return process.platform === 'linux' && onPath('setpriv')
    ? ['setpriv', ['--pdeathsig', 'KILL', '--', program, ...args]]
    : [program, args];
}

/**
 * Runs the VS Code server on 127.0.0.1 without a token, for a person or a test on this machine.
 * @param {ServerOptions} options
 * @returns {Promise<RunningServer>}
 */
export async function startServer(options) {
  await mkdir(options.extensionsDir, { recursive: true });
  const args = [
    options.runtime.main,
    '--host', '127.0.0.1', '--port', String(options.port ?? 0),
    '--without-connection-token', '--accept-server-license-terms',
    '--disable-telemetry', '--disable-getting-started-override',
    '--server-data-dir', options.dataDir, '--extensions-dir', options.extensionsDir,
    ...(options.userDataDir ? ['--user-data-dir', options.userDataDir] : []),
    ...(options.trustAll === false ? [] : ['--disable-workspace-trust']),
    ...(options.testDriver ? ['--enable-smoke-test-driver'] : []),
    ...(options.locale ? ['--locale', options.locale] : []),
  ];
  // Its sockets stay behind when it is killed, so they go where the rest of its data goes.
  const temp = path.join(options.dataDir, 'tmp');
  await mkdir(temp, { recursive: true });
  const child = spawn(...boundToUs(options.runtime.node, args), {
    detached: true, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, TMPDIR: temp },
  });
  /** @type {Promise<void>} */
  const closed = new Promise((resolve) => child.once('close', () => resolve()));
  const port = await listeningPort(child);
  const stop = async () => {
    endGroup(/** @type {number} */ (child.pid));
    await closed;
  };
  return { port, url: `http://127.0.0.1:${port}/`, closed, stop };
}

/** @param {number} pid of a process group's leader */
function endGroup(pid) {
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL');
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'ESRCH') throw error;
  }
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<number>}
 */
function listeningPort(child) {
  return new Promise((resolve, reject) => {
    let output = '';
    const limit = setTimeout(() => {
      endGroup(/** @type {number} */ (child.pid));
      reject(new Error(`VS Code's server did not listen within 60 s:\n${output}`));
    }, 60_000);
    const read = (/** @type {Buffer} */ chunk) => {
      if (output.length < 65_536) output += chunk.toString();
      const port = /Extension host agent listening on (\d+)/.exec(output)?.[1];
      if (port) {
        clearTimeout(limit);
        resolve(Number(port));
      }
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('error', reject);
    child.once('close', (code) => {
      clearTimeout(limit);
      reject(new Error(`VS Code's server ended with ${code}:\n${output}`));
    });
  });
}
