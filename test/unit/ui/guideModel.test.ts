import assert from 'node:assert/strict';
import type { CheckResult } from '../../../src/common/verdict';
import type { LabProgress } from '../../../src/progress/summary';
import type { SessionView } from '../../../src/session/api';
import { CheckResults } from '../../../src/ui/checkResults';
import { type GuideFacts, guideState, unlockedBy } from '../../../src/ui/guide/guideModel';
import { finishPage, firstPage, guidePages, introPage } from '../../../src/ui/guide/guidePages';
import { lab } from './labs';

const at = '2026-01-02T03:04:05.000Z';
const rendered = { html: '<p>x</p>', blocks: [], inline: (text: string) => `<i>${text}</i>` };

function result(more: Partial<CheckResult>): CheckResult {
  return {
    checkId: 'c1', stepId: 'one', title: 'Check one', verdict: 'failed', message: 'expected 6, found 3',
    criteria: [{ criterion: 'adds up', passed: false, expected: '6', found: '3' }], output: '\u001b[31mboo\u001b[0m', truncated: false, durationMs: 5, ...more,
  };
}

function facts(more: Partial<GuideFacts> = {}): GuideFacts {
  return {
    lab: lab('x', { intro: 'guide/00.md', finish: 'guide/99.md' }), state: { kind: 'ready' }, results: new CheckResults(),
    words: { intro: 'Introduction', finish: 'Finish', facts: '5 min' }, unlocked: [], ...more,
  };
}

function progress(more: Partial<LabProgress>): LabProgress {
  return { startedAt: at, steps: {}, checks: {}, hints: {}, answers: {}, ...more } as LabProgress;
}

function state(given: GuideFacts, page: string): ReturnType<typeof guideState> {
  const pages = guidePages(given.lab);
  const source = pages.find(({ id }) => id === page);
  assert.ok(source);
  return guideState(given, pages, source, rendered);
}

