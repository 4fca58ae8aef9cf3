// @ts-check
import { parseArgs } from 'node:util';
import { SetupError } from './say.mjs';

/** @typedef {Record<string, {type: 'string' | 'boolean', short?: string}>} Options */

/**
 * @template {Options} T
 * @typedef {{[K in keyof T]?: T[K]['type'] extends 'boolean' ? boolean : string}} Values
 */

/**
 * Reads this process's options; a wrong one is answered with the usage and no stack.
 * @template {Options} T
 * @param {string} usage @param {T} options
 * @returns {Values<T>}
 */
export function readOptions(usage, options) {
  try {
    return /** @type {Values<T>} */ (/** @type {unknown} */ (parseArgs({ options }).values));
  } catch (error) {
    throw new SetupError(`${/** @type {Error} */ (error).message}\nUsage: ${usage}`);
  }
}
