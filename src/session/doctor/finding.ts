import type { NextAction } from '../../common/errors';

/** One thing that was looked at, and what to do about it. */
export interface Finding {
  /** Stable, in kebab-case: what was looked at. */
  id: string;
  /** For a person. */
  what: string;
  /** `warning`: labs run, but not all, or not as they should. */
  severity: 'good' | 'warning' | 'error';
  /** The cause, in kebab-case, where it is not good: `engine-hung`, `disk-full`, `memory-short` … */
  cause?: string;
  message: string;
  /** The one thing to do, where it is not good. */
  action?: NextAction;
  /** Of an image: what it takes or will take on disk, and how long it takes to be there; undefined where nobody knows. */
  bytes?: number;
  minutes?: number;
}

/** What is wrong with a machine whose engine answers, as far as a person hears of it without having asked. */
export const machineCauses = [
  'platform-not-linux', 'architecture-unproven', 'memory-short', 'limits-missing', 'disk-low', 'disk-full', 'home-not-writable',
] as const;

export type MachineCause = (typeof machineCauses)[number];

/** Lasting traits that labs run in spite of: better known before the first one than found out in it. */
const traits: readonly MachineCause[] = ['architecture-unproven', 'limits-missing'];

/** The one to tell of first: what keeps every lab from running, then a trait; undefined where there is neither. */
export function foremostCause(findings: readonly Finding[]): MachineCause | undefined {
  const known = findings.flatMap(({ severity, cause }) => machineCauses.filter((each) => each === cause).map((each) => ({ severity, cause: each })));
  return (known.find(({ severity }) => severity === 'error') ?? known.find(({ cause }) => traits.includes(cause)))?.cause;
}
