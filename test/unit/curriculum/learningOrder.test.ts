import assert from 'node:assert/strict';
import type { CareerPath } from '../../../src/curriculum/careerPath';
import { inLearningOrder } from '../../../src/curriculum/learningOrder';
import { lab } from '../ui/labs';

const path = { stages: [{ actions: [{ id: 'a' }, { id: 'b' }] }, { actions: [{ id: 'c' }] }] } as unknown as CareerPath;

function order(...labs: ReturnType<typeof lab>[]): string[] {
  return inLearningOrder(labs, path).map(({ id }) => id);
}

describe('the order of labs', () => {
  it('follows the key actions of the path, and puts those of others last', () => {
    const labs = ['c', 'elsewhere', 'b', 'a'].map((action) => lab(`in-${action}`, { action }));
    assert.deepEqual(order(...labs), ['in-a', 'in-b', 'in-c', 'in-elsewhere']);
    assert.deepEqual(inLearningOrder(labs, undefined).map(({ id }) => id), ['in-c', 'in-elsewhere', 'in-b', 'in-a'], 'as they came, without a path');
  });

  it('puts a lab after what it requires, the easier first, then by title', () => {
    const labs = [
      lab('docker-first', { action: 'a', requires: ['first-steps'], title: 'B' }),
      lab('docker-lean', { action: 'a', requires: ['docker-first'], difficulty: 'intermediate', title: 'A' }),
      lab('alone', { action: 'a', difficulty: 'expert', title: 'A' }),
      lab('first-steps', { action: 'a', title: 'Z' }),
      lab('same-level', { action: 'a', title: 'C' }),
    ];
    assert.deepEqual(order(...labs), ['first-steps', 'docker-first', 'same-level', 'docker-lean', 'alone']);
    assert.deepEqual(order(...labs.reverse()), ['first-steps', 'docker-first', 'same-level', 'docker-lean', 'alone']);
  });

  it('understands requirements of the same catalog and of others, and leaves those of other key actions where they are', () => {
    const theirs = lab('basics', { action: 'a', difficulty: 'advanced' }, 'theirs');
    assert.deepEqual(order(lab('mine', { action: 'a', requires: ['theirs/basics'] }), theirs), ['basics', 'mine']);
    assert.deepEqual(order(lab('early', { action: 'a', requires: ['late'] }), lab('late', { action: 'c' })), ['early', 'late']);
  });

  it('keeps every lab of a circle, once', () => {
    assert.deepEqual(order(lab('x', { action: 'a', requires: ['y'] }), lab('y', { action: 'a', requires: ['x'] })).sort(), ['x', 'y']);
  });
});
