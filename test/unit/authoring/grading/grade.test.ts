import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gradePaths, type GradeOptions } from '../../../../src/authoring/grading/grade';
import { checksToRun, type GradedHandIn, type Grading, judged, passesAll } from '../../../../src/authoring/grading/grading';
import { criteriaCsv, gradesCsv, gradesJunit } from '../../../../src/authoring/grading/tables';
import { CancelledError, isCancelled, isUserError, UserError } from '../../../../src/common/errors';
import type { CheckResult } from '../../../../src/common/verdict';
import type { Lab } from '../../../../src/curriculum/lab';
import { readLab } from '../../../../src/curriculum/parseLab';
import type { Engine } from '../../../../src/engines/engine';
import type { CheckOptions, Sessions } from '../../../../src/session/api';
import type { FillFolder, FreshLab } from '../../../../src/session/freshLab';

const root = path.resolve(__dirname, '../../../..');

/** A lab of the tests, without a solution where none is wanted. */
function labOfTests(name: string, solution: boolean): Lab {
  const { lab } = readLab({ file: path.join(root, `test/fixtures/labs/${name}/lab.yaml`), catalog: 'test', images: path.join(root, 'test/fixtures/images') });
  assert.ok(lab);
  const { definition } = lab;
  return solution ? lab : { ...lab, definition: { ...definition, steps: definition.steps.map((step) => ({ ...step, solution: undefined })) } };
}

const result = (checkId: string, verdict: CheckResult['verdict'], more: Partial<CheckResult> = {}): CheckResult =>
  ({ checkId, stepId: 'greet', title: checkId, verdict, message: verdict === 'passed' ? '' : 'why', criteria: [], output: '', truncated: false, durationMs: 5, ...more });

