import assert from 'node:assert/strict';
import { isUserError } from '../../../src/common/errors';
import type { LabDefinition, Question } from '../../../src/curriculum/lab';
import { labSchema } from '../../../src/curriculum/labSchema';
import { noProgress } from '../../../src/progress/fold';
import type { LabProgress } from '../../../src/progress/summary';
import type { Answer, CheckOptions } from '../../../src/session/api';
import { grade } from '../../../src/session/learning/grade';
import { selectChecks } from '../../../src/session/running/selection';
import { asksSomething, currentStep, holds, isLabCompleted, missing, passedChecks, stepOf } from '../../../src/session/learning/steps';

const definition: LabDefinition = labSchema.parse({
  version: 1, id: 'demo', title: 'Demo', summary: 'A demo.', action: 'containers', difficulty: 'beginner', minutes: 5,
  services: { lab: { image: 'x' } },
  steps: [
    { id: 'one', title: 'One', guide: 'g', checks: [{ id: 'a', title: 'A', script: 'true' }, { id: 'b', title: 'B', script: 'true', optional: true }] },
    { id: 'read', title: 'Read', guide: 'g' },
    {
      id: 'two', title: 'Two', guide: 'g', checks: [{ id: 'c', title: 'C', script: 'true' }],
      questions: [{ id: 'q', kind: 'number', prompt: '?', answer: 1 }],
    },
  ],
});
const at = '2026-01-01T00:00:00.000Z';
const progress = (steps: string[], checks: Record<string, 'passed' | 'failed' | 'skipped'> = {}, answers: Record<string, boolean> = {}): LabProgress => ({
  ...noProgress,
  steps: Object.fromEntries(steps.map((id) => [id, { completedAt: at, override: false }])),
  checks: Object.fromEntries(Object.entries(checks).map(([id, verdict]) => [id, { verdict, at }])),
  answers,
});
const step = (id: string) => stepOf(definition, id);

describe('where a learner is in a lab', () => {
  it('is the first step not completed, and the last one at the end', () => {
    assert.equal(currentStep(definition, progress([])).id, 'one');
    assert.equal(currentStep(definition, progress(['two'])).id, 'one');
    assert.equal(currentStep(definition, progress(['one', 'read'])).id, 'two');
    assert.equal(currentStep(definition, progress(['one', 'read', 'two'])).id, 'two');
    assert.deepEqual([isLabCompleted(definition, progress(['one', 'two'])), isLabCompleted(definition, progress(['one', 'read', 'two']))], [false, true]);
  });

  it('holds a step by its required checks and its questions', () => {
    assert.equal(holds(step('one'), progress([], { a: 'passed', b: 'failed' })), true);
    assert.equal(holds(step('one'), progress([], { b: 'passed' })), false);
    assert.equal(holds(step('one'), progress([], { a: 'skipped' })), false, 'a required check that was skipped');
    assert.equal(holds(step('two'), progress([], { c: 'passed' })), false);
    assert.equal(holds(step('two'), progress([], { c: 'passed' }, { q: false })), false);
    assert.equal(holds(step('two'), progress([], { c: 'passed' }, { q: true })), true);
    assert.deepEqual(missing(step('two'), noProgress), { checks: ['c'], questions: ['q'] });
  });

  it('does not count a pass from before the step changed the lab on being entered', () => {
    const changing = { ...step('one'), before: [{ run: 'environment/x.sh', wait: true }] };
    const passed = { ...progress([], { a: 'passed' }), enteredStep: 'one' };
    const earlier = { ...passed, checks: { a: { verdict: 'passed' as const, at, earlier: true as const } } };
    assert.deepEqual([holds(changing, earlier), holds(changing, passed)], [false, true]);
    assert.equal(holds(changing, { ...earlier, enteredStep: 'two' }), true, 'another step was entered since');
    assert.equal(holds(step('one'), earlier), true, 'a step without `before`');
  });

  it('never holds a step that asks for nothing: that is for Next', () => {
    assert.deepEqual([asksSomething(step('read')), holds(step('read'), noProgress)], [false, false]);
  });

  it('knows which checks pass', () => {
    assert.deepEqual([...passedChecks(progress([], { a: 'passed', b: 'failed' }))], ['a']);
  });
});

describe('what is checked', () => {
  const ids = (options: CheckOptions, current = 'one'): string[] => selectChecks(definition, options, current).map(({ check }) => check.id);

  it('is the current step, another, one check, a list in its order, or everything', () => {
    assert.deepEqual(ids({}), ['a', 'b']);
    assert.deepEqual(ids({ step: 'two' }), ['c']);
    assert.deepEqual(ids({}, 'read'), []);
    assert.deepEqual(ids({ check: 'b' }), ['b']);
    assert.deepEqual(ids({ checks: ['c', 'a'] }), ['c', 'a']);
    assert.deepEqual(ids({ all: true }), ['a', 'b', 'c']);
  });

  it('is refused where it does not exist, with what there is', () => {
    for (const [options, code, all] of [[{ check: 'x' }, 'unknown-check', 'a, b, c'], [{ step: 'x' }, 'unknown-step', 'one, read, two']] as const) {
      assert.throws(() => ids(options), (error) => isUserError(error) && error.code === code && (error.action?.text.includes(all) ?? false));
    }
  });
});

describe('answers', () => {
  const choice: Question = { id: 'q', kind: 'choice', prompt: '?', options: ['a', 'b', 'c'], answer: [0, 2] };
  const number: Question = { id: 'q', kind: 'number', prompt: '?', answer: 0.3, tolerance: 0.05 };
  const pattern: Question = { id: 'q', kind: 'pattern', prompt: '?', answer: 'blue|green' };
  const cases: [Question, Answer, boolean][] = [
    [choice, [0, 2], true], [choice, [2, 0, 2], true], [choice, [0], false], [choice, [0, 1, 2], false], [choice, [], false], [choice, 0, false],
    [number, 0.3, true], [number, '0.34', true], [number, ' 0,3 ', true], [number, 0.36, false], [number, '', false], [number, 'much', false], [number, [0.3], false],
    [pattern, 'Blue', true], [pattern, ' green ', true], [pattern, 'bluegreen', false], [pattern, 'dark blue', false], [pattern, '', false],
  ];
  for (const [question, given, right] of cases) {
    it(`${JSON.stringify(given)} to a ${question.kind} is ${right ? 'right' : 'wrong'}`, () => {
      assert.equal(grade(question, given), right);
    });
  }
});
