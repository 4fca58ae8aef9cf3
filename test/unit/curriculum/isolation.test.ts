import assert from 'node:assert/strict';
import { unisolatedServices } from '../../../src/curriculum/isolation';
import type { LabDefinition } from '../../../src/curriculum/lab';
import { labSchema } from '../../../src/curriculum/labSchema';

describe('labs that hide nothing from their learner', () => {
  const lab = (services: object, checks: object[] = [{}]): LabDefinition =>
    labSchema.parse({
      version: 1, id: 'x', title: 'X', summary: 'X.', action: 'cicd', difficulty: 'beginner', minutes: 5, services,
      steps: [{ id: 'one', title: 'One', guide: 'guide/1.md', checks: checks.map((more, n) => ({ id: `c${n}`, title: 'C', script: 'true', ...more })) }],
    });

  it('are those whose learner is root where checks run', () => {
    for (const user of ['root', '0', '0:0', 'root:root']) {
      assert.deepEqual(unisolatedServices(lab({ lab: { image: 'a', user } })), ['lab'], user);
    }
    assert.deepEqual(unisolatedServices(lab({ lab: { image: 'a', user: 'learner' } })), []);
    assert.deepEqual(unisolatedServices(lab({ lab: { image: 'a' } })), [], 'the image says');
    assert.deepEqual(unisolatedServices(lab({ lab: { image: 'a' } }), { lab: 'root' }), ['lab'], 'and then it is known');
  });

  it('look at every service with checks, unless the learner never gets there', () => {
    const services = { lab: { image: 'a', user: 'learner' }, web: { image: 'a', user: 'root' }, grader: { image: 'a', user: 'root', hidden: true } };
    assert.deepEqual(unisolatedServices(lab(services)), []);
    assert.deepEqual(unisolatedServices(lab(services, [{ service: 'web' }, { service: 'grader' }])), ['web']);
  });
});
