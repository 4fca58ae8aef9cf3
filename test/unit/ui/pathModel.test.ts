import assert from 'node:assert/strict';
import type { CareerPath } from '../../../src/curriculum/careerPath';
import type { LabProgress } from '../../../src/progress/summary';
import type { SessionState } from '../../../src/session/api';
import { countedBy } from '../../../src/ui/counted';
import { noFilter } from '../../../src/ui/tree/filter';
import { buildPathModel, currentStep, phaseOf, type PathFacts, worstVerdict } from '../../../src/ui/tree/pathModel';
import { lab } from './labs';

const at = '2026-01-02T03:04:05.000Z';
const path = {
  stages: [
    {
      id: 'foundations', title: 'Foundations', time: '3-6 months', summary: 'Begin.', jobRoles: [],
      actions: [{ id: 'languages', title: 'Learn', description: '' }, { id: 'containers', title: 'Contain', description: 'Pack.' }],
    },
  ],
} as unknown as CareerPath;

function facts(more: Partial<PathFacts> = {}): PathFacts {
  return {
    path, pathProblems: [], catalogProblems: [], shadowing: new Set(), labs: [lab('first'), lab('second', { requires: ['first'] })],
    broken: [], summary: { labs: {} }, state: () => ({ kind: 'absent' }), ...more,
  };
}

function progress(more: Partial<LabProgress>): LabProgress {
  return { startedAt: at, steps: {}, checks: {}, hints: {}, answers: {}, ...more } as LabProgress;
}

describe('the model of the career path tree', () => {
  it('puts labs under their key actions and leaves actions without labs empty', () => {
    const { stages, others } = buildPathModel(facts());
    assert.deepEqual(stages[0]?.actions.map(({ id, labs }) => [id, labs.length]), [['languages', 0], ['containers', 2]]);
    assert.deepEqual([stages[0]?.completed, stages[0]?.total, others.length], [0, 2, 0]);
  });

  it('keeps labs whose action the path does not know, and all of them when there is no path', () => {
    assert.deepEqual(buildPathModel(facts({ labs: [lab('odd', { action: 'juggling' })] })).others.map((each) => each.lab), ['builtin/odd']);
    const none = buildPathModel(facts({ path: undefined }));
    assert.deepEqual([none.stages.length, none.others.length], [0, 2]);
  });

  it('counts what the journal says and finds the step the learner is at', () => {
    const done = { completedAt: at, override: false };
    const { stages } = buildPathModel(facts({
      summary: { labs: { 'builtin/first': progress({ steps: { one: done } }), 'builtin/second': progress({ steps: { one: done, two: done }, completedAt: at }) } },
    }));
    const [first, second] = stages[0]?.actions[1]?.labs ?? [];
    assert.deepEqual(first?.steps().map((step) => [step.id, step.done, step.current]), [['one', true, false], ['two', false, true]]);
    assert.deepEqual([first?.completed, first?.stepsDone, second?.completed, second?.stepsDone], [false, 1, true, 2]);
    assert.equal(stages[0]?.completed, 1);
  });

  it('tells what a person counted from what was done, in plain words', () => {
    const counted = { completedAt: at, override: true, by: 'Ada \u202eL.\n', reason: ' shown\u001b[31m in class' };
    const steps = { one: counted, two: { completedAt: at, override: false } };
    const { stages } = buildPathModel(facts({ summary: { labs: { 'builtin/first': progress({ steps }) } } }));
    assert.deepEqual(stages[0]?.actions[1]?.labs[0]?.steps().map(({ done, counted: said }) => [done, said]), [[true, { by: 'Ada L.', reason: 'shown in class' }], [true, undefined]]);
    assert.deepEqual(countedBy(progress({ steps: { one: { completedAt: at, override: true } } }), 'one'), { by: undefined, reason: undefined }, 'an older journal');
  });

  it('counts points of passed checks, and shows short titles where the path has them', () => {
    const short = { stages: path.stages.map((stage) => ({ ...stage, short: 'Begin' })) } as CareerPath;
    const [stage] = buildPathModel(facts({
      path: short, summary: { labs: { 'builtin/first': progress({ checks: { c1: { verdict: 'passed', at } } }) } },
    })).stages;
    assert.deepEqual([stage?.short, stage?.actions[1]?.short], ['Begin', 'Contain']);
    const [first, second] = stage?.actions[1]?.labs ?? [];
    assert.deepEqual([first?.credit, second?.credit], [{ earned: 1, total: 2 }, { earned: 0, total: 2 }]);
    assert.deepEqual(first?.steps().map(({ credit }) => credit), [{ earned: 1, total: 1 }, { earned: 0, total: 1 }]);
  });

  it('names required labs that are not completed, by title', () => {
    const [, second] = buildPathModel(facts()).stages[0]?.actions[1]?.labs ?? [];
    assert.deepEqual(second?.lock?.missing.map(({ title }) => title), ['Title of first']);
    const [, later] = buildPathModel(facts({ summary: { labs: { 'builtin/first': progress({ completedAt: at }) } } })).stages[0]?.actions[1]?.labs ?? [];
    assert.equal(later?.lock, undefined);
  });

  it('shows only what fits the filter, with counts of what is shown', () => {
    const { stages, shown, total } = buildPathModel(facts(), { ...noFilter, states: ['locked'] });
    assert.deepEqual(stages.map(({ actions, total: labs }) => [actions.map(({ id, labs: own }) => [id, own.map((each) => each.lab)]), labs]), [[[['containers', ['builtin/second']]], 1]]);
    assert.deepEqual([shown, total], [1, 2]);
    const nothing = buildPathModel(facts(), { ...noFilter, tracks: ['nobody'] });
    assert.deepEqual([nothing.stages, nothing.shown, nothing.total, nothing.continue], [[], 0, 2, undefined]);
  });

  it('passes on why a lab failed and what it is busy with, and nothing else', () => {
    const states: [SessionState, string, string | undefined][] = [
      [{ kind: 'absent' }, 'idle', undefined],
      [{ kind: 'stopped' }, 'idle', undefined],
      [{ kind: 'preparing', message: 'Files' }, 'busy', 'Files'],
      [{ kind: 'starting', message: 'Containers' }, 'busy', 'Containers'],
      [{ kind: 'ready' }, 'running', undefined],
      [{ kind: 'checking', checks: ['c1'] }, 'checking', undefined],
      [{ kind: 'stopping' }, 'stopping', undefined],
      [{ kind: 'failed', code: 'x', message: 'No disk', lastGood: 'stopped' }, 'failed', 'No disk'],
    ];
    for (const [state, phase, message] of states) {
      const model = buildPathModel(facts({ state: () => state })).stages[0]?.actions[1]?.labs[0];
      assert.deepEqual([phaseOf(state), model?.phase, model?.message], [phase, phase, message], state.kind);
    }
  });

  it('stays at the last step when all are done', () => {
    const done = { completedAt: at, override: false };
    assert.equal(currentStep(lab('x'), progress({ steps: { one: done, two: done } })), 'two');
    assert.equal(currentStep(lab('x'), undefined), 'one');
  });

  it('shows our own trouble before the learner’s', () => {
    assert.equal(worstVerdict(['passed', 'failed', 'errored']), 'errored');
    assert.equal(worstVerdict(['passed', 'failed']), 'failed');
    assert.equal(worstVerdict([undefined, 'passed']), 'passed');
    assert.equal(worstVerdict([undefined]), undefined);
  });
});
