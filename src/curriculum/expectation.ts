import * as z from 'zod';

/** What a schema stands for in the sentences about mistakes. */
export interface Expectation {
  /** Completes "must be …": `a duration like "30s"`. Of an object: `a check`, for "A check needs …". */
  text: string;
  /** YAML that says what a plain number, boolean or text most likely meant; undefined where nothing can be guessed. */
  repair?: (written: string) => string | undefined;
}

const expectations = z.registry<Expectation>();

/** Names a schema for messages; returns it. Wrap what `.optional()` or `.default()` will wrap, not the result of those. */
export function named<T extends z.ZodType>(schema: T, text: string, repair?: Expectation['repair']): T {
  expectations.add(schema, { text, repair });
  return schema;
}

export function expectationOf(schema: z.core.$ZodType): Expectation | undefined {
  return expectations.get(schema);
}
