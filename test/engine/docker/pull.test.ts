import assert from 'node:assert/strict';
import type { EngineProgress } from '../../../src/engines/engine';
import { TinyRegistry } from '../../fakes/tinyRegistry';
import { useEngine } from '../harness';

describe('Images that are downloaded', function () {
  this.timeout(60_000);
  const rig = useEngine();
  const registry = new TinyRegistry(50);

  before(() => registry.start());
  after(async () => {
    registry.close();
    await rig.behind.removeImages([registry.repository]);
  });

  const pull = (reference: string, onProgress: (progress: EngineProgress) => void = () => undefined, signal?: AbortSignal) =>
    rig.engine.prepareImages([{ kind: 'pull', reference }], onProgress, signal);
  const isThere = async (reference: string): Promise<boolean | undefined> =>
    (await rig.engine.planImages([{ kind: 'pull', reference }]))[0]?.ready;

  it('tell how much of them there is, and are there then', async () => {
    const reference = registry.newImage();
    const told: EngineProgress[] = [];
    assert.equal(await isThere(reference), false);
    const [image] = await pull(reference, (progress) => told.push(progress));
    assert.deepEqual([image?.user, image?.hasCommand, await isThere(reference)], ['somebody', true, true]);
    assert.ok(told.some(({ message, fraction }) => /: \d\.\d of 4\.\d MB$/.test(message) && fraction !== undefined && fraction < 1), JSON.stringify(told));
  });

  it('are not there where a download was cancelled in the middle, and can be had later', async () => {
    const reference = registry.newImage();
    const abort = new AbortController();
    const onProgress = ({ fraction = 0 }: EngineProgress): void => {
      if (fraction > 0) {
        abort.abort();
      }
    };
    await assert.rejects(pull(reference, onProgress, abort.signal), { name: 'CancelledError' });
    assert.equal(await isThere(reference), false);
    await pull(reference);
    assert.equal(await isThere(reference), true);
  });

  it('are told by name where their registry has none such', async () => {
    await assert.rejects(pull(`${registry.repository}:never`), { code: 'image-pull-failed', message: /pulled:never is not on this machine/ });
  });
});
