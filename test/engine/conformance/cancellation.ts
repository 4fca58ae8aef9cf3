import assert from 'node:assert/strict';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { EngineProxy } from '../../fakes/engineProxy';
import { type TestLab, useEngine } from '../harness';
import type { Subject } from '../subject';

const lab: TestLab = {
  services: {
    db: {
      service: {
        command: ['sleep', '600'],
        volumes: ['data:/data'],
        healthcheck: { test: 'test -f /tmp/never', interval: '1s', retries: 60 },
      },
    },
    app: { service: { ports: ['8080'], depends_on: { db: { condition: 'service_healthy' } } } },
  },
};

export function cancellation(subject: Subject): void {
  describe('A start that is broken off', function () {
    this.timeout(180_000);
    const rig = useEngine(subject);

    it('leaves nothing, whenever it is cancelled', async () => {
      // Round trips of a start take 10 to 100 ms each: these fall before, between and into them.
      for (const ms of [0, 3, 10, 25, 60, 120, 250, 500, 1500]) {
        const abort = new AbortController();
        const starting = rig.engine.createLab(rig.spec(lab), () => undefined, abort.signal);
        const outcome = assert.rejects(starting, { name: 'CancelledError' }, `after ${ms} ms`);
        await delay(ms);
        abort.abort();
        await outcome;
        assert.deepEqual(await rig.leftovers(), [], `after ${ms} ms`);
      }
    });

    it('leaves nothing, in whatever phase it is cancelled', async () => {
      for (const phase of ['containers', 'starting', 'healthy']) {
        const abort = new AbortController();
        const starting = rig.engine.createLab(
          rig.spec(lab),
          (progress) => progress.phase === phase && abort.abort(),
          abort.signal,
        );
        await assert.rejects(starting, { name: 'CancelledError' }, phase);
        assert.deepEqual(await rig.leftovers(), [], phase);
      }
      await assert.rejects(
        rig.engine.createLab(rig.spec(), () => undefined, AbortSignal.abort()),
        { name: 'CancelledError' },
      );
    });

    it('stays stopped when it is cancelled while it starts again', async () => {
      const running = await rig.start({ services: { db: {}, app: { service: { depends_on: ['db'] } } } });
      await rig.engine.stop(running);
      const abort = new AbortController();
      const resuming = rig.engine.resume(
        running,
        ({ message }) => message === 'Starting app' && abort.abort(),
        abort.signal,
      );
      await assert.rejects(resuming, { name: 'CancelledError' });
      const [found] = await rig.engine.findLabs(rig.home);
      assert.equal(found?.services.find(({ name }) => name === 'db')?.state, 'exited');
      assert.equal((await rig.engine.resume(running, () => undefined)).state, 'running');
      await rig.engine.remove(running);
    });

    for (const call of [
      'POST .*/networks/create',
      'POST .*/containers/create',
      'POST .*/start',
      'GET .*/containers/[0-9a-f]+/json',
    ]) {
      it(`is told and can be cleaned up when the engine dies at ${call}`, async () => {
        const socket = path.join(rig.folder, 'engine.sock');
        const proxy: EngineProxy = new EngineProxy(socket, subject.socket, (line) => {
          if (new RegExp(call).test(line)) {
            proxy.kill();
          }
        });
        await proxy.start();
        const engine = subject.create(socket);
        await assert.rejects(
          engine.createLab(rig.spec(lab), () => undefined),
          { code: /engine-(lost|not-running)/ },
        );
        await assert.rejects(engine.findLabs(rig.home), { code: 'engine-not-running' });
        // When the engine is back, what is half-made is found and removed.
        await delay(1000);
        for (const half of await rig.engine.findLabs(rig.home)) {
          assert.equal(half.state, 'partial');
          await rig.engine.remove(half);
        }
        assert.deepEqual(await rig.leftovers(), []);
      });
    }

    it('can be cancelled although the engine hangs', async () => {
      const abort = new AbortController();
      const socket = path.join(rig.folder, 'hung.sock');
      const proxy: EngineProxy = new EngineProxy(socket, subject.socket, (line) => {
        if (/\/start$/.test(line)) {
          proxy.stall();
          abort.abort();
        }
      });
      await proxy.start();
      try {
        const engine = subject.create(socket);
        await assert.rejects(
          engine.createLab(rig.spec(lab), () => undefined, abort.signal),
          { name: 'CancelledError' },
        );
        const [half] = await rig.engine.findLabs(rig.home);
        assert.equal(half?.state, 'partial');
        await rig.engine.remove(half);
      } finally {
        proxy.kill();
      }
    });

    it('is used again when the engine comes back', async () => {
      const socket = path.join(rig.folder, 'again.sock');
      const first = new EngineProxy(socket, subject.socket);
      await first.start();
      const engine = subject.create(socket);
      const events: string[] = [];
      const watch = engine.watch(rig.home, ({ kind }) => events.push(kind));
      const second = new EngineProxy(socket, subject.socket);
      try {
        assert.deepEqual(await engine.findLabs(rig.home), []);
        first.kill();
        await assert.rejects(engine.findLabs(rig.home), { code: /engine-/ });
        await second.start();
        assert.deepEqual(await engine.findLabs(rig.home), []);
        await rig.withLab({}, async () => {
          for (let attempt = 0; attempt < 200 && !events.includes('started'); attempt++) {
            await delay(50);
          }
        });
        assert.ok(events.includes('started'), 'the watch connected again');
      } finally {
        watch.dispose();
        first.kill();
        second.kill();
      }
    });
  });
}
