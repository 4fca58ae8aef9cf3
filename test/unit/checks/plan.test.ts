import assert from 'node:assert/strict';
import fc from 'fast-check';
import { cutIntoSegments, planChecks } from '../../../src/checks/plan';
import { isRoot } from '../../../src/curriculum/isolation';
import type { CheckRequest } from '../../../src/checks/request';
import { labSchema } from '../../../src/curriculum/labSchema';

function request(checks: Record<string, unknown>[], order?: string[]): CheckRequest {
  const definition = labSchema.parse({
    version: 1, id: 'lab', title: 'Lab', summary: 'Lab.', action: 'containers', difficulty: 'beginner', minutes: 5,
    services: { lab: { user: 'learner' }, db: {} },
    steps: [{ id: 'one', title: 'One', guide: 'guide.md', checks: checks.map((check) => ({ title: 'T', script: 'true', ...check })) }],
  });
  const all = definition.steps.flatMap((step) => step.checks.map((check) => ({ step, check })));
  const selected = order?.flatMap((id) => all.filter(({ check }) => check.id === id)) ?? all;
  const lab = { identity: 'test/lab', catalog: 'test', id: 'lab', folder: '/nowhere', images: '/nowhere', definition };
  const running = { lab: 'test/lab', session: 's', home: 'h', labels: {}, createdAt: '', state: 'running' as const, services: [] };
  return { lab, files: '/nowhere', running, selected, known: new Set(), seed: '', locale: 'en', learner: (service) => (service === 'lab' ? 'learner' : 'root') };
}

const ids = (checks: Record<string, unknown>[], order?: string[]): string[] => planChecks(request(checks, order)).map(({ check }) => check.id);

describe('checks: plan', function () {
  this.timeout(20_000);

  it('works defaults out', () => {
    const [one, two, three, four] = planChecks(request([
      { id: 'one' },
      { id: 'two', user: 'learner', timeout: '1m30s', retry: { for: '10s' } },
      { id: 'three', user: 'learner', service: 'db' },
      { id: 'four', user: '0:0' },
    ]));
    assert.deepEqual([one?.user, one?.service, one?.timeout, one?.asLearner, one?.retry], ['checker', 'lab', 30_000, false, undefined]);
    assert.deepEqual([two?.user, two?.timeout, two?.asLearner, two?.retry], ['learner', 90_000, true, { for: 10_000, every: 1000 }]);
    assert.deepEqual([three?.user, three?.asLearner], ['root', false]);
    assert.equal(four?.user, 'root');
  });

  it('knows root by all its names', () => {
    assert.deepEqual(['root', '0', '', 'root:root', '0:0'].map(isRoot), [true, true, true, true, true]);
    assert.deepEqual(['learner', '1000', 'root:learner', 'rooty'].map(isRoot), [false, false, false, false]);
  });

  it('keeps the order, but for what others need', () => {
    const checks = [{ id: 'a', needs: ['c'] }, { id: 'b' }, { id: 'c', needs: ['d', 'elsewhere'] }, { id: 'd' }, { id: 'e' }];
    assert.deepEqual(ids(checks), ['d', 'c', 'a', 'b', 'e']);
    assert.deepEqual(ids(checks, ['b', 'a']), ['b', 'a']);
  });

  it('runs each once, after those it needs, in any order asked for, circles included', () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f'];
    fc.assert(
      fc.property(fc.array(fc.array(fc.constantFrom(...names), { maxLength: 3 }), { minLength: 6, maxLength: 6 }), fc.shuffledSubarray(names), (needs, order) => {
        const planned = ids(names.map((id, n) => ({ id, needs: [...new Set(needs[n])] })), order);
        assert.deepEqual([...planned].sort(), [...order].sort());
      }),
    );
  });

  it('is cut where the service changes', () => {
    const planned = planChecks(request([{ id: 'a' }, { id: 'b' }, { id: 'c', service: 'db' }, { id: 'd' }]));
    assert.deepEqual(cutIntoSegments(planned).map(({ service, checks }) => [service, checks.map(({ check }) => check.id)]), [
      ['lab', ['a', 'b']], ['db', ['c']], ['lab', ['d']],
    ]);
  });

  it('leaves a check that disturbs services alone', () => {
    const faults = [{ stop: 'db' }, { pause: 'web' }, { restart: 'lab' }, { disconnect: 'v1' }];
    const planned = planChecks(request([{ id: 'a' }, { id: 'b', faults }, { id: 'c' }, { id: 'd' }]));
    const segments = cutIntoSegments(planned);
    assert.deepEqual(segments.map(({ checks }) => checks.map(({ check }) => check.id)), [['a'], ['b'], ['c', 'd']]);
    assert.deepEqual(segments[1]?.faults.map(({ kind, service }) => `${kind} ${service}`), ['stop db', 'pause web', 'restart lab', 'disconnect v1']);
  });
});
