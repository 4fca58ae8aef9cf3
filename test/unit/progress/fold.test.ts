import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Entry, NewEntry } from '../../../src/progress/entry';
import { emptySummary, fold, progressOf } from '../../../src/progress/fold';

let count = 0;
const entry = (what: NewEntry): Entry => {
  count += 1;
  return { v: 1, entry: `entry-${count}`, at: `2026-01-01T00:00:${String(count % 60).padStart(2, '0')}.000Z`, ...what };
};
const lab = 'test/lab';
const checked = (check: string, verdict: 'passed' | 'failed' | 'errored' | 'timedOut' | 'skipped' | 'blocked'): Entry =>
  entry({ kind: 'checked', lab, step: 'one', check, verdict });

describe('the fold of the journal', () => {
  it('keeps the last verdict of a check', () => {
    const summary = fold([checked('a', 'passed'), checked('a', 'failed'), checked('b', 'failed'), checked('b', 'passed')]);
    assert.equal(progressOf(summary, lab).checks.a?.verdict, 'failed');
    assert.equal(progressOf(summary, lab).checks.b?.verdict, 'passed');
  });

  for (const verdict of ['errored', 'timedOut'] as const) {
    it(`lets a pass stand when the checker later ${verdict}`, () => {
      assert.equal(progressOf(fold([checked('a', 'passed'), checked('a', verdict)]), lab).checks.a?.verdict, 'passed');
    });
    it(`tells ${verdict} where nothing better is known`, () => {
      assert.equal(progressOf(fold([checked('a', 'failed'), checked('a', verdict)]), lab).checks.a?.verdict, verdict);
    });
  }

  for (const verdict of ['skipped', 'blocked'] as const) {
    it(`no longer counts a pass once the check was ${verdict}`, () => {
      assert.equal(progressOf(fold([checked('a', 'passed'), checked('a', verdict)]), lab).checks.a?.verdict, verdict);
    });
  }

  it('tells passes of before a step was entered from those after it by their order, whatever the clock says', () => {
    const late = { at: '2026-01-01T12:00:00.000Z' };
    const summary = fold([
      { ...checked('a', 'passed'), ...late },
      { ...checked('b', 'passed'), ...late },
      { ...entry({ kind: 'step-entered', lab, step: 'two' }), ...late },
      // The clock was set back an hour meanwhile.
      { ...checked('a', 'passed'), at: '2026-01-01T11:00:00.000Z' },
      { ...checked('b', 'errored'), at: '2026-01-01T11:00:00.000Z' },
    ]);
    const { checks } = progressOf(summary, lab);
    assert.deepEqual([checks.a?.verdict, checks.a?.earlier, checks.b?.verdict, checks.b?.earlier], ['passed', undefined, 'passed', true]);
  });

  it('goes back to a step that was reset: what was done from it on counts no more, what was learned stays', () => {
    const summary = fold([
      entry({ kind: 'started', lab, session: 's' }),
      checked('a', 'passed'),
      entry({ kind: 'step-completed', lab, step: 'one' }),
      entry({ kind: 'step-entered', lab, step: 'two' }),
      checked('b', 'passed'),
      entry({ kind: 'answered', lab, step: 'two', question: 'q', correct: true }),
      entry({ kind: 'hint-shown', lab, step: 'two', hint: 1 }),
      entry({ kind: 'step-completed', lab, step: 'two' }),
      entry({ kind: 'lab-completed', lab }),
      entry({ kind: 'step-reset', lab, step: 'two', steps: ['two'], checks: ['b'] }),
      entry({ kind: 'reset-undone', lab, restored: '/copy' }),
    ]);
    const { steps, checks, answers, hints, completedAt, enteredStep } = progressOf(summary, lab);
    assert.deepEqual([Object.keys(steps), Object.keys(checks), answers, hints, enteredStep], [['one'], ['a'], { q: true }, { two: 1 }, 'two']);
    assert.ok(completedAt);
  });

  it('starts again after a reset, but remembers that the lab was completed once', () => {
    const first = entry({ kind: 'started', lab, session: 's' });
    const completed = entry({ kind: 'lab-completed', lab });
    const summary = fold([
      first,
      checked('a', 'passed'),
      entry({ kind: 'step-entered', lab, step: 'one' }),
      entry({ kind: 'step-completed', lab, step: 'one' }),
      entry({ kind: 'hint-shown', lab, step: 'one', hint: 2 }),
      entry({ kind: 'solution-shown', lab, step: 'one' }),
      entry({ kind: 'answered', lab, step: 'one', question: 'q', correct: true }),
      completed,
      entry({ kind: 'reset', lab }),
    ]);
    const { lastActiveAt, ...progress } = progressOf(summary, lab);
    assert.ok(lastActiveAt);
    assert.deepEqual(progress, {
      startedAt: first.at, completedAt: completed.at, steps: {}, checks: {}, hints: {}, answers: {}, solutions: {},
    });
  });

  it('keeps a right answer, the most hints, the first completion', () => {
    const done = entry({ kind: 'step-completed', lab, step: 'one', override: true });
    const progress = progressOf(
      fold([
        entry({ kind: 'answered', lab, step: 'one', question: 'q', correct: true }),
        entry({ kind: 'answered', lab, step: 'one', question: 'q', correct: false }),
        entry({ kind: 'hint-shown', lab, step: 'one', hint: 2 }),
        entry({ kind: 'hint-shown', lab, step: 'one', hint: 1 }),
        done,
        entry({ kind: 'step-completed', lab, step: 'one' }),
      ]),
      lab,
    );
    assert.deepEqual([progress.answers, progress.hints], [{ q: true }, { one: 2 }]);
    assert.deepEqual(progress.steps, { one: { completedAt: done.at, override: true } });
  });

  it('keeps what was prepared apart from what was done: nothing is passed, completed or used by it', () => {
    const first = entry({ kind: 'prepared', lab });
    const progress = progressOf(fold([first, entry({ kind: 'prepared', lab })]), lab);
    assert.deepEqual(progress, { steps: {}, checks: {}, hints: {}, answers: {}, solutions: {}, preparedAt: first.at });

    const used = entry({ kind: 'started', lab, session: 's' });
    const after = progressOf(fold([used, first, checked('a', 'passed'), entry({ kind: 'reset', lab }), entry({ kind: 'prepared', lab })]), lab);
    assert.deepEqual([after.preparedAt, after.completedAt, after.startedAt, after.checks], [first.at, undefined, used.at, {}]);
    assert.equal(progressOf(fold([used, entry({ kind: 'prepared', lab })]), lab).lastActiveAt, used.at);
  });

  it('knows nothing of labs and ids that only every object has', () => {
    const summary = fold([checked('constructor', 'errored')]);
    assert.equal(progressOf(summary, lab).checks['constructor']?.verdict, 'errored');
    assert.deepEqual(progressOf(summary, 'toString').checks, {});
  });

  it('comes to the same in pieces as at once, and leaves what was before as it was', () => {
    const kinds: fc.Arbitrary<NewEntry> = fc.oneof(
      fc.record({ kind: fc.constant('checked' as const), lab: fc.constantFrom('a/x', 'b/y'), step: fc.constantFrom('s', 't'), check: fc.constantFrom('c', 'd'), verdict: fc.constantFrom('passed' as const, 'failed' as const, 'errored' as const) }),
      fc.record({ kind: fc.constant('reset' as const), lab: fc.constantFrom('a/x', 'b/y') }),
      fc.record({ kind: fc.constant('step-completed' as const), lab: fc.constantFrom('a/x', 'b/y'), step: fc.constantFrom('s', 't') }),
      fc.record({ kind: fc.constant('prepared' as const), lab: fc.constantFrom('a/x', 'b/y') }),
      fc.record({ kind: fc.constant('started' as const), lab: fc.constantFrom('a/x', 'b/y'), session: fc.constant('s') }),
    );
    fc.assert(
      fc.property(fc.array(kinds, { maxLength: 30 }), fc.nat(30), (news, cut) => {
        const entries = news.map(entry);
        const before = fold(entries.slice(0, cut));
        const copy = structuredClone(before);
        assert.deepEqual(fold(entries.slice(cut), before), fold(entries));
        assert.deepEqual(before, copy);
      }),
    );
    assert.deepEqual(emptySummary, { labs: {} });
  });
});
