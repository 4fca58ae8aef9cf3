// @ts-check
import { existsSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { isRoot, onPath } from './run.mjs';
import { SetupError, say } from './say.mjs';

const initSystems = new Set(['systemd', 'init', 'openrc-init', 'runit', 's6-svscan', 'launchd']);

/** A machine made for one purpose: a container, or anything whose first process is no init system. */
function isContainer() {
  if (existsSync('/.dockerenv') || existsSync('/run/.containerenv')) return true;
  if (process.platform !== 'linux') return false;
  return !initSystems.has(readFileSync('/proc/1/comm', 'utf8').trim());
}

/** Whether installing needs no question: said so with --yes, or root where nobody's own machine is changed. */
function isGranted() {
  if (process.argv.includes('--yes') || process.argv.includes('-y')) return true;
  return isRoot() && (Boolean(process.env.CI) || isContainer());
}

let agreed = false;

/**
 * Says what is about to change on this machine and asks once a run, unless that was settled beforehand.
 * @param {string} what completes "AI Architect Labs would like to ...", with sizes where they matter
 * @throws {SetupError} when nobody may or does agree, or we could not act as root anyway
 */
export async function askToChangeMachine(what) {
  say(`To ${what}.`);
  if (!isRoot() && process.platform === 'linux' && !onPath('sudo')) {
    throw new SetupError('This needs root. Run the same command as root, or install sudo.');
  }
  if (agreed || isGranted()) return;
  if (!process.stdin.isTTY) {
    throw new SetupError('This changes the machine and nobody is here to agree. Run again with --yes.');
  }
  const prompt = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await prompt.question('Do this? [y/N] ');
  prompt.close();
  if (!/^y(es)?$/i.test(answer.trim())) {
    throw new SetupError('Nothing was changed. Install it yourself and run the same command again.');
  }
  agreed = true;
}
