/**
 * How a check, a step or a criterion came out. Defined once, used by every room of the house.
 *
 * - `failed` is the learner's; `errored` is ours or the lab author's and never counts against the learner;
 * - `timedOut` counts as errored unless the check says `onTimeout: fail` (then it is reported as `failed`);
 * - `skipped` the script said it does not apply here (exit 77); `blocked` a check it needs has not passed.
 */
export type Verdict = 'passed' | 'failed' | 'errored' | 'timedOut' | 'skipped' | 'blocked';

/** One line of `$LAB_REPORT`: one thing a check looked at. */
export interface Criterion {
  criterion: string;
  passed: boolean;
  weight?: number;
  expected?: string;
  found?: string;
  hint?: string;
  docs?: string;
  /** Path in the learner's folder, relative to it. */
  file?: string;
  /** From 1. */
  line?: number;
}

export interface CheckResult {
  checkId: string;
  stepId: string;
  title: string;
  verdict: Verdict;
  /** One or a few lines for the learner: what was expected and found, or whose fault it is. Never empty unless passed. */
  message: string;
  criteria: Criterion[];
  /** What the script printed (both streams in order), capped. */
  output: string;
  /** True where output was cut in the middle. */
  truncated: boolean;
  /** Undefined where the script never ended by itself. */
  exitCode?: number;
  durationMs: number;
  docs?: string;
}

/** Whether the product or the lab's author broke. */
export function isOurFault(verdict: Verdict): boolean {
  return verdict === 'errored' || verdict === 'timedOut';
}
