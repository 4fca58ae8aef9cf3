import assert from 'node:assert/strict';
import type { RestoreHooks, RunningLab, ServiceFault } from '../../../src/engines/engine';
import { type TestLab, useEngine } from '../harness';
import type { Subject } from '../subject';

const hooks: RestoreHooks = { onProgress: () => undefined, leaving: async () => undefined, down: async () => undefined };
const lab: TestLab = { services: { lab: {}, web: { service: { volumes: ['data:/data'] } } } };

/** What is done to a lab that runs, and how it comes back. */
export function disturbances(subject: Subject): void {
  describe('A lab that is disturbed', function () {
    this.timeout(180_000);
    const rig = useEngine(subject);

    const webIs = async (): Promise<string | undefined> =>
      (await rig.engine.findLabs(rig.home))[0]?.services.find(({ name }) => name === 'web')?.state;
    const reaches = async (name: string, running = 'lab'): Promise<boolean> => {
      const [found] = await rig.engine.findLabs(rig.home);
      assert.ok(found);
      return (await rig.sh(found, `timeout 3 bash -c '</dev/tcp/${name}/9' 2>&1 | grep -q refused`, { service: running })).exitCode === 0;
    };

    /** A name may mean the address of before for a moment. */
    const settles = async (): Promise<boolean> => {
      for (let attempt = 0; attempt < 10; attempt++) {
        if (await reaches('web')) {
          return true;
        }
      }
      return false;
    };

    /** Podman's name server may fall silent when a service starts again, until one does once more. */
    const settlesAtLast = async (running: RunningLab): Promise<boolean> => {
      const status = await rig.engine.probe();
      if (await settles()) {
        return true;
      }
      assert.ok(status.usable && status.name === 'Podman');
      await rig.engine.restartService(running, 'web', () => undefined);
      return settles();
    };

    it('comes back from each fault', async () => {
      await rig.withLab(lab, async (running) => {
        const during: Record<ServiceFault['kind'], string> = { stop: 'exited', pause: 'paused', restart: 'running', disconnect: 'running' };
        for (const kind of ['stop', 'restart', 'disconnect', 'pause'] as const) {
          if (kind === 'pause' && !rig.engine.capabilities.pauses) {
            await assert.rejects(rig.engine.applyFaults(running, [{ kind, service: 'web' }]), { code: 'engine-lacks', message: /"web"/ });
          } else {
            await rig.engine.applyFaults(running, [{ kind, service: 'web' }]);
            assert.equal(await webIs(), during[kind], kind);
            assert.equal(kind === 'disconnect' && (await reaches('web')), false);
          }
          await rig.engine.undoFaults(running);
          assert.equal(await webIs(), 'running', kind);
          assert.ok(await settlesAtLast(running), `others reach it after ${kind}`);
        }
        assert.deepEqual((await rig.engine.undoFaults(running)).services, []);
      });
    });

    it('has one service started again, with its files', async () => {
      await rig.withLab(lab, async (running) => {
        await rig.sh(running, 'touch /opt/kept; sleep 600 >/dev/null 2>&1 &', { service: 'web' });
        const { services } = await rig.engine.restartService(running, 'web', () => undefined);
        assert.deepEqual(services, ['web']);
        const look = await rig.sh(running, 'ls /opt/kept; cat /proc/[0-9]*/comm | grep -c sleep', { service: 'web' });
        assert.equal(look.stdout, '/opt/kept\n1\n', 'what keeps it up, and nothing of before');
      });
    });

    it('is brought back to a snapshot, or its engine says that it keeps none', async () => {
      await rig.withLab(lab, async (running) => {
        await rig.sh(running, 'echo one >/opt/file; echo one >/data/file', { service: 'web' });
        const request = { name: 'step', limit: 1_000_000_000 };
        if (!rig.engine.capabilities.snapshots) {
          await assert.rejects(rig.engine.snapshot(running, request), { code: 'engine-lacks' });
          return;
        }
        const snapshot = await rig.engine.snapshot(running, request);
        assert.deepEqual(await rig.engine.listSnapshots(rig.home), [snapshot]);
        await rig.sh(running, 'echo two >/opt/file; echo two >/data/file', { service: 'web' });
        const restored = await rig.engine.restore(running, snapshot, hooks);
        await rig.engine.markReady(restored);
        assert.equal((await rig.sh(restored, 'cat /opt/file /data/file', { service: 'web' })).stdout, 'one\none\n');
        assert.ok(await settles());
        await rig.engine.removeSnapshot(snapshot);
        assert.deepEqual(await rig.engine.listSnapshots(rig.home), []);
        await rig.engine.removeSnapshot(snapshot);
      });
    });

    it('is in the inventory with all its parts, and its image is not removed under it', async () => {
      await rig.withLab(lab, async (running) => {
        const { items } = await rig.engine.inventory();
        const own = items.filter(({ session }) => session === running.session).map(({ kind }) => kind);
        assert.deepEqual([...own].sort(), ['container', 'container', 'network', 'volume', 'volume']);
        const image = items.find(({ kind, inUse }) => kind === 'image' && inUse);
        assert.ok(image, 'the image it runs from is there');
        await assert.rejects(rig.engine.removeImage(image), { code: 'item-in-use' });
      });
    });
  });
}
