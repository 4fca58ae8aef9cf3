import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { isUserError } from '../../../src/common/errors';
import { createDockerEngine } from '../../../src/engines/docker/engine';
import type { RunningLab, ServiceFault } from '../../../src/engines/engine';
import { askUntilAnswered, type TestLab, useEngine } from '../harness';

/** Answers every request with "up", after a moment of getting ready. */
const server = [
  'perl', '-MIO::Socket::INET', '-e',
  '$SIG{TERM} = sub { exit 0 }; $s = IO::Socket::INET->new(LocalPort => 8080, Listen => 5, ReuseAddr => 1) or die; '
  + 'while ($c = $s->accept) { while (<$c>) { last if /^\\r?$/ } print $c "HTTP/1.0 200 OK\\r\\n\\r\\nup"; close $c }',
];
const answers = { test: 'bash -c "exec 3<>/dev/tcp/127.0.0.1/8080"', interval: '1s', retries: 20 };
const web = { service: { command: server, ports: ['8080'], healthcheck: answers } };
const afterWeb = { service: { depends_on: { web: { condition: 'service_healthy' } } } };
const three: TestLab = { services: { lab: afterWeb, web, db: { service: { command: ['sleep', '600'] } } } };

describe('Faults of services', function () {
  this.timeout(120_000);
  const rig = useEngine();

  /** What a neighbour sees of the service `web`: its answer, or how it failed. */
  const seen = async (lab: RunningLab): Promise<string> => {
    const line = 'timeout 1 bash -c \'exec 3<>/dev/tcp/web/8080 && printf "GET / HTTP/1.0\\r\\n\\r\\n" >&3 && tail -n1 <&3\' 2>/dev/null; echo " $?"';
    return (await rig.sh(lab, line)).stdout.trim();
  };
  const states = async (lab: RunningLab): Promise<string> => {
    const [found] = (await rig.engine.findLabs(rig.home)).filter(({ session }) => session === lab.session);
    return `${found?.state}: ${found?.services.map(({ name, state }) => `${name} ${state}`).join(', ')}`;
  };
  const pid = async (lab: RunningLab, service: string): Promise<number> => {
    const id = lab.services.find(({ name }) => name === service)?.container ?? '';
    return (await rig.docker.getContainer(id).inspect()).State.Pid;
  };

  it('are done and undone one by one, and other services notice', async () => {
    await rig.withLab(three, async (lab) => {
      assert.equal(await seen(lab), 'up 0');
      const trials: [ServiceFault['kind'], RegExp, string[]][] = [
        ['stop', /^[^0]+$/, ['web']],
        ['pause', /^124$/, []],
        ['disconnect', /^[^0]+$/, []],
        ['restart', /^up 0$/, []],
      ];
      for (const [kind, during, revived] of trials) {
        const before = await pid(lab, 'web');
        await rig.engine.applyFaults(lab, [{ kind, service: 'web' }]);
        assert.match(await seen(lab), during, kind);
        assert.match(await states(lab), /^running: /, `a lab with ${kind} is not broken`);
        const { services } = await rig.engine.undoFaults(lab);
        assert.deepEqual(services, revived, kind);
        assert.equal(await seen(lab), 'up 0', kind);
        assert.equal(before === (await pid(lab, 'web')), kind === 'pause' || kind === 'disconnect', kind);
        const port = lab.services.find(({ name }) => name === 'web')?.ports[0]?.host ?? 0;
        assert.equal(await askUntilAnswered(port), 'up', `its port works after ${kind}`);
      }
      assert.deepEqual((await rig.engine.findLabs(rig.home)).map(({ faults }) => faults), [undefined]);
      assert.deepEqual(await rig.engine.undoFaults(lab), { lab, services: [] });
    });
  });

  it('happen together, and whoever finds the lab later undoes them', async () => {
    await rig.withLab(three, async (lab) => {
      const faults: ServiceFault[] = [{ kind: 'stop', service: 'web' }, { kind: 'pause', service: 'db' }, { kind: 'disconnect', service: 'lab' }];
      await rig.engine.applyFaults(lab, faults);
      assert.equal(await states(lab), 'running: lab running, web exited, db paused');
      const other = createDockerEngine();
      const [found] = await other.findLabs(rig.home);
      assert.deepEqual(found?.faults, faults);
      await other.undoFaults(found ?? lab);
      assert.equal(await states(lab), 'running: lab running, web running, db running');
      assert.equal(await seen(lab), 'up 0');
    });
  });

  it('bring back what fell with a service', async () => {
    const app = {
      service: {
        command: ['bash', '-c', 'while timeout 2 bash -c "exec 3<>/dev/tcp/web/8080"; do sleep 0.1; done 2>/dev/null; exit 7'],
        depends_on: { web: { condition: 'service_healthy' } },
      },
    };
    await rig.withLab({ services: { lab: {}, web, app } }, async (lab) => {
      await rig.engine.applyFaults(lab, [{ kind: 'stop', service: 'web' }]);
      while (!(await states(lab)).includes('app exited')) {
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      assert.match(await states(lab), /^running: /);
      assert.deepEqual((await rig.engine.undoFaults(lab)).services, ['web', 'app']);
      assert.equal(await states(lab), 'running: lab running, web running, app running');
    });
  });

  it('that cannot be done are told, and leave nothing disturbed', async () => {
    await rig.withLab(three, async (lab) => {
      const impossible: ServiceFault[] = [{ kind: 'pause', service: 'db' }, { kind: 'stop', service: 'gone' }];
      await assert.rejects(rig.engine.applyFaults(lab, impossible), (error) => isUserError(error) && error.code === 'service-missing');
      assert.equal(await states(lab), 'running: lab running, web running, db running');
      await rig.docker.getContainer(lab.services[2]?.container ?? '').remove({ force: true });
      const half: ServiceFault[] = [{ kind: 'stop', service: 'web' }, { kind: 'pause', service: 'db' }];
      await assert.rejects(rig.engine.applyFaults(lab, half), isUserError);
      await rig.engine.undoFaults(lab).catch((error: unknown) => assert.ok(isUserError(error), String(error)));
      assert.equal(await states(lab), 'partial: lab running, web running');
    });
  });

  it('do not come back with a lab that was stopped in the middle', async () => {
    await rig.withLab(three, async (lab) => {
      await rig.engine.applyFaults(lab, [{ kind: 'disconnect', service: 'web' }, { kind: 'pause', service: 'db' }]);
      await rig.engine.stop(lab);
      assert.match(await states(lab), /^stopped: /);
      const again = await rig.engine.resume(lab, () => undefined);
      assert.deepEqual([again.state, again.faults], ['running', undefined]);
      assert.equal(await seen(again), 'up 0');
    });
  });

  it('of a service that does not come back are over all the same', async () => {
    const once = { service: { command: ['sh', '-c', 'test ! -e /tmp/ran || { echo no second time; exit 5; }; touch /tmp/ran; sleep 600'] } };
    await rig.withLab({ services: { lab: {}, once } }, async (lab) => {
      await rig.engine.applyFaults(lab, [{ kind: 'stop', service: 'once' }]);
      await rig.engine.undoFaults(lab).catch((error: unknown) => assert.ok(isUserError(error), String(error)));
      while ((await states(lab)).includes('once running')) {
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      assert.equal(await states(lab), 'partial: lab running, once exited');
    });
  });
});

describe('A service of a lab', function () {
  this.timeout(120_000);
  const rig = useEngine();

  it('is restarted alone, with its port, or with another where that was taken', async () => {
    await rig.withLab({ services: { lab: {}, web } }, async (lab) => {
      const others = (await rig.docker.getContainer(lab.services[0]?.container ?? '').inspect()).State.StartedAt;
      const { lab: again, services } = await rig.engine.restartService(lab, 'web', () => undefined);
      assert.deepEqual(services, ['web']);
      assert.deepEqual(again.services.map(({ ports }) => ports), lab.services.map(({ ports }) => ports));
      const port = lab.services[1]?.ports[0]?.host ?? 0;
      assert.equal(await askUntilAnswered(port), 'up');
      assert.equal((await rig.docker.getContainer(lab.services[0]?.container ?? '').inspect()).State.StartedAt, others);

      await rig.docker.getContainer(lab.services[1]?.container ?? '').stop({ t: 1 });
      const thief = createServer().listen(port, '127.0.0.1');
      try {
        const moved = (await rig.engine.restartService(lab, 'web', () => undefined)).lab;
        const now = moved.services[1]?.ports[0]?.host ?? 0;
        assert.notEqual(now, port);
        assert.equal(await askUntilAnswered(now), 'up');
        assert.equal(moved.state, 'running');
      } finally {
        thief.close();
      }
      await assert.rejects(rig.engine.restartService(lab, 'gone', () => undefined), (error) => isUserError(error) && error.code === 'service-missing');
    });
  });

  it('that ran out of memory is known as such', async () => {
    const greedy = { service: { command: ['sh', '-c', 'sleep 1; tail /dev/zero'], mem_limit: '32m' } };
    await rig.withLab({ services: { lab: {}, greedy } }, async (lab) => {
      for (;;) {
        const [found] = await rig.engine.findLabs(rig.home);
        const service = found?.services.find(({ name }) => name === 'greedy');
        if (service?.state === 'exited') {
          assert.deepEqual([found?.state, service.outOfMemory, service.exitCode], ['partial', true, 137], JSON.stringify(service));
          break;
        }
        assert.equal(found?.session, lab.session);
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    });
  });

  it('that is hidden keeps its words to itself when it fails', async () => {
    const secret = { service: { command: ['sh', '-c', 'echo the answer is 42; exit 3'], hidden: true } };
    const services = { lab: {}, secret, late: { service: { command: ['sleep', '60'], depends_on: { secret: { condition: 'service_completed_successfully' } } } } };
    await assert.rejects(rig.start({ services }), (error) => {
      assert.ok(isUserError(error));
      assert.equal(error.code, 'service-ended');
      assert.doesNotMatch(error.message + (error.detail ?? ''), /42/);
      return true;
    });
  });

  it('passes on only what it printed since it was last started', async () => {
    const said = { service: { command: ['sh', '-c', 'read -r up rest </proc/uptime; echo begun at $up; sleep 600'] } };
    await rig.withLab({ services: { lab: {}, said } }, async (lab) => {
      const lines = async (sinceStart: boolean): Promise<string[]> => {
        let all = '';
        await rig.engine.logs(lab, 'said', { sinceStart }, (chunk) => (all += chunk.toString()));
        return all.trim().split('\n');
      };
      let known: string[] = [];
      // Whether a first line comes before or after the engine notes the start is chance.
      for (let starts = 1; starts <= 6; starts += 1) {
        while ((await lines(false)).filter(Boolean).length < starts) {
          await new Promise((resolve) => setTimeout(resolve, 50));
        }
        const all = await lines(false);
        assert.deepEqual(await lines(true), all.slice(-1));
        assert.deepEqual(all.slice(0, -1), known);
        known = all;
        await rig.engine.restartService(lab, 'said', () => undefined);
      }
    });
  });
});
