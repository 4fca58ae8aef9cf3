import type * as z from 'zod';
import type { Expectation } from './expectation';
import { nearest } from './nearest';

type Schema = z.core.$ZodType;

const truths = new Map([
  ['yes', 'true'], ['on', 'true'], ['true', 'true'], ['y', 'true'],
  ['no', 'false'], ['off', 'false'], ['false', 'false'], ['n', 'false'],
]);

/**
 * YAML for what was most likely meant, such as quotes around `0644`; undefined where nothing can be guessed, or where
 * the guess would not be accepted either.
 *
 * @param written the scalar as it stands in the file; undefined for lists and mappings
 */
export function repairFor(value: unknown, written: string | undefined, expected: Expectation, schemas: readonly Schema[]): string | undefined {
  if (written === undefined || written === '' || written.includes('\n')) {
    return undefined;
  }
  const guess = expected.repair?.(written);
  if (guess !== undefined) {
    return guess;
  }
  for (const schema of schemas) {
    const { def } = schema._zod as { def: z.core.$ZodTypes['_zod']['def'] };
    const attempt = attemptFor(def, value, written);
    // One of several literals would be a guess out of the blue.
    if (attempt && !(def.type === 'literal' && schemas.length > 1) && accepts(schema, attempt.value)) {
      return attempt.text;
    }
  }
  return undefined;
}

function attemptFor(def: z.core.$ZodTypes['_zod']['def'], value: unknown, written: string): { value: unknown; text: string } | undefined {
  switch (def.type) {
    case 'string':
      return typeof value === 'string' ? undefined : { value: written, text: JSON.stringify(written) };
    case 'boolean': {
      const truth = typeof value === 'string' ? truths.get(value.toLowerCase()) : undefined;
      return truth ? { value: truth === 'true', text: truth } : undefined;
    }
    case 'number':
      return typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? { value: Number(value), text: value } : undefined;
    case 'enum': {
      const choice = nearest(String(value), Object.values(def.entries).map(String));
      return choice ? { value: choice, text: choice } : undefined;
    }
    case 'array':
      return { value: [value], text: `[${typeof value === 'string' ? JSON.stringify(value) : written}]` };
    case 'literal':
      return def.values.length === 1 ? { value: def.values[0], text: String(def.values[0]) } : undefined;
    default:
      return undefined;
  }
}

function accepts(schema: Schema, value: unknown): boolean {
  return (schema as z.ZodType).safeParse(value).success;
}
