import assert from 'node:assert/strict';
import { proofsOf } from '../../../src/authoring/proofs';
import type { Cell, Proof } from '../../../src/authoring/rehearsal';
import { labSchema } from '../../../src/curriculum/labSchema';

const definition = labSchema.parse({
  version: 1, id: 'x', title: 'X', summary: 'X', action: 'containers', difficulty: 'beginner', minutes: 5, services: { lab: { image: 'debian:bookworm-slim' } },
  steps: [{ id: 'one', title: 'One', guide: 'guide/01.md', checks: [
    { id: 'premise', title: 'P', script: 'true', given: true }, { id: 'caught', title: 'C', script: 'true' }, { id: 'loose', title: 'L', script: 'true' },
  ] }],
  solution: { wrong: [{ apply: 'solution/wrong-a.sh', fails: { caught: 'a' } }, { apply: 'solution/wrong-b.sh', fails: { caught: 'b' } }] },
});

function cell(proof: Proof, subject: string, proved: string[]): Cell {
  return { lab: 'c/x', proof, subject, held: true, differences: [], proved, flaky: [], durationMs: 1 };
}

describe('what a rehearsal proved', () => {
  it('is told of each check: untouched, solved, and which mistakes it catches', () => {
    const cells = [
      cell('entered', 'one', ['premise', 'caught', 'loose']), cell('solved', 'one', ['premise', 'caught', 'loose']),
      cell('wrong', 'solution/wrong-a.sh', ['caught']), cell('wrong', 'solution/wrong-b.sh', []),
    ];
    assert.deepEqual(proofsOf(definition, cells), [
      { check: 'premise', entered: true, solved: true, caught: [], unproven: false },
      { check: 'caught', entered: true, solved: true, caught: ['solution/wrong-a.sh'], unproven: false },
      { check: 'loose', entered: true, solved: true, caught: [], unproven: true },
    ]);
  });

  it('is nothing where nothing ran, and unproven is what the lab says, not what was run', () => {
    assert.deepEqual(proofsOf(definition, []).map(({ check, entered, solved, unproven }) => [check, entered, solved, unproven]), [
      ['premise', false, false, false], ['caught', false, false, false], ['loose', false, false, true],
    ]);
  });
});
