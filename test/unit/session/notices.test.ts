import assert from 'node:assert/strict';
import type { LabDefinition } from '../../../src/curriculum/lab';
import { serviceSchema } from '../../../src/curriculum/service';
import type { EngineCapabilities } from '../../../src/engines/engine';
import { lacksOf } from '../../../src/session/notices';

function definition(internet: boolean, ...services: Record<string, unknown>[]): LabDefinition {
  return { internet, services: Object.fromEntries(services.map((service, index) => [`s${index}`, serviceSchema.parse({ image: 'a', ...service })])) } as LabDefinition;
}
const engine = (offline: boolean, limits: boolean): EngineCapabilities => ({ offline, limits }) as EngineCapabilities;

describe('what a lab counts on and an engine lacks', () => {
  it('is nothing where the engine has it all', () => {
    assert.deepEqual(lacksOf(definition(false, { ports: ['80'] }), engine(true, true)), []);
  });

  it('is being kept from the internet, where the lab has a network and no use for it', () => {
    assert.deepEqual(lacksOf(definition(false, { ports: ['80'] }), engine(false, true)), ['offline']);
    assert.deepEqual(lacksOf(definition(false, {}, {}), engine(false, true)), ['offline']);
    assert.deepEqual(lacksOf(definition(true, { ports: ['80'] }), engine(false, true)), []);
    assert.deepEqual(lacksOf(definition(false, {}), engine(false, true)), []);
  });

  it('is being limited, for every lab', () => {
    assert.deepEqual(lacksOf(definition(true, {}), engine(true, false)), ['limits']);
  });
});
