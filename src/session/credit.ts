import type { Verdict } from '../common/verdict';
import type { Step } from '../curriculum/lab';

/** Points of checks. What is optional counts where it passed, and is not missed where it did not. */
export interface Credit {
  earned: number;
  total: number;
}

/** What has been earned of steps so far. `verdictOf` gives the verdict that counts, by check id. */
export function creditOf(steps: readonly Step[], verdictOf: (check: string) => Verdict | undefined): Credit {
  const credit = { earned: 0, total: 0 };
  for (const check of steps.flatMap((step) => step.checks)) {
    const passed = verdictOf(check.id) === 'passed';
    credit.earned += passed ? check.points : 0;
    credit.total += passed || !check.optional ? check.points : 0;
  }
  return credit;
}