describe('the guide', () => {
  it('has the pages around the steps first and last', () => {
    assert.deepEqual(guidePages(facts().lab).map(({ id }) => id), [introPage, 'one', 'two', finishPage]);
    assert.deepEqual(guidePages(lab('y')).map(({ id }) => id), ['one', 'two']);
  });

  it('opens at the introduction, then where the learner is, then at the end', () => {
    const pages = guidePages(facts().lab);
    assert.equal(firstPage(pages, { touched: false, allDone: false, currentStep: 'one' }), introPage);
    assert.equal(firstPage(pages, { touched: true, allDone: false, currentStep: 'two' }), 'two');
    assert.equal(firstPage(pages, { touched: true, allDone: true, currentStep: 'two' }), finishPage);
    assert.equal(firstPage(guidePages(lab('y')), { touched: false, allDone: false, currentStep: 'one' }), 'one');
  });

  it('says what comes first and what a start builds, until it is started', () => {
    const lock = { text: 'Locked: builds on y.', lab: 'builtin/y', ways: { first: 'Do “y” First' } };
    const words = { intro: '', finish: '', facts: '', builds: 'The first start builds x.' };
    const at = (kind: 'absent' | 'starting'): unknown[] => {
      const { lock: said, builds } = state(facts({ lock, words, state: { kind, message: '' } }), 'one');
      return [said, builds];
    };
    assert.deepEqual(at('absent'), [lock, 'The first start builds x.']);
    assert.deepEqual(at('starting'), [undefined, '']);
    assert.equal(state(facts({ state: { kind: 'absent' } }), 'one').builds, '');
  });

  it('offers to restart the service that crashed, with its last words, and never one of the grader’s', () => {
    const web = { service: 'web', exitCode: 3, outOfMemory: false, hidden: false, lines: '\u001b[31mit went wrong\u001b[0m' };
    const grader = { service: 'grader', exitCode: 1, outOfMemory: false, hidden: true, lines: '' };
    const down = (services: typeof web[], lastGood: 'ready' | 'stopped' = 'ready'): unknown =>
      state(facts({ state: { kind: 'failed', code: 'service-down', message: 'm', lastGood, down: services }, words: { intro: '', finish: '', facts: '', down: 'What happened' } }), 'one').down;
    assert.deepEqual(down([grader, web]), { text: 'What happened', service: 'web', lines: 'it went wrong' });
    assert.deepEqual(down([grader]), { text: 'What happened', service: undefined, lines: '' });
    assert.deepEqual(down([web], 'stopped'), { text: 'What happened', service: undefined, lines: 'it went wrong' }, 'all of it is started again');
    assert.equal(state(facts(), 'one').down, undefined);
  });

  it('tells a lab that runs and is stuck from one that did not start, and what the engine lacks', () => {
    const failed = (lastGood: 'ready' | 'stopped'): unknown => state(facts({ state: { kind: 'failed', code: 'c', message: 'm', lastGood } }), 'one').runsOn;
    assert.deepEqual([failed('ready'), failed('stopped'), state(facts(), 'one').runsOn], [true, false, false]);
    assert.deepEqual(state(facts(), 'one').lacks, []);
    assert.deepEqual(state(facts({ view: { lacks: ['offline'] } as unknown as SessionView }), 'one').lacks, ['offline']);
  });

  it('shows criteria and clean output of a failed check', () => {
    const results = new CheckResults();
    const run = results.begin('builtin/x', 'asked');
    run.add(result({}));
    run.end();
    const [check] = state(facts({ results, progress: progress({ checks: { c1: { verdict: 'failed', message: 'm', at } } }) }), 'one').page.checks;
    assert.equal(check?.verdict, 'failed');
    assert.equal(check?.output, 'boo');
    assert.deepEqual(check?.criteria.map(({ expected, found }) => [expected, found]), [['6', '3']]);
  });

  it('is not busy while it is checked by itself only', () => {
    const results = new CheckResults();
    const run = results.begin('builtin/x', 'watch');
    const given = facts({ results, state: { kind: 'checking', checks: ['c1'] } });
    assert.equal(state(given, 'one').phase, 'running');
    run.end();
    assert.equal(state(given, 'one').phase, 'checking');
  });

  it('leaves a pass standing where the checker broke since, and shows what it earned', () => {
    const results = new CheckResults();
    results.begin('builtin/x', 'asked').add(result({ verdict: 'errored', message: 'broke' }));
    const { page } = state(facts({ results, progress: progress({ checks: { c1: { verdict: 'passed', at } } }) }), 'one');
    assert.deepEqual([page.checks[0]?.verdict, page.checks[0]?.brokeSince, page.credit], ['passed', true, { earned: 1, total: 1 }]);
  });

  it('keeps an explanation back after a wrong answer', () => {
    const quiz = lab('q', {
      steps: [{ id: 'ask', title: 'Ask', guide: 'guide/01.md', questions: [{ id: 'how', kind: 'number', prompt: 'How many?', answer: 4711, explain: 'It is ZEBRA.' }] }],
    });
    const wrong = JSON.stringify(state(facts({ lab: quiz, progress: progress({ answers: { how: false } }) }), 'ask'));
    assert.doesNotMatch(wrong, /ZEBRA|4711|tolerance/);
  });

  it('believes the journal where another window checked since', () => {
    const results = new CheckResults();
    const run = results.begin('builtin/x', 'asked');
    run.add(result({}));
    run.end();
    const [check] = state(facts({ results, progress: progress({ checks: { c1: { verdict: 'passed', at } } }) }), 'one').page.checks;
    assert.equal(check?.verdict, 'passed');
    assert.deepEqual(check?.criteria, []);
  });

  it('shows only hints that were asked for', () => {
    const given = facts({ progress: progress({ hints: { one: 2 } }) });
    assert.deepEqual(state(given, 'one').page.hints, { shown: ['<i>a</i>', '<i>b</i>'], total: 3 });
    assert.deepEqual(state(given, introPage).page.hints, { shown: [], total: 0 });
  });

  it('keeps answers and explanations back until they are given', () => {
    const quiz = lab('q', {
      steps: [{
        id: 'ask', title: 'Ask', guide: 'guide/01.md',
        questions: [{ id: 'why', kind: 'choice', prompt: 'Why?', options: ['a', 'b'], answer: [1], explain: 'Because b.' }],
      }],
    });
    const before = JSON.stringify(state(facts({ lab: quiz, progress: progress({}) }), 'ask'));
    assert.ok(!before.includes('Because') && !before.includes('"answer"'));
    const [after] = state(facts({ lab: quiz, progress: progress({ answers: { why: true } }) }), 'ask').page.questions;
    assert.deepEqual([after?.correct, after?.explain], [true, '<i>Because b.</i>']);
  });

  it('says what a completed lab opens the way to', () => {
    const labs = [lab('x'), lab('y', { requires: ['x'] }), lab('z', { requires: ['builtin/x'] }, 'other'), lab('w', { requires: ['x'] }, 'other')];
    assert.deepEqual(unlockedBy(lab('x'), labs).map((each) => each.lab), ['builtin/y', 'other/z']);
  });

  it('is complete when every step is', () => {
    const done = { completedAt: at, override: false };
    assert.equal(state(facts({ progress: progress({ steps: { one: done } }) }), 'one').completed, false);
    assert.equal(state(facts({ progress: progress({ steps: { one: done, two: done } }) }), 'one').completed, true);
  });

  it('says which steps a person counted as done, and on such a page who did and why', () => {
    const steps = { one: { completedAt: at, override: true, by: 'Ada' }, two: { completedAt: at, override: false } };
    const words = { intro: '', finish: '', facts: '', counted: 'Counted as done by Ada' };
    const shown = state(facts({ progress: progress({ steps }), words }), 'one');
    assert.deepEqual(shown.pages.filter(({ kind }) => kind === 'step').map(({ done, counted }) => [done, counted]), [[true, true], [true, false]]);
    assert.equal(shown.page.counted, 'Counted as done by Ada');
  });

  it('offers the engine’s next action while nothing runs', () => {
    const engine = { usable: false as const, reason: 'not-running' as const, error: Object.assign(new Error('Not running.'), { code: 'x', action: { label: 'Try Again', text: '' } }) };
    assert.deepEqual(state(facts({ engine, state: { kind: 'absent' } }), 'one').engine, { message: 'Not running.', action: 'Try Again' });
    assert.equal(state(facts({ engine }), 'one').engine, undefined);
  });
});
