// @ts-check
import { spawn, spawnSync } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { SetupError, log, logPath, say } from './say.mjs';

/**
 * @typedef {object} RunOptions
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env] replaces the environment
 * @property {number} [timeout] milliseconds; the command is killed afterwards and counts as failed
 * @property {number} [retries] further attempts after a failure (default 0), with a growing pause
 * @property {boolean} [root] run through sudo when we are not root
 * @typedef {{code: number | null, output: string}} Outcome `code` is null when killed or not found
 */

export const isRoot = () => process.getuid?.() === 0;

/** @param {string} command @returns {boolean} whether it can be found on PATH */
export function onPath(command) {
  const probe = process.platform === 'win32' ? ['where', [command]] : ['sh', ['-c', `command -v "$0"`, command]];
  return spawnSync(/** @type {string} */ (probe[0]), /** @type {string[]} */ (probe[1])).status === 0;
}

/**
 * Runs a command without showing its output, which goes to the log file, and never throws for its failure.
 * @param {string} command @param {string[]} args @param {RunOptions} [options]
 * @returns {Promise<Outcome>}
 */
export function attempt(command, args, options = {}) {
  if (options.root && !isRoot()) {
    args = ['--', command, ...args];
    command = 'sudo';
  }
  log(`\n$ ${[command, ...args].join(' ')}\n`);
  return new Promise((resolve) => {
    let output = '';
    // sudo may have to ask for a password, so it keeps the terminal's input.
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      timeout: options.timeout,
      killSignal: 'SIGKILL',
      stdio: [command === 'sudo' ? 'inherit' : 'ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
    });
    const collect = (/** @type {Buffer} */ chunk) => {
      output += chunk.toString();
      log(chunk.toString());
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.once('error', (error) => resolve({ code: null, output: `${output}${error.message}` }));
    child.once('close', (code) => resolve({ code, output }));
  });
}

/**
 * Like `attempt`, with retries, and a SetupError when the last attempt fails too.
 * @param {string} what completes "Could not ..."
 * @param {string} command @param {string[]} args @param {RunOptions} [options]
 * @returns {Promise<string>} the output
 */
export async function run(what, command, args, options = {}) {
  for (let tried = 0; ; tried++) {
    const { code, output } = await attempt(command, args, options);
    if (code === 0) return output;
    if (tried >= (options.retries ?? 0)) {
      const tail = output.trim().split('\n').slice(-8).join('\n  ');
      throw new SetupError(`Could not ${what}: \`${command}\` ended with ${code ?? 'no exit code'}.\n  ${tail}`);
    }
    const pause = 3 * (tried + 1);
    say(`  that did not work; trying again in ${pause} s`);
    await delay(pause * 1000);
  }
}

/**
 * Runs a command with the terminal as its own.
 * @param {string} command @param {string[]} args @param {RunOptions} [options]
 * @returns {Promise<number>} its exit code; 1 when a signal or the time limit ended it
 */
export function show(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: 'inherit',
      timeout: options.timeout,
      shell: process.platform === 'win32',
    });
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
}

/**
 * Starts a program in a session of its own, which stays when we end; output goes to a file.
 * @param {string} command @param {string[]} args @param {string} file appended to
 */
export function leaveRunning(command, args, file) {
  log(`\n$ ${[command, ...args].join(' ')} >> ${file} (left running; our log: ${logPath()})\n`);
  const out = openSync(file, 'a');
  const child = spawn(command, args, { detached: true, stdio: ['ignore', out, out] });
  child.once('error', (error) => log(`${error.message}\n`));
  child.unref();
  closeSync(out);
  return child;
}
