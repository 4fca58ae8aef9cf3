import type { Verdict } from '../common/verdict';

/** What the journal says of one lab. */
export interface LabProgress {
  startedAt?: string;
  /** The first time every step was completed; survives a reset. */
  completedAt?: string;
  lastActiveAt?: string;
  /** Steps completed since the last reset, with the time. */
  steps: Readonly<Record<string, { completedAt: string; override: boolean }>>;
  /** The last verdict of each check since the last reset. */
  checks: Readonly<Record<string, { verdict: Verdict; message?: string; at: string }>>;
  /** The step last entered since the last reset. */
  enteredStep?: string;
  hints: Readonly<Record<string, number>>;
  answers: Readonly<Record<string, boolean>>;
}

/** A pure fold of the journal, by lab identity. */
export interface Summary {
  labs: Readonly<Record<string, LabProgress>>;
}
