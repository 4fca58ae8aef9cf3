import type { ParseArgsConfig } from 'node:util';
import type { Core } from '../core';
import type { Output } from './output';

/** Exit codes of the command line, fixed: scripts and CI rely on them. */
export const exit = { good: 0, doesNotHold: 1, couldNotRun: 2, interrupted: 130 } as const;

export interface CliContext {
  output: Output;
  environment: NodeJS.ProcessEnv;
  /** Fires on Ctrl-C and on SIGTERM; every command cleans up and ends with 130. */
  signal: AbortSignal;
  /** Built when first asked for, disposed by the caller. `keepsNothing`: nothing is kept for Reset Step. */
  core(options?: { home?: string; catalogs?: string[]; keepsNothing?: boolean }): Promise<Core>;
}

export interface Command {
  name: string;
  /** What follows the name in the usage line. */
  parameters: string;
  summary: string;
  options: NonNullable<ParseArgsConfig['options']>;
  /** What each option means, in the order shown. */
  help: Record<string, string>;
  run(context: CliContext, positionals: string[], values: Values): Promise<number>;
}

export type Values = Record<string, string | boolean | (string | boolean)[] | undefined>;

export function flag(values: Values, name: string): boolean {
  return values[name] === true;
}

export function text(values: Values, name: string): string | undefined {
  const value = values[name];
  return typeof value === 'string' ? value : undefined;
}

/** The words of a command do not fit: exit code 2 and the command's usage. */
export class UsageError extends Error {}

/** A whole number of an option. */
export function wholeNumber(values: Values, name: string, fallback: number, least = 1): number {
  const given = text(values, name);
  if (given === undefined) {
    return fallback;
  }
  if (!/^\d+$/.test(given) || Number(given) < least) {
    throw new UsageError(`--${name} takes a whole number from ${least} up, not "${given}".`);
  }
  return Number(given);
}
