import assert from 'node:assert/strict';
import path from 'node:path';
import { createDockerEngine } from '../../../src/engines/docker/engine';
import { FaultProxy } from '../../fakes/faultProxy';
import { useEngine } from '../harness';

describe('A command whose container goes away', function () {
  this.timeout(60_000);
  const rig = useEngine();

  it('has no exit code, although the engine breaks over the question', async () => {
    const proxy = new FaultProxy(path.join(rig.folder, 'breaks.sock'));
    await proxy.start();
    try {
      const engine = createDockerEngine({ host: `unix://${proxy.path}` });
      for (const how of ['kill', 'remove'] as const) {
        await rig.withLab({}, async (lab) => {
          const container = lab.services[0]?.container ?? '';
          // What Podman says in the moment in which a container goes.
          proxy.arm({ call: 'GET /exec/*/json', nth: 1 }, '500');
          let end: Promise<void> | undefined;
          const { exitCode } = await engine.exec(lab, 'lab', { command: ['sh', '-c', 'echo up; sleep 60'], onStdout: () => {
            end ??= rig.behind[how](container);
          } });
          await end;
          assert.deepEqual([proxy.struck, exitCode], [true, undefined], how);
        });
      }
    } finally {
      proxy.close();
    }
  });
});
