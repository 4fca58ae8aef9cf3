// @ts-check
import { setTimeout as delay } from 'node:timers/promises';
import { pingSocket } from '../setup/engine-probe.mjs';

/**
 * @typedef {object} Service an engine of the tests' own, with a store of its own in a temporary folder
 * @property {string} name
 * @property {string} socket
 * @property {string} folder owned by who runs it; may hold temporary files of the tests too
 * @property {(command: string, args: string[], environment?: NodeJS.ProcessEnv) => {command: string, args: string[], env: NodeJS.ProcessEnv}} forTests
 *   how a command is run as the user, and in the network, in which the engine's ports are to be reached
 * @property {() => Promise<void>} stop ends it and removes what it kept
 */

/**
 * Waits until an engine answers.
 * @param {string} socket @param {() => boolean} over whether it has ended
 */
export async function isUp(socket, over) {
  for (let waited = 0; waited < 300 && !over(); waited++) {
    if ((await pingSocket(socket)) === 'answers') return true;
    await delay(100);
  }
  return false;
}
