import type { CheckResult } from '../common/verdict';

/**
 * What a result earns of its check's points: all where it passed; where it failed, the share of its criteria that held,
 * by their weights (1 where they say none), to two decimals; nothing where it was not judged. A failure earns less than
 * all in any case.
 */
export function earnedPoints(points: number, { verdict, criteria }: Pick<CheckResult, 'verdict' | 'criteria'>): number {
  if (verdict === 'passed') {
    return points;
  }
  if (verdict !== 'failed' || criteria.every(({ passed }) => passed)) {
    return 0;
  }
  const sum = (some: typeof criteria): number => some.reduce((total, { weight }) => total + (weight ?? 1), 0);
  const all = sum(criteria);
  const share = all === 0 ? 0 : sum(criteria.filter(({ passed }) => passed)) / all;
  return share >= 1 ? 0 : Math.floor(points * share * 100 + 1e-9) / 100;
}
