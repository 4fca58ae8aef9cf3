import assert from 'node:assert/strict';
import type { Lab } from '../../../src/curriculum/lab';
import { serviceSchema } from '../../../src/curriculum/service';
import type { EngineCapabilities, EngineResources } from '../../../src/engines/engine';
import { sizeOf, sizeText } from '../../../src/session/cleanup/belonging';
import { capabilityFindings, resourceFindings } from '../../../src/session/doctor/engineFindings';

const plenty: EngineResources = {
  memory: 16e9, processors: 4, freeBytes: 100e9, unlimited: [], userNamespaces: true, defaultMemory: { plain: 1e9, engine: 2e9 },
};

function lab(title: string, ...services: Record<string, unknown>[]): Lab {
  const parsed = services.map((service, index) => [`s${index}`, serviceSchema.parse(service)] as const);
  return { definition: { title, steps: [], internet: false, services: Object.fromEntries(parsed) } } as unknown as Lab;
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

describe('What an engine lacks, against what labs ask for', () => {
  const all: EngineCapabilities = { build: true, snapshots: true, execUsers: true, mounts: true, offline: true, limits: true, pauses: true };
  const published = lab('Published', { ports: ['80'] });
  const steps = [{ checks: [{ faults: [{ stop: 'a' }] }, { faults: [{ pause: 'a' }] }] }];
  const pausing = { definition: { ...lab('Pausing', {}).definition, steps } } as unknown as Lab;
  const causes = (lacking: Partial<EngineCapabilities>, of: Lab[]): (string | undefined)[] =>
    capabilityFindings({ ...all, ...lacking }, of).map(({ cause }) => cause);

  it('is nothing where it has all, or no lab asks for it', () => {
    assert.deepEqual(causes({}, [published, pausing]), []);
    const open = { definition: { ...published.definition, internet: true } } as Lab;
    assert.deepEqual(causes({ offline: false, pauses: false }, [lab('Plain', {}), open]), []);
  });

  it('is told with a lab that misses it and one thing to do', () => {
    const findings = capabilityFindings({ ...all, offline: false, pauses: false }, [published, pausing]);
    assert.deepEqual(findings.map(({ cause, severity }) => [severity, cause]), [['warning', 'offline-missing'], ['warning', 'pause-missing']]);
    assert.match(findings[0]?.message ?? '', /“Published”/);
    assert.match(findings[1]?.message ?? '', /“Pausing”/);
    assert.ok(findings.every(({ action }) => action && action.text.length > 20));
  });
});

describe('Sizes', () => {
  it('are said as engines say them', () => {
    assert.deepEqual([undefined, 0, 999, 1500, 2_400_000, 1_260_000_000].map(sizeText), ['', '0 B', '999 B', '2 kB', '2 MB', '1.3 GB']);
    assert.deepEqual([{ bytes: 0, wholeBytes: 354e6 }, { bytes: 5, wholeBytes: 5 }, {}].map(sizeOf), ['0 B of 354 MB', '5 B', '']);
  });
});
