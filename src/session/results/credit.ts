import type { Verdict } from '../../common/verdict';
import type { Step } from '../../curriculum/lab';

/** Points of checks. What is optional counts where it passed, and is not missed where it did not. */
export interface Credit {
  earned: number;
  total: number;
}

/** The verdict that counts of a check, and what it earned: a failure may have earned a part. */
export interface Judged {
  verdict: Verdict;
  points?: number;
}

/** What has been earned of steps so far. */
export function creditOf(steps: readonly Step[], judged: (check: string) => Judged | undefined): Credit {
  const credit = { earned: 0, total: 0 };
  for (const step of steps) {
    for (const check of step.checks) {
      const { verdict, points = 0 } = judged(check.id) ?? {};
      const passed = verdict === 'passed';
      const part = verdict === 'failed' && !check.optional ? Math.min(points, check.points) : 0;
      credit.earned += passed ? check.points : part;
      credit.total += passed || !check.optional ? check.points : 0;
    }
  }
  // Parts are told to two decimals; so is their sum.
  return { ...credit, earned: Math.round(credit.earned * 100) / 100 };
}
