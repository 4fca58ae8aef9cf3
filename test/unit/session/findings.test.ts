import assert from 'node:assert/strict';
import type { Lab } from '../../../src/curriculum/lab';
import { serviceSchema } from '../../../src/curriculum/service';
import type { Engine, EngineResources } from '../../../src/engines/engine';
import { sizeOf, sizeText } from '../../../src/session/cleanup/belonging';
import { engineFindings, resourceFindings } from '../../../src/session/doctor/engineFindings';

const plenty: EngineResources = {
  memory: 16e9, processors: 4, freeBytes: 100e9, unlimited: [], userNamespaces: true, defaultMemory: { plain: 1e9, engine: 2e9 },
};

function lab(title: string, ...services: Record<string, unknown>[]): Lab {
  const parsed = services.map((service, index) => [`s${index}`, serviceSchema.parse(service)] as const);
  return { definition: { title, services: Object.fromEntries(parsed) } } as unknown as Lab;
}

const labs = [lab('Small', { mem_limit: '256m' }), lab('Big', { mem_limit: '3g' }, {}), lab('Inner', { engine: true })];

/** Severity and cause of each finding that is not good. */
function troubles(change: Partial<EngineResources>, of = labs): string[] {
  return resourceFindings({ ...plenty, ...change }, of).flatMap(({ severity, cause }) => (cause ? [`${severity} ${cause}`] : []));
}

describe('What an engine has, against what labs ask for', () => {
  it('is enough, or is not said', () => {
    assert.deepEqual(troubles({}), []);
    assert.deepEqual(troubles({ memory: undefined, freeBytes: undefined, userNamespaces: undefined }), []);
  });

  it('is too little memory for the biggest lab, counting what services get by default', () => {
    assert.deepEqual(troubles({ memory: 4.1e9 }), ['warning memory-short']);
    const [finding] = resourceFindings({ ...plenty, memory: 4.1e9 }, labs);
    assert.match(finding?.message ?? '', /4\.1 GB, and “Big” may take 4\.2 GB$/);
    assert.deepEqual(troubles({ memory: 0.2e9 }), ['error memory-short']);
  });

  it('is no way to keep labs from the internet', async () => {
    const engine = (offline: boolean): Engine => ({
      capabilities: { offline },
      probe: () => Promise.resolve({ usable: true, name: 'Podman', version: '4.3', apiVersion: '1.41', os: 'linux', arch: 'amd64', endpoint: 'unix:///x', rootless: false }),
      resources: () => Promise.resolve(plenty),
    }) as unknown as Engine;
    const causes = async (offline: boolean): Promise<unknown[]> => (await engineFindings(engine(offline), labs)).flatMap(({ cause, action }) => (cause ? [cause, action?.command] : []));
    assert.deepEqual(await causes(false), ['offline-missing', 'aiLabs.chooseContext']);
    assert.deepEqual(await causes(true), []);
  });

  it('is room for all images, for some, or for none', () => {
    assert.deepEqual(troubles({ freeBytes: 4e9 }), ['warning disk-low']);
    assert.deepEqual(troubles({ freeBytes: 0.5e9 }), ['error disk-low']);
  });

  it('has no user namespaces, which matters to labs with an engine alone', () => {
    assert.deepEqual(troubles({ userNamespaces: false }), ['warning user-namespaces-off']);
    assert.deepEqual(troubles({ userNamespaces: false }, [lab('Plain', {})]), []);
  });

  it('cannot limit what it runs', () => {
    assert.deepEqual(troubles({ unlimited: ['processes'] }), ['warning limits-missing']);
  });

  it('comes with one thing to do for each trouble', () => {
    const findings = resourceFindings({ ...plenty, memory: 0, freeBytes: 0, unlimited: ['memory'], userNamespaces: false }, labs);
    assert.equal(findings.length, 4);
    assert.ok(findings.every(({ action }) => action && action.text.length > 20));
  });
});

describe('Sizes', () => {
  it('are said as engines say them', () => {
    assert.deepEqual([undefined, 0, 999, 1500, 2_400_000, 1_260_000_000].map(sizeText), ['', '0 B', '999 B', '2 kB', '2 MB', '1.3 GB']);
    assert.deepEqual([{ bytes: 0, wholeBytes: 354e6 }, { bytes: 5, wholeBytes: 5 }, {}].map(sizeOf), ['0 B of 354 MB', '5 B', '']);
  });
});
