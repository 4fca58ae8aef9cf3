import assert from 'node:assert/strict';
import type { Verdict } from '../../../src/common/verdict';
import type { Step } from '../../../src/curriculum/lab';
import type { LabProgress } from '../../../src/progress/summary';
import { stepStanding } from '../../../src/ui/stepStanding';

const step = { checks: [{ id: 'a' }, { id: 'b' }, { id: 'c' }, { id: 'extra', optional: true }] } as unknown as Step;
const progress = (verdicts: Record<string, Verdict>): LabProgress =>
  ({ checks: Object.fromEntries(Object.entries(verdicts).map(([id, verdict]) => [id, { verdict, at: '' }])) }) as unknown as LabProgress;

describe('how a step stands', () => {
  it('is unknown until one of its checks has run', () => {
    assert.equal(stepStanding(step, undefined), undefined);
    assert.equal(stepStanding(step, progress({ extra: 'failed' })), undefined);
  });

  const cases: [verdicts: Record<string, Verdict>, passed: number, verdict: Verdict][] = [
    [{ a: 'passed', b: 'passed' }, 2, 'passed'],
    [{ a: 'passed', b: 'failed', c: 'blocked', extra: 'errored' }, 1, 'failed'],
    [{ a: 'failed', b: 'errored' }, 0, 'errored'],
    [{ a: 'passed', b: 'timedOut', c: 'passed' }, 2, 'timedOut'],
  ];
  for (const [verdicts, passed, verdict] of cases) {
    it(`tells ${JSON.stringify(verdicts)}`, () => assert.deepEqual(stepStanding(step, progress(verdicts)), { passed, total: 3, verdict }));
  }
});
