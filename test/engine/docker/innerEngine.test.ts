import assert from 'node:assert/strict';
import { useEngine } from '../harness';
import { enginesInside, innerEngineImage } from '../innerEngine';
import { localDocker } from '../subject';

enginesInside(localDocker());

describe('A container engine inside a lab, as Docker is asked for it', function () {
  this.timeout(600_000);
  const rig = useEngine();

  it('adds no privilege, capability or device, and mounts nothing but the folder', async () => {
    const image = await innerEngineImage(rig);
    await rig.withLab({ services: { lab: { image, service: { user: 'learner', engine: true }, workspace: 'rw' } } }, async (lab) => {
      const { HostConfig } = await rig.docker.getContainer(lab.services[0]?.container ?? '').inspect();
      assert.equal(HostConfig.Privileged, false);
      assert.deepEqual(HostConfig.CapDrop, ['ALL']);
      assert.deepEqual(HostConfig.Devices ?? [], []);
      assert.deepEqual(HostConfig.Binds ?? [], []);
      const folders = (HostConfig.Mounts ?? []).filter(({ Type }) => Type !== 'volume').map(({ Source }) => Source);
      assert.deepEqual(folders, [rig.workspace], 'nothing of this machine but the folder');
    });
  });
});
