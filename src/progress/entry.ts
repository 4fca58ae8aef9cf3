import * as z from 'zod';

/**
 * A line of the journal, schema version 1: JSON, one object a line. Only ever appended; readers keep what they do not
 * know. `lab` is `<catalog>/<id>`, `at` ISO 8601, `entry` a random UUID.
 */
const base = { v: z.literal(1), entry: z.string().min(8), at: z.string().min(20), lab: z.string().min(3) };
const verdict = z.enum(['passed', 'failed', 'errored', 'timedOut', 'skipped', 'blocked']);

export const entrySchema = z.discriminatedUnion('kind', [
  /** A lab was started (a new attempt unless one is open). */
  z.object({ ...base, kind: z.literal('started'), session: z.string(), digest: z.string().optional(), title: z.string().optional() }),
  z.object({ ...base, kind: z.literal('stopped'), session: z.string() }),
  /** The learner began again from the starter files: checks and steps of before no longer count for where they are. */
  z.object({ ...base, kind: z.literal('reset'), backup: z.string().optional() }),
  /** The learner is back at the entry of a step: these steps are not completed any more, verdicts of these checks no longer count. */
  z.object({ ...base, kind: z.literal('step-reset'), step: z.string(), steps: z.array(z.string()), checks: z.array(z.string()), backup: z.string().optional() }),
  /** The files of before the last reset are back. */
  z.object({ ...base, kind: z.literal('reset-undone'), restored: z.string(), backup: z.string().optional() }),
  z.object({ ...base, kind: z.literal('step-entered'), step: z.string() }),
  z.object({ ...base, kind: z.literal('checked'), step: z.string(), check: z.string(), verdict, message: z.string().optional(), points: z.number().optional() }),
  z.object({ ...base, kind: z.literal('answered'), step: z.string(), question: z.string(), correct: z.boolean() }),
  z.object({ ...base, kind: z.literal('hint-shown'), step: z.string(), hint: z.number() }),
  z.object({ ...base, kind: z.literal('solution-shown'), step: z.string() }),
  /** `override`: because a person said so; `by` and `reason` say who and why. */
  z.object({ ...base, kind: z.literal('step-completed'), step: z.string(), override: z.boolean().optional(), by: z.string().optional(), reason: z.string().optional() }),
  z.object({ ...base, kind: z.literal('lab-completed') }),
  /** The lab's own solution was applied to a copy of it, so that others which build on it can be begun. Nobody passed anything. */
  z.object({ ...base, kind: z.literal('prepared') }),
]);

export type Entry = z.infer<typeof entrySchema>;
type WithoutStamp<T> = T extends unknown ? Omit<T, 'v' | 'entry' | 'at'> : never;
/** What a caller says; the journal stamps version, id and time. */
export type NewEntry = WithoutStamp<Entry>;
