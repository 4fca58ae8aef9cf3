import assert from 'node:assert/strict';
import type { CheckResult } from '../../../src/common/verdict';
import { CheckResults } from '../../../src/ui/checkResults';
import { noProgress } from '../../../src/progress/fold';
import type { LabProgress } from '../../../src/progress/summary';

const passed = { checkId: 'c', verdict: 'passed' } as CheckResult;
const failed = { checkId: 'c', verdict: 'failed', message: 'no' } as CheckResult;
const errored = { checkId: 'c', verdict: 'errored', message: 'broke' } as CheckResult;

function journaled(verdict: 'passed' | 'failed'): LabProgress {
  return { ...noProgress, checks: { c: { verdict, at: '2026-01-01T00:00:00.000Z' } } };
}

describe('results of checks in this window', () => {
  it('say which checks run, and stop saying so however the run ends', () => {
    const results = new CheckResults();
    const run = results.begin('a/b', 'asked');
    run.started('c');
    run.started('d');
    assert.deepEqual([results.isRunning('a/b', 'c'), results.isRunning('a/b', 'd'), results.isRunning('x/y', 'c')], [true, true, false]);
    run.add(passed);
    assert.deepEqual([results.isRunning('a/b', 'c'), results.isRunning('a/b', 'd')], [false, true]);
    run.end();
    assert.equal(results.isRunning('a/b', 'd'), false);
  });

  it('tell of changes, and not of none', () => {
    const results = new CheckResults();
    const told: string[] = [];
    results.onDidChange((lab) => told.push(lab));
    results.clear('a/b');
    assert.deepEqual(told, []);
    const run = results.begin('a/b', 'asked');
    run.add(passed);
    run.end();
    run.end();
    results.clear('a/b');
    assert.deepEqual(told, ['a/b', 'a/b', 'a/b', 'a/b']);
    assert.equal(results.get('a/b', 'c'), undefined);
  });

  it('hear nothing of a run that is over', () => {
    const results = new CheckResults();
    const run = results.begin('a/b', 'watch');
    run.end();
    run.started('c');
    run.add(failed);
    assert.deepEqual([results.isRunning('a/b', 'c'), results.get('a/b', 'c')], [false, undefined]);
  });

  it('tell a run that nobody asked for from one that somebody waits for', () => {
    const results = new CheckResults();
    assert.equal(results.isWatched('a/b'), false);
    const watch = results.begin('a/b', 'watch');
    assert.equal(results.isWatched('a/b'), true);
    const asked = results.begin('a/b', 'asked');
    assert.equal(results.isWatched('a/b'), false);
    asked.end();
    watch.end();
    assert.equal(results.isWatched('a/b'), false);
  });

  it('go before the journal while their run goes on, and after it when it is over', () => {
    const results = new CheckResults();
    const run = results.begin('a/b', 'asked');
    run.add(passed);
    assert.equal(results.known('a/b', 'c', journaled('failed'))?.verdict, 'passed');
    run.end();
    assert.equal(results.known('a/b', 'c', journaled('failed'))?.verdict, 'failed');
    results.overtake('a/b', journaled('failed'));
    assert.equal(results.get('a/b', 'c'), undefined);
  });

  it('leave a pass standing where the checker broke since, and say so', () => {
    const results = new CheckResults();
    results.begin('a/b', 'asked').add(errored);
    const known = results.known('a/b', 'c', journaled('passed'));
    assert.deepEqual([known?.verdict, known?.brokeSince, known?.message], ['passed', true, 'broke']);
  });
});
