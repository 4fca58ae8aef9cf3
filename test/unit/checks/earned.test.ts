import assert from 'node:assert/strict';
import { earnedPoints } from '../../../src/checks/earned';
import type { Criterion, Verdict } from '../../../src/common/verdict';

const held = (passed: boolean, weight?: number): Criterion => ({ criterion: 'x', passed, ...(weight === undefined ? {} : { weight }) });

describe('checks: points', () => {
  const cases: [what: string, points: number, verdict: Verdict, criteria: Criterion[], earned: number][] = [
    ['all for a pass', 3, 'passed', [], 3],
    ['all for a pass, whatever its report says', 3, 'passed', [held(false)], 3],
    ['none without a report', 3, 'failed', [], 0],
    ['the share that held', 2, 'failed', [held(true), held(false)], 1],
    ['to two decimals, rounded down', 2, 'failed', [held(true), held(false), held(false)], 0.66],
    ['by weight', 10, 'failed', [held(true, 3), held(true), held(false, 4)], 5],
    ['nothing for what weighs nothing', 10, 'failed', [held(true, 0), held(false, 4)], 0],
    ['nothing where the failing criterion weighs nothing', 10, 'failed', [held(true, 4), held(false, 0)], 0],
    ['nothing where it failed though all held', 10, 'failed', [held(true)], 0],
    ['nothing where it was not judged', 10, 'errored', [held(true), held(false)], 0],
    ['nothing while it waits', 10, 'blocked', [], 0],
  ];
  for (const [what, points, verdict, criteria, earned] of cases) {
    it(what, () => assert.equal(earnedPoints(points, { verdict, criteria }), earned));
  }
});