describe('grading', () => {
  const lab = labOfTests('two-steps', false);
  let folder = '';
  let open = 0;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'ai-labs-grading-'));
    open = 0;
    for (const name of ['a', 'b', 'c']) {
      mkdirSync(path.join(folder, 'class', name), { recursive: true });
      writeFileSync(path.join(folder, 'class', name, 'greeting.txt'), name);
    }
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
    assert.equal(open, 0, 'every fresh lab is disposed of');
  });

  type Checker = (greeting: string, options: CheckOptions) => Promise<CheckResult[]>;

  /** Fresh labs without an engine: what cannot be had of one at will is a lab that never answers, or an engine that goes away. */
  function gradeWith(check: Checker, more: Partial<GradeOptions> = {}, usable = true): Promise<Grading> {
    let made = 0;
    const place = {
      solutionFolder: path.join(folder, 'solution'),
      engine: () => Promise.resolve({ probe: () => Promise.resolve(usable || open === 0 && made === 0 ? { usable: true } : { usable: false, error: new UserError('gone', { code: 'engine-not-running' }) }) } as unknown as Engine),
      open: async (fill?: FillFolder): Promise<FreshLab> => {
        made += 1;
        const own = mkdtempSync(path.join(folder, 'fresh-'));
        await fill?.(path.join(own, 'lab'), path.join(own, 'spare'));
        open += 1;
        const sessions = {
          start: () => Promise.resolve(),
          override: () => Promise.resolve({ completedSteps: [], completedLab: false }),
          check: async (_identity: string, options: CheckOptions) => ({ results: await check(readFileSync(path.join(own, 'lab/greeting.txt'), 'utf8'), options) }),
        } as unknown as Sessions;
        return { sessions, isComplete: () => true, dispose: () => Promise.resolve().then(() => void (open -= 1)) };
      },
    };
    const asker = { consent: () => Promise.resolve(true), input: () => Promise.resolve('x') };
    return gradePaths(lab, [path.join(folder, 'class')], place, { asker, jobs: 2, timeoutMs: 60_000, ...more });
  }

  const fine: Checker = () => Promise.resolve([result('greeting', 'passed'), result('nice-to-have', 'passed'), result('served', 'passed')]);

  it('one that never ends has its time, and the others go on', async () => {
    const never: Checker = (greeting, { signal }) => greeting !== 'a' ? fine(greeting, {}) : new Promise((_resolve, reject) => {
      signal?.addEventListener('abort', () => reject(new CancelledError()));
    });
    const { handIns } = await gradeWith(never, { timeoutMs: 1000, jobs: 1 });
    assert.deepEqual(handIns.map(({ learner, state, percent }) => [learner, state, percent]), [['a', 'timedOut', undefined], ['b', 'graded', 100], ['c', 'graded', 100]]);
    assert.match(handIns[0]?.reason ?? '', /within 1 s/);
  });

  it('a lab that does not come up is told of the one whose it is', async () => {
    const { handIns } = await gradeWith((greeting) => greeting === 'b' ? Promise.reject(new UserError('It ended.', { code: 'service-down' })) : fine(greeting, {}));
    assert.deepEqual(handIns.map(({ learner, state, reason }) => [learner, state, reason]), [['a', 'graded', undefined], ['b', 'errored', 'It ended.'], ['c', 'graded', undefined]]);
  });

  it('an engine that goes away, our own mistakes and a cancel end everything', async () => {
    await assert.rejects(gradeWith(() => Promise.reject(new UserError('x', { code: 'engine-lost' })), {}, false), (error) => isUserError(error) && error.code === 'engine-not-running');
    await assert.rejects(gradeWith(() => Promise.reject(new TypeError('ours'))), TypeError);
    const cancel = new AbortController();
    const cancelled = gradeWith(() => {
      cancel.abort();
      return Promise.reject(new CancelledError());
    }, { signal: cancel.signal });
    await assert.rejects(cancelled, isCancelled);
  });

  describe('is judged', () => {
    const checks = [
      { id: 'greeting', title: 'Says hello', step: 'greet', points: 1, optional: false, graded: true },
      { id: 'nice-to-have', title: 'More', step: 'greet', points: 1, optional: true, graded: true },
      { id: 'served', title: 'Served', step: 'serve', points: 1, optional: false, graded: true },
    ];
    const handIn = (...results: CheckResult[]): GradedHandIn => ({ learner: 'a', path: '/x/a', notes: [], durationMs: 1, ...judged(lab, checks, results) });

    it('by points, of what is graded and came to an end', () => {
      const [greeting, more, served] = [result('greeting', 'passed'), result('nice-to-have', 'failed'), result('served', 'failed', { criteria: [{ criterion: 'x', passed: true }, { criterion: 'y', passed: false }] })];
      for (const [each, expected] of [
        [handIn(greeting, more, served), ['graded', 1.5, 2, 75, false]],
        [handIn(greeting, result('nice-to-have', 'passed'), result('served', 'passed')), ['graded', 3, 3, 100, true]],
        [handIn(greeting, more, result('served', 'passed')), ['graded', 2, 2, 100, true]],
        [handIn(greeting, more, result('served', 'errored')), ['errored', 1, 2, undefined, false]],
        [handIn(greeting, more, result('served', 'timedOut')), ['errored', 1, 2, undefined, false]],
        [handIn(greeting, more), ['errored', 1, 2, undefined, false]],
      ] as const) {
        assert.deepEqual([each.state, each.points, each.possible, each.percent, passesAll(each, checks)], expected);
      }
    });

    it('where the folder of the solution passes it, and with what a check needs', () => {
      assert.deepEqual(checksToRun(lab.definition).map(({ id }) => id), ['greeting', 'nice-to-have', 'served']);
      const timed = labOfTests('time-and-order', true);
      const run = checksToRun(timed.definition);
      assert.ok(run.every(({ needs }) => needs.every((need) => run.some(({ id }) => id === need))));
    });

    it('in tables that spreadsheets and terminals take for text', () => {
      const failed = result('served', 'failed', { message: 'two\nlines', criteria: [{ criterion: '=HYPERLINK("x")', passed: false, expected: '+1', found: '\u001b[2J', file: 'a.py', line: 3 }] });
      const grading: Grading = {
        lab: 'test/two-steps', title: 'Two', questions: 1, compared: true, checks,
        handIns: [
          { ...handIn(result('greeting', 'passed'), result('nice-to-have', 'skipped'), failed), learner: '@SUM(A1)', path: '/x/@SUM(A1).zip', notes: ['left out: a, b'] },
          { learner: 'new\nline', path: '/x/new\nline', state: 'refused', reason: 'It was not taken.', notes: [], results: [], durationMs: 1 },
        ],
      };
      assert.equal(gradesCsv(grading), [
        'learner,hand_in,lab,state,points,possible,percent,checks_passed,checks_graded,greeting,nice-to-have,served,notes',
        '\'@SUM(A1),\'@SUM(A1).zip,test/two-steps,graded,1,2,50,1,3,passed,skipped,failed,"left out: a, b"',
        '"new\nline","new\nline",test/two-steps,refused,,,,,3,,,,It was not taken.',
        '',
      ].join('\r\n'));
      assert.match(criteriaCsv(grading), /^'@SUM\(A1\),'@SUM\(A1\)\.zip,served,Served,failed,"'=HYPERLINK\(""x""\)",false,'\+1,\ufffd\[2J,,a\.py,3,"two\nlines"\r$/m);
      assert.match(gradesJunit(grading), /<testsuite name="@SUM\(A1\)" tests="3" failures="1" errors="0" skipped="1"[^]*<testsuite name="new\nline" tests="1" failures="0" errors="1"/);
    });
  });
});
