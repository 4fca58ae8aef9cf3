import assert from 'node:assert/strict';
import { mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import { proveWorkspace } from '../../../src/engines/docker/workspace/workspaceProof';
import { useEngine } from '../harness';

describe("A learner's folder that another machine's engine mounts", function () {
  this.timeout(60_000);
  const rig = useEngine();

  it('is told from ours of the same name', async () => {
    // The engine mounts a folder of its own that happens to have the name: here another folder stands for it.
    const mine = path.join(rig.folder, 'mine');
    await mkdir(mine);
    await rig.withLab({ services: { lab: { workspace: 'rw' } } }, async (lab) => {
      const container = lab.services[0]?.container ?? '';
      await assert.rejects(proveWorkspace(rig.docker, container, mine, '/workspace'), {
        code: 'workspace-not-visible',
      });
      await proveWorkspace(rig.docker, container, rig.workspace, '/workspace');
    });
    assert.deepEqual(await readdir(mine), []);
    assert.deepEqual(
      (await readdir(rig.workspace)).filter((name) => name.startsWith('.ai-labs-')),
      [],
    );
  });
});
