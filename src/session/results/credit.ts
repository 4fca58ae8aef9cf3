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
  let [earned, total] = [0, 0];
  for (const step of steps) {
    for (const check of step.checks) {
      const judgement = judged(check.id);
      const passed = judgement?.verdict === 'passed';
      const part = judgement?.verdict === 'failed' && !check.optional ? Math.min(judgement.points ?? 0, check.points) : 0;
      earned += passed ? check.points : part;
      total += passed || !check.optional ? check.points : 0;
    }
  }
  // Parts are told to two decimals; so is their sum.
  return { earned: Math.round(earned * 100) / 100, total };
}
