import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { CheckResult } from '../../src/common/verdict';
import { noProgress } from '../../src/progress/fold';
import { CheckResults } from '../../src/ui/checkResults';
import { TestItems } from '../../src/ui/testing/testItems';
import { TestMirror } from '../../src/ui/testing/testMirror';
import { type TestFacts, testModels } from '../../src/ui/testing/testModel';
import { lab } from '../unit/ui/labs';

const place = { folder: '/tmp/x', workspace: '/workspace' };

function result(more: Partial<CheckResult>): CheckResult {
  return { checkId: 'c1', stepId: 'one', title: 'Check one', verdict: 'failed', message: 'no', criteria: [], output: '', truncated: false, durationMs: 5, ...more };
}

describe('the Testing view', () => {
  const controller = vscode.tests.createTestController('aiLabsTest', 'Test');
  const facts: TestFacts = { labs: [lab('x')], isAuthored: () => false, verdictOf: () => undefined, words: {} };
  /** What the view's runs were told, as `state check: messages`. */
  const told: string[] = [];

  /** The real controller, whose runs note what they are told before they pass it on. */
  const listening = Object.create(controller, { createTestRun: { value: create } }) as vscode.TestController;

  function create(...request: Parameters<vscode.TestController['createTestRun']>): vscode.TestRun {
    const run = controller.createTestRun(...request);
    told.push(`run ${request[0].preserveFocus ? 'quiet' : 'loud'}${request[0].continuous ? ' continuous' : ''}`);
    const note = (what: string, item: vscode.TestItem, messages: vscode.TestMessage | readonly vscode.TestMessage[] = []): void => {
      told.push([what, item.id.split('#').pop(), ...[messages].flat().map(inWords)].join(' '));
    };
    return Object.create(run, {
      started: { value: (item: vscode.TestItem) => (note('started', item), run.started(item)) },
      passed: { value: (item: vscode.TestItem, ms?: number) => (note('passed', item), run.passed(item, ms)) },
      skipped: { value: (item: vscode.TestItem) => (note('skipped', item), run.skipped(item)) },
      failed: { value: (item: vscode.TestItem, said: vscode.TestMessage[], ms?: number) => (note('failed', item, said), run.failed(item, said, ms)) },
      errored: { value: (item: vscode.TestItem, said: vscode.TestMessage, ms?: number) => (note('errored', item, said), run.errored(item, said, ms)) },
      end: { value: () => (told.push('end'), run.end()) },
    }) as vscode.TestRun;
  }

  function inWords({ message, expectedOutput, actualOutput, location, contextValue }: vscode.TestMessage): string {
    const text = typeof message === 'string' ? message : message.value;
    return [text, expectedOutput, actualOutput, location && `${location.uri.path}:${location.range.start.line + 1}`, contextValue].filter(Boolean).join('|');
  }

  const items = new TestItems(controller);
  const results = new CheckResults();
  const mirror = new TestMirror(listening, items, results, () => place);
  const hearing = results.onDidRun((event) => mirror.hear(event));

  beforeEach(() => told.splice(0));
  after(() => {
    hearing.dispose();
    mirror.dispose();
    controller.dispose();
  });

  it('has labs, steps and checks, none of which leads to the answers', () => {
    items.update(testModels(facts));
    const checks = items.checks(undefined);
    assert.deepEqual(checks.map(({ id }) => id), ['lab:builtin/x#one#c1', 'lab:builtin/x#two#c2']);
    assert.deepEqual([controller.items, items.find('lab:builtin/x')?.children].map((each) => each?.size), [1, 2]);
    assert.ok(checks.every(({ uri, parent }) => uri === undefined && parent?.uri === undefined));
  });

  it('keeps its rows over updates, and finds what was asked for', () => {
    const [first, second] = items.checks(undefined);
    items.update(testModels({ ...facts, verdictOf: () => 'errored', words: { errored: 'checker broke' } }));
    assert.equal(items.find('lab:builtin/x#one#c1'), first);
    assert.equal(first?.label, 'Check one · checker broke');
    assert.deepEqual(items.checks(undefined, first ? [first] : []), [second]);
    const step = items.find('lab:builtin/x#two');
    assert.deepEqual(items.checks(step ? [step] : []), [second]);
  });

  it('shows a run of the guide, with both sides at the learner’s line', () => {
    const run = results.begin('builtin/x', 'asked');
    run.started('c1');
    assert.deepEqual(told, [], 'a run shows from its first news on');
    run.add(result({ criteria: [
      { criterion: 'a is 6', passed: false, expected: '6', found: '3', file: 'a.py', line: 3, hint: 'Look.' },
      { criterion: 'out', passed: false, file: '../../etc/passwd' }, { criterion: 'fine', passed: true },
    ] }));
    run.end();
    run.add(result({ verdict: 'passed' }));
    assert.deepEqual(told, ['run quiet', 'failed c1 a is 6\nLook.|6|3|/tmp/x/a.py:3|checkFailed out|checkFailed', 'end']);
  });

  it('takes no run that says the same again, because VS Code never lets go of one', () => {
    const said = (more: Partial<CheckResult>): string[] => {
      told.splice(0);
      const run = results.begin('builtin/x', 'asked');
      run.started('c1');
      run.add(result(more));
      run.end();
      return told;
    };
    const criteria = (found: string): CheckResult['criteria'] => [{ criterion: 'a is 6', passed: false, expected: '6', found }];
    assert.deepEqual(said({ criteria: criteria('4') }), ['run quiet', 'failed c1 a is 6|6|4|checkFailed', 'end']);
    assert.deepEqual(said({ criteria: criteria('4'), durationMs: 7 }), []);
    assert.deepEqual(said({ criteria: criteria('5') }), ['run quiet', 'failed c1 a is 6|6|5|checkFailed', 'end']);
    assert.deepEqual(said({ verdict: 'passed', output: 'in 5 ms' }), ['run quiet', 'passed c1', 'end']);
    assert.deepEqual(said({ verdict: 'passed', output: 'in 6 ms' }), []);
  });

  it('tells verdicts apart, and ours from the learner’s', () => {
    const run = results.begin('builtin/x', 'watch');
    // Each is news after the one before.
    for (const verdict of ['failed', 'passed', 'errored', 'timedOut', 'skipped', 'blocked'] as const) {
      run.add(result({ verdict, message: verdict }));
    }
    run.end();
    assert.deepEqual(told, [
      'run quiet continuous', 'failed c1 failed|checkFailed', 'passed c1', 'errored c1 errored|checkBroken', 'errored c1 timedOut|checkBroken',
      'skipped c1', 'skipped c1', 'end',
    ]);
  });

  it('shows what other windows found, once', () => {
    const at = '2026-01-01T00:00:00.000Z';
    const summary = { labs: { 'builtin/x': { ...noProgress, checks: { c2: { verdict: 'failed' as const, message: 'elsewhere', at } } } } };
    mirror.catchUp(['builtin/x'], summary);
    mirror.catchUp(['builtin/x'], summary);
    assert.deepEqual(told, ['run quiet continuous', 'failed c2 elsewhere|checkFailed', 'end']);
  });
});
