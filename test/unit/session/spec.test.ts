import assert from 'node:assert/strict';
import { isUserError } from '../../../src/common/errors';
import type { Lab } from '../../../src/curriculum/lab';
import { labSchema } from '../../../src/curriculum/labSchema';
import type { ResolvedImage } from '../../../src/engines/engine';
import { imageNeeds, inputEnvironment, labSpec, learnerUsers, type SpecOptions } from '../../../src/session/start/spec';

function lab(services: Record<string, unknown>, more: Record<string, unknown> = {}): Lab {
  const definition = labSchema.parse({
    version: 1, id: 'demo', title: 'Demo', summary: 'A demo.', action: 'containers', difficulty: 'beginner', minutes: 5,
    steps: [{ id: 'one', title: 'One', guide: 'guide/01.md' }], services, ...more,
  });
  return { identity: 'cat/demo', catalog: 'cat', id: 'demo', folder: '/cat/labs/s/demo', images: '/cat/images', definition };
}
const image = (more: Partial<ResolvedImage> = {}): ResolvedImage => ({ id: 'sha256:1', user: '', hasCommand: false, ...more });
const options = (more: Partial<SpecOptions> = {}): SpecOptions => ({
  session: 'abc', home: 'home', folder: '/home/me/ai-labs/demo', ports: {}, inputs: {}, labels: {}, image: () => image(), ...more,
});

describe('what the engine is asked for', () => {
  it('builds shared images from the catalog, a lab\'s own from the lab, and pulls the rest', () => {
    const needs = imageNeeds(
      lab({ lab: { image: 'ai-labs/slim' }, db: { image: 'postgres:16' }, own: { build: { context: 'environment', args: { A: 1 }, target: 'run' } }, twin: { image: 'ai-labs/slim' } }),
      '/state/copy/demo',
    );
    assert.deepEqual(needs.sources, [
      { kind: 'build', name: 'ai-labs/slim', context: '/cat/images/slim', dockerfile: 'Dockerfile', args: {}, images: '/cat/images' },
      { kind: 'pull', reference: 'postgres:16' },
      { kind: 'build', name: 'ai-labs/lab-demo', context: '/state/copy/demo/environment', dockerfile: 'Dockerfile', args: { A: '1' }, target: 'run', images: '/cat/images' },
    ]);
    assert.deepEqual(needs.of, { lab: 0, db: 1, own: 2, twin: 0 });
  });

  it('names different builds of a lab differently, and builds the same one once', () => {
    const needs = imageNeeds(lab({ a: { build: 'one' }, b: { build: 'two' }, c: { build: 'one' } }), '/copy');
    assert.deepEqual(needs.sources.map((source) => source.kind === 'build' && source.name), ['ai-labs/lab-demo-a', 'ai-labs/lab-demo-b']);
    assert.deepEqual(needs.of, { a: 0, b: 1, c: 0 });
  });

  it('refuses a service without an image', () => {
    assert.throws(() => imageNeeds(lab({ lab: {} }), '/copy'), (error) => isUserError(error) && error.code === 'lab-invalid');
  });

  it('takes the learner\'s user from the lab, else the image, else root', () => {
    const users = learnerUsers(lab({ a: { image: 'x', user: 'me' }, b: { image: 'x' }, c: { image: 'y' } }).definition, (name) =>
      image({ user: name === 'c' ? '' : 'app' }),
    );
    assert.deepEqual(users, { a: 'me', b: 'app', c: 'root' });
  });

  it('keeps the terminal\'s service up unless the lab gives it a command, and others that have nothing to run', () => {
    const idle = (services: Record<string, unknown>, hasCommand: boolean, more = {}): Record<string, boolean> =>
      Object.fromEntries(labSpec(lab(services, more), options({ image: () => image({ hasCommand }) })).services.map((each) => [each.name, each.idle]));
    assert.deepEqual(idle({ lab: { image: 'x' }, db: { image: 'x' } }, true), { lab: true, db: false });
    assert.deepEqual(idle({ lab: { image: 'x' }, db: { image: 'x', user: 'me' } }, false), { lab: true, db: true });
    assert.deepEqual(idle({ lab: { image: 'x', command: ['serve'] }, db: { image: 'x', entrypoint: 'run' } }, false), { lab: false, db: false });
    assert.deepEqual(idle({ db: { image: 'x' }, lab: { image: 'x' } }, true, { terminal: 'lab' }), { db: false, lab: true });
  });

  it('mounts the learner\'s folder where the lab says, with its owner', () => {
    const owner = { uid: 1234, gid: 1234 };
    const [terminal, reader, none] = labSpec(
      lab({ lab: { image: 'x' }, api: { image: 'x', workspace: 'ro', working_dir: '/srv' }, db: { image: 'x' } }),
      options({ owner }),
    ).services;
    assert.deepEqual(terminal?.workspace, { folder: '/home/me/ai-labs/demo', target: '/workspace', readOnly: false, owner });
    assert.equal(terminal?.workingDir, '/workspace');
    assert.equal(reader?.workspace?.readOnly, true);
    assert.equal(reader?.workingDir, '/srv');
    assert.deepEqual([none?.workspace, none?.workingDir], [undefined, undefined]);
  });

  it('asks for the host ports of last time, and for none of a hidden service', () => {
    const spec = labSpec(
      lab({ lab: { image: 'x', ports: ['8080', 9090] }, grader: { image: 'x', ports: ['80'], hidden: true } }),
      options({ ports: { lab: { '8080': 41000 } } }),
    );
    assert.deepEqual(spec.services.map((each) => each.ports), [[{ container: 8080, host: 41000 }, { container: 9090, host: undefined }], []]);
  });

  it('tells the containers what the learner answered', () => {
    assert.deepEqual(inputEnvironment({ 'user-name': 'ada' }), { INPUT_USER_NAME: 'ada' });
    const [service] = labSpec(lab({ lab: { image: 'x' } }), options({ inputs: { tag: 'v1' } })).services;
    assert.deepEqual(service?.environment, { INPUT_TAG: 'v1' });
  });

  it('never mounts a relative folder', () => {
    assert.throws(() => labSpec(lab({ lab: { image: 'x' } }), options({ folder: 'demo' })), /absolute/);
  });
});
