import assert from 'node:assert/strict';
import type { SessionState } from '../../../src/session/api';
import { isFiltering, type LabFilter, matches, noFilter, readFilter, valuesOf } from '../../../src/ui/tree/filter';
import { buildPathModel, type LabModel } from '../../../src/ui/tree/pathModel';
import { lab } from './labs';

const base = { pathProblems: [], catalogProblems: [], shadowing: new Set<string>(), broken: [], summary: { labs: {} }, state: (): SessionState => ({ kind: 'absent' }) };

function model(more: Record<string, unknown> = {}, change: Partial<LabModel> = {}): LabModel {
  const [made] = buildPathModel({ ...base, labs: [lab('one', more)] }).others;
  assert.ok(made);
  return { ...made, ...change };
}

const filter = (more: Partial<LabFilter>): LabFilter => ({ ...noFilter, ...more });

describe('the filter of the tree', () => {
  it('takes one choice of each facet in which anything is chosen', () => {
    const some = model({ skills: ['mlops', 'cloud'], tracks: ['ml-architect'], difficulty: 'advanced' });
    const cases: [Partial<LabFilter>, boolean][] = [
      [{}, true],
      [{ skills: ['cloud', 'nlp'] }, true],
      [{ skills: ['nlp'] }, false],
      [{ skills: ['cloud'], tracks: ['ml-architect'], difficulties: ['advanced'], states: ['open'] }, true],
      [{ skills: ['cloud'], tracks: ['other'] }, false],
      [{ difficulties: ['beginner', 'expert'] }, false],
    ];
    for (const [chosen, fits] of cases) {
      assert.equal(matches(some, filter(chosen)), fits, JSON.stringify(chosen));
    }
    assert.equal(matches(model(), filter({ tracks: ['ml-architect'] })), false, 'a lab without tracks is of none');
  });

  it('knows where a learner is with a lab', () => {
    const lock = { missing: [], enforced: false };
    const cases: [Partial<LabModel>, string[]][] = [
      [{}, ['open']],
      [{ prepared: true }, ['open']],
      [{ lock }, ['locked']],
      [{ phase: 'failed', lock }, ['locked']],
      [{ begun: true }, ['begun']],
      [{ begun: true, phase: 'running' }, ['running', 'begun']],
      [{ begun: true, phase: 'busy', completed: true }, ['running', 'completed']],
      [{ begun: true, completed: true }, ['completed']],
    ];
    for (const [change, states] of cases) {
      assert.deepEqual(valuesOf(model({}, change), 'states'), states, JSON.stringify(change));
    }
  });

  it('reads what was remembered as far as it makes sense', () => {
    assert.deepEqual(readFilter({ skills: ['mlops', 5, null], states: 'running', more: ['x'] }), filter({ skills: ['mlops'] }));
    for (const odd of [undefined, null, 5, 'x', [], {}]) {
      assert.deepEqual(readFilter(odd), noFilter);
    }
    assert.deepEqual([isFiltering(noFilter), isFiltering(filter({ tracks: ['a'] }))], [false, true]);
  });
});
