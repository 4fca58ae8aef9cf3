import assert from 'node:assert/strict';
import type { Lab } from '../../../src/curriculum/lab';
import { noProgress } from '../../../src/progress/fold';
import type { SessionState } from '../../../src/session/api';
import { keptModels } from '../../../src/ui/tree/keptModels';
import { buildPathModel, type LabModel, type PathFacts } from '../../../src/ui/tree/pathModel';
import { lab } from './labs';

const at = '2026-01-01T00:00:00.000Z';
const labs: Lab[] = [lab('first'), lab('second', { requires: ['first'] }), lab('third')];
const base: PathFacts = {
  pathProblems: [], catalogProblems: [], labs, shadowing: new Set(), broken: [], summary: { labs: {} }, state: () => ({ kind: 'absent' }),
};

/** The models of the three labs, before and after. */
function models(after: Partial<PathFacts>): [LabModel[], LabModel[]] {
  const modelOf = keptModels();
  const read = (facts: PathFacts): LabModel[] => buildPathModel(facts, undefined, modelOf).others;
  return [read(base), read({ ...base, ...after })];
}

/** Ids of those that are other objects now. */
function others([before, after]: [LabModel[], LabModel[]]): string[] {
  assert.deepEqual(after.map((each) => each.lab), before.map((each) => each.lab));
  return after.filter((model, index) => model !== before[index]).map((model) => model.lab.replace(/.*\//, ''));
}

describe('models of labs', () => {
  it('stay the same where nothing changed', () => {
    assert.deepEqual(others(models({ summary: { labs: {} } })), []);
  });

  it('change with progress, and with what a lab waits for', () => {
    const identity = labs[0]?.identity ?? '';
    const found = models({ summary: { labs: { [identity]: { ...noProgress, startedAt: at, completedAt: at } } } });
    assert.deepEqual(others(found), ['first', 'second']);
    assert.equal(found[1][0]?.completed, true);
    assert.deepEqual(found.map(([, second]) => second?.lock !== undefined), [true, false]);
  });

  it('change with state, shadowing, a new reading of the lab, and what is enforced', () => {
    const identity = labs[2]?.identity ?? '';
    const state = (id: string): SessionState => (id === identity ? { kind: 'ready' } : { kind: 'absent' });
    assert.deepEqual(others(models({ state })), ['third']);
    assert.deepEqual(others(models({ shadowing: new Set([identity]) })), ['third']);
    assert.deepEqual(others(models({ labs: labs.map((each) => (each.identity === identity ? { ...each } : each)) })), ['third']);
    assert.deepEqual(others(models({ enforced: true })), ['second']);
  });
});
