import { createInterface } from 'node:readline/promises';
import { UserError } from '../common/errors';
import { matchesWhole } from '../curriculum/pattern';
import type { Asker } from '../session/api';
import { type CliContext, flag, UsageError, type Values } from './command';

export interface AskerOptions {
  /** `--yes`: agrees to what is asked. */
  yes: boolean;
  /** `--input name=value`, given beforehand. */
  inputs: Readonly<Record<string, string>>;
  interactive: boolean;
  signal: AbortSignal;
}

/** Asks in the terminal; where there is none, flags must have answered. Questions go to standard error. */
export function createAsker(options: AskerOptions): Asker {
  const ask = async (question: string): Promise<string> => {
    const terminal = createInterface({ input: process.stdin, output: process.stderr });
    try {
      return (await terminal.question(question, { signal: options.signal })).trim();
    } finally {
      terminal.close();
    }
  };
  return {
    consent: async ({ title, detail, accept }) => {
      if (options.yes) {
        return true;
      }
      if (!options.interactive) {
        throw new UserError(`${title} ${detail}`, {
          code: 'consent-needed',
          action: { label: accept, text: 'Run it again with --yes to agree.' },
        });
      }
      return /^y(es)?$/i.test(await ask(`${title}\n${detail}\n${accept}? [y/N] `));
    },
    input: async ({ name, prompt, pattern, default: fallback }) => {
      const given = options.inputs[name];
      if (given !== undefined) {
        return given;
      }
      if (!options.interactive) {
        if (fallback !== undefined) {
          return fallback;
        }
        throw new UserError(`This lab asks: ${prompt}`, {
          code: 'input-needed',
          action: { label: 'Give it', text: `Run it again with --input ${name}=VALUE.` },
        });
      }
      for (;;) {
        const answer = (await ask(`${prompt}${fallback === undefined ? '' : ` [${fallback}]`}: `)) || fallback;
        if (answer !== undefined && (pattern === undefined || matchesWhole(pattern, answer))) {
          return answer;
        }
        process.stderr.write(`That does not fit ${pattern ?? ''}.\n`);
      }
    },
  };
}

/** What commands take that may have to ask. */
export const asking = {
  parameters: '[--yes] [--input NAME=VALUE]',
  options: { yes: { type: 'boolean', short: 'y' }, input: { type: 'string', multiple: true } },
  help: { yes: 'agree to what the lab asks', input: 'answer one of the lab\'s questions' },
} as const;

/** The asker that the flags `--yes` and `--input` describe. */
export function askerOf(context: CliContext, values: Values): Asker {
  const inputs: Record<string, string> = {};
  for (const pair of Array.isArray(values.input) ? values.input : []) {
    const [, name, value] = /^([^=]+)=(.*)$/s.exec(String(pair)) ?? [];
    if (name === undefined || value === undefined) {
      throw new UsageError('--input takes NAME=VALUE.');
    }
    inputs[name] = value;
  }
  return createAsker({ yes: flag(values, 'yes'), inputs, interactive: process.stdin.isTTY, signal: context.signal });
}
