import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import type { EngineEvent, EngineProgress } from '../../../src/engines/engine';
import { type TestLab, useEngine } from '../harness';
import type { Subject } from '../subject';

/** Becomes healthy after a while, and notes when it did. */
const slow = {
  command: ['sh', '-c', 'sleep 1; touch /tmp/up; sleep 600'],
  healthcheck: { test: 'test -f /tmp/up', interval: '1s', retries: 20 },
};

export function servicesOfALab(subject: Subject): void {
  describe('Services of a lab', function () {
    this.timeout(120_000);
    const rig = useEngine(subject);

    it('start in the order they wait for each other', async () => {
      const messages: string[] = [];
      const spec = rig.spec({
        services: {
          app: {
            service: {
              command: ['sleep', '600'],
              depends_on: {
                db: { condition: 'service_healthy' },
                job: { condition: 'service_completed_successfully' },
              },
            },
          },
          job: { service: { command: ['sh', '-c', 'sleep 1; exit 0'], depends_on: ['db'] } },
          db: { service: slow },
        },
      });
      const lab = await rig.engine.createLab(spec, ({ message }: EngineProgress) => messages.push(message));
      await rig.engine.markReady(lab);
      assert.deepEqual(
        messages.filter((message) => message.startsWith('Starting')),
        ['Starting db', 'Starting job', 'Starting app'],
      );
      assert.ok(messages.includes('Waiting until db is healthy'));
      const [app, job, db] = await Promise.all(
        lab.services.map(({ container }) => rig.behind.times(container)),
      );
      assert.ok(app && job && db);
      assert.ok(app.started.getTime() - db.started.getTime() > 900);
      assert.ok(app.started >= job.finished);
      const [found] = await rig.engine.findLabs(rig.home);
      assert.deepEqual(found, lab);
      assert.equal(found?.state, 'running', 'a service that has done its work is not down');
      await rig.engine.stop(lab);
      messages.length = 0;
      const again = await rig.engine.resume(lab, ({ message }) => messages.push(message));
      assert.deepEqual(
        messages.filter((message) => message.startsWith('Starting')),
        ['Starting db', 'Starting job', 'Starting app'],
      );
      assert.equal(again.state, 'running');
      await rig.engine.remove(lab);
    });

    const refused = async (lab: TestLab, code: string, message: RegExp): Promise<void> => {
      await assert.rejects(rig.start(lab), (error: Error & { code?: string; action?: unknown }) => {
        assert.equal(error.code, code, error.stack);
        assert.match(error.message, message);
        assert.ok(error.action, 'has a next action');
        return true;
      });
      assert.deepEqual(await rig.leftovers(), []);
    };

    it('that end at once fail the lab with their last words, and nothing stays', async () => {
      const services = { a: {}, b: { service: { command: ['sh', '-c', 'echo cannot find config; exit 3'] } } };
      // Given a moment by the one that waits for it, it has ended for sure when everything is looked at.
      const waiting = {
        service: { command: ['sleep', '60'], depends_on: { slow: { condition: 'service_healthy' } } },
      };
      await refused(
        { services: { ...services, slow: { service: slow }, waiting } },
        'service-ended',
        /"b" ended with exit code 3[^]*cannot find config/,
      );
    });

    it('that end before they are healthy fail the lab', async () => {
      const db = { service: { ...slow, command: ['sh', '-c', 'echo no disk; exit 1'] } };
      await refused(
        { services: { db, app: { service: { depends_on: { db: { condition: 'service_healthy' } } } } } },
        'service-ended',
        /no disk/,
      );
    });

    it('that never become healthy fail the lab, with what the healthcheck says', async () => {
      const healthcheck = { test: 'echo port closed; false', interval: '500ms', retries: 2 };
      const db = { service: { command: ['sleep', '600'], healthcheck } };
      await refused(
        { services: { db, app: { service: { depends_on: { db: { condition: 'service_healthy' } } } } } },
        'service-unhealthy',
        /"db"[^]*port closed/,
      );
    });

    it('whose work fails fail the lab', async () => {
      const job = { service: { command: ['sh', '-c', 'echo bad migration; exit 9'] } };
      await refused(
        {
          services: {
            job,
            app: { service: { depends_on: { job: { condition: 'service_completed_successfully' } } } },
          },
        },
        'service-ended',
        /"job" ended with exit code 9[^]*bad migration/,
      );
    });

    it('cannot wait for health where there is no healthcheck', async () => {
      await refused(
        { services: { db: {}, app: { service: { depends_on: { db: { condition: 'service_healthy' } } } } } },
        'lab-invalid',
        /no healthcheck/,
      );
    });

    it('show their logs, from the end and as they come', async () => {
      const services = {
        lab: {
          service: {
            command: ['sh', '-c', 'for i in 1 2 3; do echo line $i; done; sleep 2; echo later >&2; sleep 60'],
          },
        },
      };
      await rig.withLab({ services }, async (lab) => {
        let all = '';
        await delay(300);
        await rig.engine.logs(lab, 'lab', { tail: 2 }, (chunk) => (all += chunk.toString()));
        assert.equal(all, 'line 2\nline 3\n');
        const abort = new AbortController();
        let followed = '';
        const following = rig.engine.logs(
          lab,
          'lab',
          { follow: true },
          (chunk) => {
            followed += chunk.toString();
            if (followed.includes('later')) {
              abort.abort();
            }
          },
          abort.signal,
        );
        await assert.rejects(following, { name: 'CancelledError' });
        assert.equal(followed, 'line 1\nline 2\nline 3\nlater\n');
      });
    });

    it('tell of their changes to whoever watches their home', async () => {
      const events: EngineEvent[] = [];
      const others: EngineEvent[] = [];
      const watch = rig.engine.watch(rig.home, (event) => events.push(event));
      const watchOther = rig.engine.watch(`${rig.home}-other`, (event) => others.push(event));
      try {
        await delay(300);
        const lab = await rig.start();
        const container = lab.services[0]?.container ?? '';
        if (rig.engine.capabilities.pauses) {
          await rig.behind.pause(container);
          await rig.behind.unpause(container);
        }
        await rig.behind.kill(container);
        await rig.engine.remove(lab);
        for (let attempt = 0; attempt < 100 && events.at(-1)?.kind !== 'removed'; attempt++) {
          await delay(50);
        }
        // After a connection that was lost an event may be told twice.
        assert.deepEqual(
          [...new Set(events.map(({ kind }) => kind))],
          ['started', ...(rig.engine.capabilities.pauses ? ['paused', 'unpaused'] : []), 'died', 'removed'],
        );
        assert.deepEqual(events[0], { lab: 'test/lab', session: lab.session, service: 'lab', kind: 'started' });
        assert.deepEqual(others, []);
      } finally {
        watch.dispose();
        watchOther.dispose();
      }
    });
  });
}
