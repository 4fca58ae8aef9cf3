import type { Verdict } from '../common/verdict';

/** What the journal says of one lab. */
export interface LabProgress {
  startedAt?: string;
  /** The first time every step was completed; survives a reset. */
  completedAt?: string;
  /** When it was first made ready by its own solution, for labs that build on it: no achievement, and never shown as one. */
  preparedAt?: string;
  /** When the learner last did something with it. */
  lastActiveAt?: string;
  /** Steps completed since the last reset, with the time; `override` where a person said so, `by` and `reason` who and why. */
  steps: Readonly<Record<string, { completedAt: string; override: boolean; by?: string; reason?: string }>>;
  /**
   * The verdict of each check that counts since the last reset: the last one, except that a check which broke or ran
   * out of time (`errored`, `timedOut`) leaves a pass standing. `points`: what it earned, a part of them where it failed.
   * `earlier`: of before the step last entered, by the journal's order, because clocks are set back.
   */
  checks: Readonly<Record<string, { verdict: Verdict; message?: string; at: string; points?: number; earlier?: true }>>;
  /** The step last entered since the last reset. */
  enteredStep?: string;
  /** How many hints of a step were shown since the last reset. */
  hints: Readonly<Record<string, number>>;
  /** By question id, since the last reset: whether it was ever answered correctly. */
  answers: Readonly<Record<string, boolean>>;
  /** Steps whose solution was shown since the last reset. */
  solutions: Readonly<Record<string, true>>;
}

/** A pure fold of the journal, by lab identity. */
export interface Summary {
  labs: Readonly<Record<string, LabProgress>>;
}
