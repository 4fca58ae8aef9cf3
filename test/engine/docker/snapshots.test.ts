import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { isCancelled, isUserError } from '../../../src/common/errors';
import { createDockerEngine } from '../../../src/engines/docker/engine';
import type { RestoreHooks, RunningLab, Snapshot } from '../../../src/engines/engine';
import { FaultProxy } from '../../fakes/faultProxy';
import { useEngine } from '../harness';

const megabyte = 1024 ** 2;
const calm: RestoreHooks = { onProgress: () => undefined, leaving: async () => undefined, down: async () => undefined };
/** How many processes sleep: one of them is what keeps the container up. */
const sleeping = 'cat /proc/[0-9]*/comm | grep -c sleep';
const roomy = { name: 'step', limit: 512 * megabyte };

describe('snapshots of a lab on Docker', function () {
  this.timeout(120_000);
  const rig = useEngine();

  const labs = (): Promise<RunningLab[]> => rig.engine.findLabs(rig.home);
  const say = async (lab: RunningLab, line: string, service = 'lab'): Promise<string> => (await rig.sh(lab, line, { service })).stdout.trim();
  const restore = async (lab: RunningLab, snapshot: Snapshot, hooks = calm): Promise<RunningLab> => {
    const restored = await rig.engine.restore(lab, snapshot, hooks);
    await rig.engine.markReady(restored);
    return restored;
  };
  /** How many layers each service's container has more than the image the lab was made from. */
  const layersMore = async (lab: RunningLab): Promise<number[]> => {
    const layers = async (image: string): Promise<number> => (await rig.docker.getImage(image).inspect()).RootFS.Layers?.length ?? 0;
    const own = await layers(rig.image.id);
    return Promise.all(lab.services.map(async ({ container }) => (await layers((await rig.docker.getContainer(container).inspect()).Image)) - own));
  };

  it('bring back file systems and volumes, and end what ran', async () => {
    const service = { volumes: ['data:/var/data'] };
    await rig.withLab({ services: { lab: { service, workspace: 'rw' }, other: {} } }, async (lab) => {
      await say(lab, 'echo one >/etc/one; rm /etc/debian_version; mkdir -p /opt/a/b; ln /etc/one /opt/a/hard; ln -s one /etc/link; chown learner /opt/a');
      await say(lab, 'echo kept >/var/data/file; chmod 640 /var/data/file; chown learner /var/data/file; mkdir /var/data/d; echo mine >/workspace/mine');
      await say(lab, 'echo there >/srv/there', 'other');
      const snapshot = await rig.engine.snapshot(lab, roomy);
      assert.deepEqual(await rig.engine.listSnapshots(rig.home, lab.session), [snapshot]);
      assert.ok(snapshot.bytes > 0 && snapshot.bytes < megabyte, String(snapshot.bytes));

      await say(lab, 'echo two >/etc/one; rm -r /opt/a /var/data/file; touch /etc/later /var/data/later; echo on >>/workspace/mine; sleep 1000 & :');
      await say(lab, 'rm /srv/there', 'other');
      const restored = await restore(lab, snapshot);
      assert.equal(await say(restored, 'cat /etc/one /etc/link /opt/a/hard; stat -c %U /opt/a; ls /etc/debian_version /etc/later 2>/dev/null'), 'one\none\none\nlearner');
      assert.equal(await say(restored, 'cat /var/data/file; stat -c "%a %U" /var/data/file; ls /var/data'), 'kept\n640 learner\nd\nfile');
      assert.equal(await say(restored, `${sleeping}; cat /workspace/mine`), '1\nmine\non', 'the learner\'s folder is not the engine\'s to bring back');
      assert.equal(await say(restored, 'cat /srv/there', 'other'), 'there');
      const [found, ...more] = await labs();
      assert.deepEqual([found?.state, found?.session, more], ['running', lab.session, []]);
      assert.deepEqual(found?.services.map(({ name }) => name), ['lab', 'other']);
    });
  });

  it('are one layer however often containers made from them are kept again', async () => {
    await rig.withLab({ services: { lab: { service: { volumes: ['data:/var/data'] } } } }, async (lab) => {
      let now = lab;
      await say(now, 'mkdir -p /opt/keep/sub; echo 0 >/opt/keep/0; echo x >/usr/share/x; rm -r /usr/share/doc');
      for (let round = 1; round <= 3; round++) {
        await say(now, `echo ${round} >/opt/keep/${round}; echo ${round} >/var/data/file; rm -f /opt/keep/${round - 2}; echo ${round} >>/etc/motd; mkdir -p /usr/share/doc; touch /usr/share/doc/${round}`);
        now = await restore(now, await rig.engine.snapshot(now, { ...roomy, name: `step-${round}` }));
        assert.deepEqual(await layersMore(now), [1], `round ${round}`);
      }
      assert.equal(await say(now, 'ls /opt/keep; cat /usr/share/x; ls /usr/share/doc; cat /var/data/file; tail -n 3 /etc/motd'), '2\n3\nsub\nx\n1\n2\n3\n3\n1\n2\n3');
      const [first, , last, ...more] = await rig.engine.listSnapshots(rig.home, lab.session);
      assert.deepEqual(more, []);
      assert.ok(first && last);
      now = await restore(now, first);
      assert.equal(await say(now, 'ls /opt/keep; cat /var/data/file; ls /usr/share/doc'), '0\n1\nsub\n1\n1');
      await rig.engine.removeSnapshot(last);
      await rig.engine.removeSnapshot(last);
      assert.deepEqual((await rig.engine.listSnapshots(rig.home, lab.session)).map(({ name }) => name), ['step-1', 'step-2']);
    });
  });

  it('keep what an image itself puts in volumes, and leave read-only services as they are', async () => {
    const services = { lab: {}, fixed: { service: { read_only: true, volumes: ['store:/store'], tmpfs: ['/tmp'] } } };
    await rig.withLab({ services }, async (lab) => {
      await say(lab, 'true');
      await say(lab, 'echo 1 >/store/file; echo lost >/tmp/lost', 'fixed');
      const snapshot = await rig.engine.snapshot(lab, roomy);
      await say(lab, 'echo 2 >/store/file', 'fixed');
      const restored = await restore(lab, snapshot);
      assert.equal(await say(restored, 'cat /store/file; ls /tmp', 'fixed'), '1');
      assert.deepEqual(await layersMore(restored), [1, 0]);
    });
  });

  it('take the place of earlier ones of the same name', async () => {
    await rig.withLab({}, async (lab) => {
      await rig.engine.snapshot(lab, roomy);
      const second = await rig.engine.snapshot(lab, roomy);
      assert.deepEqual(await rig.engine.listSnapshots(rig.home), [second]);
      const images = await rig.docker.listImages({ filters: JSON.stringify({ label: [`ai-labs.session=${lab.session}`] }) });
      assert.equal(images.length, 1);
    });
  });

  it('are not made beyond their limit, by what a container or a volume holds, and leave nothing', async () => {
    await rig.withLab({ services: { lab: { service: { volumes: ['data:/var/data'] } } } }, async (lab) => {
      const before = (await rig.leftovers()).sort();
      const small = { name: 'step', limit: 3 * megabyte };
      await say(lab, 'head -c 4000000 /dev/zero >/opt/big');
      await assert.rejects(rig.engine.snapshot(lab, small), (error) => isUserError(error) && error.code === 'snapshot-too-big');
      await say(lab, 'mv /opt/big /var/data/big');
      await assert.rejects(rig.engine.snapshot(lab, small), (error) => isUserError(error) && error.code === 'snapshot-too-big');
      assert.deepEqual((await rig.leftovers()).sort(), before);
    });
  });

  it('cancelled in the middle leave nothing, and the lab goes on', async () => {
    await rig.withLab({ services: { lab: { service: { volumes: ['data:/var/data'] } } } }, async (lab) => {
      await say(lab, 'head -c 60000000 /dev/zero >/var/data/big; echo 1 >/opt/1');
      const before = (await rig.leftovers()).sort();
      for (const after of [0, 40, 150, 400]) {
        const stop = new AbortController();
        const taking = rig.engine.snapshot(lab, roomy, stop.signal);
        setTimeout(() => stop.abort(), after);
        await assert.rejects(taking, isCancelled, `after ${after} ms`);
        assert.deepEqual((await rig.leftovers()).sort(), before, `after ${after} ms`);
      }
      assert.equal(await say(lab, 'cat /opt/1'), '1');
    });
  });

  it('are not made without what a helper carried that is gone, as after `docker container prune`', async () => {
    const proxy = new FaultProxy(path.join(rig.folder, 'pruned.sock'));
    await proxy.start();
    try {
      await rig.withLab({}, async (first) => {
        await say(first, 'echo 1 >/opt/1; rm /etc/debian_version');
        const lab = await restore(first, await rig.engine.snapshot(first, roomy));
        await say(lab, 'echo 2 >/opt/2');
        const before = (await rig.leftovers()).sort();
        const helper = ['--filter', `label=ai-labs.session=${lab.session}`, '--filter', 'label=ai-labs.helper=true', '--filter', 'status=created'];
        proxy.onCall = (call, nth) => {
          if (call === 'GET /containers/*/archive' && nth === 1) {
            const [id, ...more] = execFileSync('docker', ['ps', '--all', '--quiet', ...helper], { encoding: 'utf8' }).trim().split('\n');
            assert.ok(id && more.length === 0);
            execFileSync('docker', ['rm', id]);
          }
        };
        const engine = createDockerEngine({ host: `unix://${proxy.path}` });
        await assert.rejects(engine.snapshot(lab, { ...roomy, name: 'later' }), (error) => isUserError(error) && error.code === 'engine-refused');
        assert.deepEqual((await rig.leftovers()).sort(), before);
        assert.equal(await say(lab, 'cat /opt/1 /opt/2'), '1\n2');
      });
    } finally {
      proxy.close();
    }
  });

  it('of a lab that is removed meanwhile leave nothing', async () => {
    const lab = await rig.start({ services: { lab: { service: { volumes: ['data:/var/data'] } } } });
    await say(lab, 'head -c 60000000 /dev/zero >/var/data/big');
    const taking = rig.engine.snapshot(lab, roomy);
    const outcome = taking.then(() => 'made', (error: unknown) => (isUserError(error) ? error.code : String(error)));
    await new Promise((resolve) => setTimeout(resolve, 60));
    await rig.engine.remove(lab);
    assert.ok(['snapshot-gone', 'engine-refused'].includes(await outcome), await outcome);
    assert.deepEqual(await rig.leftovers(), []);
  });

  it('that are not brought back, because the caller does not let go, leave the lab as it is', async () => {
    await rig.withLab({ services: { lab: { service: { volumes: ['data:/var/data'] } } } }, async (lab) => {
      const snapshot = await rig.engine.snapshot(lab, roomy);
      await say(lab, 'echo later >/opt/later; echo later >/var/data/later; sleep 1000 & :');
      const before = (await rig.leftovers()).sort();
      const hooks = { ...calm, leaving: () => Promise.reject(new Error('no')) };
      await assert.rejects(rig.engine.restore(lab, snapshot, hooks), /no/);
      assert.deepEqual((await rig.leftovers()).sort(), before);
      assert.equal(await say(lab, `cat /opt/later /var/data/later; ${sleeping}`), 'later\nlater\n2');
      await rig.engine.removeSnapshot(snapshot);
      await assert.rejects(rig.engine.restore(lab, snapshot, calm), (error) => isUserError(error) && error.code === 'snapshot-gone');
      assert.equal((await labs())[0]?.state, 'running');
    });
  });

  it('that fail to come back up leave a lab that is half-made, for its maker to remove', async () => {
    const lab = await rig.start();
    const snapshot = await rig.engine.snapshot(lab, roomy);
    const hooks = { ...calm, down: () => Promise.reject(new Error('the disk is full')) };
    await assert.rejects(rig.engine.restore(lab, snapshot, hooks), (error) => isUserError(error) && error.code === 'restore-failed');
    assert.deepEqual((await labs()).map(({ state }) => state), ['partial']);
    await rig.engine.remove(lab);
    assert.deepEqual(await rig.leftovers(), []);
  });

  it('keep host ports, health and the order of services', async () => {
    const services = {
      lab: { service: { depends_on: { web: { condition: 'service_healthy' } } } },
      web: {
        service: {
          command: ['sh', '-c', 'exec sleep 1000'], ports: ['8080'],
          healthcheck: { test: ['CMD', 'test', '-e', '/srv/ready'], interval: '1s' },
        },
      },
    };
    const session = rig.spec().session;
    const creating = rig.engine.createLab(rig.spec({ session, services }), () => undefined);
    for (let attempt = 0; attempt < 100; attempt++) {
      const container = rig.docker.getContainer(`ai-labs-${session}-web`);
      const exec = await container.exec({ Cmd: ['touch', '/srv/ready'] }).catch(() => undefined);
      if (exec && (await exec.start({}).then(() => true, () => false))) {
        break;
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    const lab = await creating;
    await rig.engine.markReady(lab);
    try {
      const restored = await restore(lab, await rig.engine.snapshot(lab, roomy));
      assert.deepEqual(restored.services.map(({ name, ports }) => [name, ports]), lab.services.map(({ name, ports }) => [name, ports]));
      assert.equal(await say(restored, 'getent hosts web | grep -c web'), '1');
    } finally {
      await rig.engine.remove(lab);
    }
  });
});
