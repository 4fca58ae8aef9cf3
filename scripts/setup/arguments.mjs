// @ts-check
import { parseArgs } from 'node:util';
import { SetupError } from './say.mjs';

/**
 * Reads this process's options; a wrong one is answered with the usage and no stack.
 * @template {Record<string, {type: 'string' | 'boolean', short?: string}>} T
 * @param {string} usage @param {T} options
 * @returns {{[K in keyof T]?: T[K]['type'] extends 'boolean' ? boolean : string}}
 */
export function readOptions(usage, options) {
  try {
    // The types of parseArgs cannot follow a generic T.
    return /** @type {any} */ (parseArgs({ options }).values);
  } catch (error) {
    throw new SetupError(`${/** @type {Error} */ (error).message}\nUsage: ${usage}`);
  }
}
