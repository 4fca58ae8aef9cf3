import assert from 'node:assert/strict';
import type { CheckResult } from '../../../src/common/verdict';
import { CheckResults } from '../../../src/ui/checkResults';

const result = { checkId: 'c', verdict: 'passed' } as CheckResult;

describe('results of checks in this window', () => {
  it('say which checks run, and stop saying so however the run ends', () => {
    const results = new CheckResults();
    results.started('a/b', 'c');
    results.started('a/b', 'd');
    assert.deepEqual([results.isRunning('a/b', 'c'), results.isRunning('a/b', 'd'), results.isRunning('x/y', 'c')], [true, true, false]);
    results.add('a/b', result);
    assert.deepEqual([results.isRunning('a/b', 'c'), results.isRunning('a/b', 'd')], [false, true]);
    results.ended('a/b');
    assert.equal(results.isRunning('a/b', 'd'), false);
  });

  it('tell of changes, and not of none', () => {
    const results = new CheckResults();
    const told: string[] = [];
    results.onDidChange((lab) => told.push(lab));
    results.ended('a/b');
    results.clear('a/b');
    assert.deepEqual(told, []);
    results.add('a/b', result);
    results.clear('a/b');
    assert.deepEqual(told, ['a/b', 'a/b']);
    assert.equal(results.get('a/b', 'c'), undefined);
  });
});
