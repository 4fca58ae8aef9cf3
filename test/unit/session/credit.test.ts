import assert from 'node:assert/strict';
import { checkSchema, stepSchema } from '../../../src/curriculum/labSchema';
import type { Step } from '../../../src/curriculum/lab';
import { creditOf, type Judged } from '../../../src/session/results/credit';

const check = (id: string, more: object): Step['checks'][number] => checkSchema.parse({ id, title: id, script: 'true', ...more });
const step: Step = {
  ...stepSchema.parse({ id: 'one', title: 'One', guide: 'guide/01.md' }),
  checks: [check('two', { points: 2 }), check('three', { points: 3 }), check('extra', { points: 5, optional: true })],
};

describe('points of steps', () => {
  const credit = (judged: Record<string, Judged>): [number, number] => {
    const { earned, total } = creditOf([step], (id) => judged[id]);
    return [earned, total];
  };

  it('are those of checks that passed, of all that are required', () => {
    assert.deepEqual(credit({}), [0, 5]);
    assert.deepEqual(credit({ two: { verdict: 'passed', points: 2 }, three: { verdict: 'failed' } }), [2, 5]);
  });

  it('are a part where a part held', () => {
    assert.deepEqual(credit({ two: { verdict: 'failed', points: 0.66 }, three: { verdict: 'failed', points: 1.5 } }), [2.16, 5]);
    assert.deepEqual(credit({ two: { verdict: 'failed', points: 99 } }), [2, 5], 'never more than the check has, should the lab have changed since');
    assert.deepEqual(credit({ two: { verdict: 'errored', points: 1 } }), [0, 5]);
  });

  it('count what is optional only where it passed', () => {
    assert.deepEqual(credit({ extra: { verdict: 'passed' } }), [5, 10]);
    assert.deepEqual(credit({ extra: { verdict: 'failed', points: 2.5 } }), [0, 5]);
  });
});
