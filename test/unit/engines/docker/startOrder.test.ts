import assert from 'node:assert/strict';
import { serviceSchema } from '../../../../src/curriculum/service';
import { startOrder } from '../../../../src/engines/docker/lab/startOrder';
import type { ServiceSpec } from '../../../../src/engines/engine';

function services(depends: Record<string, string[]>): ServiceSpec[] {
  return Object.entries(depends).map(([name, depends_on]) => ({
    name,
    service: serviceSchema.parse({ depends_on }),
    image: { id: 'x', user: '', hasCommand: true },
    idle: false,
    environment: {},
    ports: [],
  }));
}

describe('The order services start in', () => {
  it('puts each after those it waits for, and keeps the declared order otherwise', () => {
    const order = startOrder(services({ web: ['app', 'cache'], app: ['db'], db: [], cache: [] }));
    assert.deepEqual(
      order.map(({ name }) => name),
      ['db', 'app', 'cache', 'web'],
    );
  });

  it('refuses circles and unknown names', () => {
    assert.throws(() => startOrder(services({ a: ['b'], b: ['c'], c: ['a'] })), {
      code: 'lab-invalid',
      message: /a → b → c → a/,
    });
    assert.throws(() => startOrder(services({ a: ['a'] })), { code: 'lab-invalid' });
    assert.throws(() => startOrder(services({ a: ['ghost'] })), { code: 'lab-invalid', message: /"ghost"/ });
  });
});
