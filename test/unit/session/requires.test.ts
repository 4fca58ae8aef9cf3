import assert from 'node:assert/strict';
import type { LabProgress } from '../../../src/progress/summary';
import { labsByIdentity, lockOf } from '../../../src/session/learning/requires';
import { lab } from '../ui/labs';

const at = '2026-01-02T03:04:05.000Z';
const first = lab('first', { solution: { run: 'solution/all.sh' } });
const bare = lab('bare');
const second = lab('second', { requires: ['first', 'bare'] });
const known = labsByIdentity([first, bare, second]);

function progress(labs: Record<string, Partial<LabProgress>>): { summary: { labs: Record<string, LabProgress> } } {
  const full = Object.entries(labs).map(([id, more]) => [`builtin/${id}`, { steps: {}, checks: {}, hints: {}, answers: {}, solutions: {}, ...more }]);
  return { summary: { labs: Object.fromEntries(full) as Record<string, LabProgress> } };
}

describe('why a lab is locked', () => {
  it('names what comes first, and whether that can be prepared', () => {
    assert.deepEqual(lockOf(second, progress({}), known), {
      enforced: false,
      missing: [
        { lab: 'builtin/first', title: 'Title of first', preparable: true },
        { lab: 'builtin/bare', title: 'Title of bare', preparable: false },
      ],
    });
    assert.equal(lockOf(first, progress({}), known), undefined);
  });

  it('opens when what comes first is completed or prepared, and when the lab was begun all the same', () => {
    assert.deepEqual(lockOf(second, progress({ first: { preparedAt: at } }), known)?.missing.map((each) => each.lab), ['builtin/bare']);
    assert.equal(lockOf(second, progress({ first: { preparedAt: at }, bare: { completedAt: at } }), known), undefined);
    assert.equal(lockOf(second, progress({ second: { startedAt: at } }), known), undefined);
    assert.equal(lockOf(second, progress({ second: { preparedAt: at } }), known)?.missing.length, 2, 'to be prepared oneself opens nothing');
  });

  it('holds against what was only prepared where an instructor enforces it', () => {
    const prepared = { ...progress({ first: { preparedAt: at }, bare: { completedAt: at } }), enforced: true };
    assert.deepEqual(lockOf(second, prepared, known), { enforced: true, missing: [{ lab: 'builtin/first', title: 'Title of first', preparable: true }] });
    assert.equal(lockOf(second, { ...progress({ second: { startedAt: at } }), enforced: true }, known), undefined);
  });

  it('finds labs of other catalogs, and keeps nothing shut for one that is not installed', () => {
    const far = lab('far', { requires: ['elsewhere/gone', 'second'] }, 'elsewhere');
    assert.deepEqual(lockOf(far, progress({}), known)?.missing.map(({ lab: id, title, preparable }) => [id, title, preparable]), [
      ['elsewhere/gone', 'elsewhere/gone', false], ['elsewhere/second', 'elsewhere/second', false],
    ]);
    assert.equal(lockOf(far, { ...progress({}), enforced: true }, known), undefined);
  });
});
