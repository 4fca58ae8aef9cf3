// @ts-check
import { appendFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { cacheDir } from './paths.mjs';

/** A set-up step that could not be done; its message says what to do next and is shown without a stack. */
export class SetupError extends Error {
  /** @override */
  name = 'SetupError';
}

/** @type {string | undefined} */
let logFile;

/** The file that collects the output of every quiet command of this run; made when first asked for. */
export function logPath() {
  if (!logFile) {
    const folder = path.join(cacheDir(), 'logs');
    mkdirSync(folder, { recursive: true });
    const stamp = new Date().toISOString().replace(/[:.]/g, '-');
    logFile = path.join(folder, `${stamp}-${process.pid}.log`);
  }
  return logFile;
}

/** @param {string} text */
export function log(text) {
  appendFileSync(logPath(), text);
}

/** @param {string} text one line for the person at the terminal */
export function say(text) {
  console.log(text);
  log(`${text}\n`);
}

/**
 * Announces a slow action, does it, and says how long it took.
 * @template T
 * @param {string} what present tense: "Installing Debian packages docker.io, iptables"
 * @param {() => Promise<T>} action
 * @returns {Promise<T>}
 */
export async function step(what, action) {
  const started = Date.now();
  const seconds = () => `${((Date.now() - started) / 1000).toFixed(1)} s`;
  say(`- ${what} ...`);
  try {
    const result = await action();
    say(`  done in ${seconds()}`);
    return result;
  } catch (error) {
    say(`  failed after ${seconds()}`);
    throw error;
  }
}

/**
 * Runs a script's main function: a SetupError is shown as plain words with the log's path, anything else
 * is a bug and keeps its stack.
 * @param {() => Promise<number | void>} main returns the exit code (default 0)
 */
export async function runMain(main) {
  try {
    process.exitCode = (await main()) ?? 0;
  } catch (error) {
    if (error instanceof SetupError) {
      console.error(`\n${error.message}\nDetails: ${logPath()}`);
    } else {
      console.error(error);
    }
    process.exitCode = 2;
  }
}
