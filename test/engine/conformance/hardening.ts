import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import type { RunningLab } from '../../../src/engines/engine';
import { useEngine } from '../harness';
import type { Subject } from '../subject';

export function hardening(subject: Subject): void {
  describe("A lab's containers", function () {
    this.timeout(120_000);
    const rig = useEngine(subject);
    let lab: RunningLab;
    before(async () => {
      lab = await rig.startShared({
        services: {
          lab: { service: { user: 'learner', mem_limit: '64m', pids_limit: 40 }, workspace: 'rw' },
          app: { service: { user: 'learner', command: ['sleep', '600'] } },
          readonly: { service: { read_only: true } },
        },
      });
    });

    it('have no more than the short list of capabilities', async () => {
      const capabilities = async (options: object): Promise<string> =>
        /CapEff:\s*([0-9a-f]+)/.exec((await rig.sh(lab, 'cat /proc/self/status', options)).stdout)?.[1] ?? '';
      // CHOWN 0, DAC_OVERRIDE 1, FOWNER 3, KILL 5, SETGID 6, SETUID 7, NET_BIND_SERVICE 10.
      assert.equal(await capabilities({}), '00000000000004eb');
      assert.equal(await capabilities({ user: 'learner' }), '0000000000000000');
      assert.equal(await capabilities({ service: 'app' }), '0000000000000000');
      assert.equal(
        await capabilities({ service: 'app', user: '0' }),
        '00000000000004eb',
        'checks can work where main is not root',
      );
    });

    it('let nobody gain privileges where main is root', async () => {
      assert.match((await rig.sh(lab, 'grep NoNewPrivs /proc/self/status', { user: 'learner' })).stdout, /1$/m);
      const chown = await rig.sh(
        lab,
        'touch /tmp/x && chown learner /tmp/x && setpriv --reuid 4242 --regid 4242 --clear-groups id -u',
      );
      assert.equal(chown.stdout, '4242\n', chown.stderr);
    });

    it('let root of a service with another main user give files away as well', async () => {
      const chown = await rig.sh(lab, 'touch /tmp/x && chown learner /tmp/x && stat -c %U /tmp/x', {
        service: 'app',
        user: '0',
      });
      assert.equal(chown.stdout, 'learner\n', chown.stderr);
    });

    it('cannot mount, load or reach devices', async () => {
      for (const line of [
        'mount -t tmpfs none /mnt',
        'mknod /tmp/d b 8 0',
        'echo 1 >/proc/sys/kernel/panic',
        'ls /var/run/docker.sock',
      ]) {
        assert.notEqual((await rig.sh(lab, line)).exitCode, 0, line);
      }
    });

    it('have a place for scripts: executable, in memory, closed to the learner', async () => {
      for (const service of ['lab', 'app', 'readonly']) {
        const script =
          'cd /run/ai-labs && mkdir -m 700 s && printf "#!/bin/sh\\necho ran\\n" >s/x && chmod 755 s/x && s/x && stat -f -c %T . && stat -c "%a %u" . && rm -r s';
        assert.equal(
          (await rig.sh(lab, script, { service, user: '0' })).stdout,
          'ran\ntmpfs\n711 0\n',
          service,
        );
        assert.notEqual((await rig.sh(lab, 'ls /run/ai-labs', { service, user: 'learner' })).exitCode, 0);
        assert.notEqual((await rig.sh(lab, 'touch /run/ai-labs/x', { service, user: 'learner' })).exitCode, 0);
      }
    });

    it('are kept within their memory and processes', async () => {
      const bomb = await rig.sh(lab, `perl -e '$x = "x" x 200_000_000; print "survived"'`);
      if (!rig.engine.capabilities.limits) {
        assert.match(bomb.stdout, /survived/, 'an engine that keeps limits must not declare that it does not');
        return;
      }
      assert.doesNotMatch(bomb.stdout, /survived/);
      const fork = await rig.sh(lab, 'for i in $(seq 100); do sleep 5 & done; wait', { user: 'learner' });
      assert.match(fork.stderr, /fork|Resource|retry/i);
      // What was forked lives on for five seconds where the engine does not wait for it, and leaves no room until then.
      while ((await rig.sh(lab, 'echo alive')).stdout !== 'alive\n') {
        await delay(200);
      }
    });

    it('reap what is orphaned and stop at once', async () => {
      assert.match((await rig.sh(lab, 'cat /proc/1/cmdline', { service: 'readonly' })).stdout, /init/);
    });

    it('carry labels of the product on everything that is made', async () => {
      const volumes = await rig.start({
        services: { lab: { service: { volumes: ['data:/d'], ports: ['80'] } } },
        labels: { digest: 'abc' },
      });
      const left = (await rig.leftovers()).filter((name) => name.includes(volumes.session));
      assert.deepEqual(
        left.map((name) => name.split(' ')[0]),
        ['container', 'network', 'volume', 'volume'],
      );
      const labels = await rig.behind.volumeLabels(volumes.session, 'data');
      assert.equal(labels['ai-labs.label.digest'], 'abc');
      await rig.engine.remove(volumes);
    });
  });
}
