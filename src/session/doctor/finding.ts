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
}
