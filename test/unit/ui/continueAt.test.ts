import assert from 'node:assert/strict';
import type { CareerPath } from '../../../src/curriculum/careerPath';
import type { LabProgress } from '../../../src/progress/summary';
import type { SessionState } from '../../../src/session/api';
import { noFilter } from '../../../src/ui/tree/filter';
import { buildPathModel } from '../../../src/ui/tree/pathModel';
import { lab } from './labs';

const path = {
  stages: [
    { id: 'one', title: 'One', summary: '', actions: [{ id: 'a', title: 'A', description: '' }, { id: 'b', title: 'B', description: '' }] },
    { id: 'two', title: 'Two', summary: '', actions: [{ id: 'c', title: 'C', description: '' }] },
  ],
} as unknown as CareerPath;
const labs = [
  lab('long', { action: 'a', minutes: 40 }),
  lab('hard', { action: 'a', minutes: 1, difficulty: 'expert' }),
  lab('short', { action: 'b', minutes: 5 }),
  lab('after-short', { action: 'b', minutes: 2, requires: ['short'] }),
  lab('later', { action: 'c', minutes: 1, tracks: ['x'] }),
];
const begun = (second: number): Partial<LabProgress> => ({ startedAt: time(second), lastActiveAt: time(second) });
const done = (second: number): Partial<LabProgress> => {
  const step = { completedAt: time(second), override: false };
  return { ...begun(second), completedAt: time(second), steps: { one: step, two: step } };
};

function time(second: number): string {
  return `2026-01-02T03:04:0${second}.000Z`;
}

function at(progress: Record<string, Partial<LabProgress>>, states: Record<string, SessionState['kind']> = {}, filter = noFilter): string {
  const full = Object.entries(progress).map(([id, more]) => [`builtin/${id}`, { steps: {}, checks: {}, hints: {}, answers: {}, solutions: {}, ...more }]);
  const found = buildPathModel({
    path, labs, pathProblems: [], catalogProblems: [], shadowing: new Set(), broken: [],
    summary: { labs: Object.fromEntries(full) as Record<string, LabProgress> },
    state: (identity) => ({ kind: states[identity.split('/')[1] ?? ''] ?? 'absent' }) as SessionState,
  }, filter).continue;
  return found ? `${found.why} ${found.lab.lab.split('/')[1]} ${found.step?.id}` : 'nothing';
}

describe('where to go on', () => {
  it('begins with the shortest of the easiest labs of the first stage', () => {
    assert.equal(at({}), 'first short one');
  });

  it('is the lab that runs, before one that was used later', () => {
    assert.equal(at({ long: begun(1), short: begun(2) }, { long: 'ready' }), 'running long one');
    assert.equal(at({ long: begun(1), short: begun(2) }, { long: 'ready', short: 'checking' }), 'running short one');
    assert.equal(at({ short: begun(2) }, { long: 'starting' }), 'running long one', 'it has not been journaled yet');
  });

  it('is the lab last used, at its step', () => {
    assert.equal(at({ long: begun(1), short: { ...begun(2), steps: { one: { completedAt: time(2), override: false } } } }), 'begun short two');
    assert.equal(at({ long: begun(1), hard: { ...begun(2), lastActiveAt: time(3) } }, { hard: 'failed' }), 'begun hard one');
  });

  it('is neither a lab that is done, though it runs, nor one that was only prepared', () => {
    assert.equal(at({ short: done(1) }, { short: 'ready' }), 'next after-short one');
    assert.equal(at({ short: { preparedAt: time(1) } }), 'first after-short one');
  });

  it('is the next open lab after the one completed last, else an earlier one', () => {
    assert.equal(at({ short: done(1) }), 'next after-short one');
    assert.equal(at({ 'after-short': done(1) }), 'next later one');
    assert.equal(at({ later: done(1) }), 'next long one');
    assert.equal(at({ hard: done(1) }), 'next short one');
    assert.equal(at(Object.fromEntries(labs.map(({ id }) => [id, done(1)]))), 'nothing');
  });

  it('proposes what fits the filter, and goes on with what was begun whatever is shown', () => {
    const filter = { ...noFilter, tracks: ['x'] };
    assert.equal(at({}, {}, filter), 'first later one');
    assert.equal(at({ long: begun(1) }, {}, filter), 'begun long one');
  });
});
