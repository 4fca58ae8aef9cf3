import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:net';
import path from 'node:path';
import { EngineProxy } from '../../fakes/engineProxy';
import { askUntilAnswered, useEngine } from '../harness';
import type { Subject } from '../subject';

/** Serves one sentence on port 8000 until it is killed. */
const listener = `exec perl -MIO::Socket::INET -e '
  $server = IO::Socket::INET->new(LocalPort => 8000, Listen => 5, ReuseAddr => 1) or die;
  while ($client = $server->accept) {
    while (<$client>) { last if /^\\s*$/ }
    print $client "HTTP/1.0 200 OK\\r\\n\\r\\npage";
    close $client;
  }'`;

/** Lines of the routes that lead anywhere. Source: proc(5), `/proc/net/route`, the destination in hexadecimal. */
const defaultRoutes = 'grep -E "^[^[:space:]]+[[:space:]]+00000000" /proc/net/route';

/** A gateway of `/proc/net/route`: four bytes in hexadecimal, the last one first. */
const addressOf = (gateway = ''): string => (gateway.match(/../g) ?? []).reverse().map((byte) => parseInt(byte, 16)).join('\\.');

const connect = (host: string, port: number): string => `timeout 4 bash -c '</dev/tcp/${host}/${port}'`;

export function lifeOfALab(subject: Subject): void {
  describe('A lab', function () {
    this.timeout(120_000);
    const rig = useEngine(subject);

    it('is created, found, used and removed', async () => {
      const lab = await rig.start({
        services: { lab: { workspace: 'rw', service: { user: 'learner' } } },
        labels: { digest: 'abc' },
      });
      assert.deepEqual(await rig.engine.findLabs(rig.home), [lab]);
      const result = await rig.sh(lab, 'id -un; pwd; echo oops >&2; exit 3', { user: 'learner' });
      assert.deepEqual(result, { exitCode: 3, stdout: 'learner\n/workspace\n', stderr: 'oops\n' });
      await rig.engine.remove(lab);
      assert.deepEqual(await rig.leftovers(), []);
      assert.deepEqual(await rig.engine.findLabs(rig.home), []);
      await rig.engine.remove(lab);
    });

    it('is half-made until it is marked ready', async () => {
      const lab = await rig.engine.createLab(rig.spec(), () => undefined);
      assert.equal(lab.state, 'running');
      assert.equal((await rig.engine.findLabs(rig.home))[0]?.state, 'partial');
      await rig.engine.markReady(lab);
      assert.equal((await rig.engine.findLabs(rig.home))[0]?.state, 'running');
      await rig.engine.remove(lab);
    });

    it('is partial when a service is gone or down, and found by whatever is left', async () => {
      const lab = await rig.start({ services: { a: {}, b: {} } });
      const [a = '', b = ''] = lab.services.map(({ container }) => container);
      await rig.behind.kill(a);
      const [down] = await rig.engine.findLabs(rig.home);
      assert.equal(down?.state, 'partial');
      assert.deepEqual(
        down?.services.map(({ name, state, exitCode }) => [name, state, exitCode]),
        [
          ['a', 'exited', 137],
          ['b', 'running', undefined],
        ],
      );
      await rig.behind.remove(a);
      assert.equal((await rig.engine.findLabs(rig.home))[0]?.state, 'partial');
      await rig.behind.remove(b);
      const [rest] = await rig.engine.findLabs(rig.home);
      assert.deepEqual([rest?.lab, rest?.state, rest?.services], ['test/lab', 'partial', []]);
      assert.ok(rest);
      await rig.engine.remove(rest);
      assert.deepEqual(await rig.leftovers(), []);
    });

    it('stays up while one of its services is paused', async () => {
      await rig.withLab({}, async (lab) => {
        if (!rig.engine.capabilities.pauses) {
          await assert.rejects(rig.behind.pause(lab.services[0]?.container ?? ''));
          return;
        }
        await rig.behind.pause(lab.services[0]?.container ?? '');
        const [found] = await rig.engine.findLabs(rig.home);
        assert.deepEqual([found?.state, found?.services[0]?.state], ['running', 'paused']);
        await rig.engine.stop(lab);
        assert.equal((await rig.engine.findLabs(rig.home))[0]?.state, 'stopped');
        assert.equal((await rig.engine.resume(lab, () => undefined)).state, 'running');
      });
    });

    it('belongs to one home: another neither sees nor removes it', async () => {
      const other = `${rig.home}-other`;
      const mine = await rig.start();
      const theirs = await rig.engine.createLab(rig.spec({ home: other }), () => undefined);
      assert.deepEqual(
        (await rig.engine.findLabs(rig.home)).map(({ session }) => session),
        [mine.session],
      );
      assert.deepEqual(
        (await rig.engine.findLabs(other)).map(({ session }) => session),
        [theirs.session],
      );
      await rig.engine.remove({ ...theirs, home: rig.home });
      assert.equal((await rig.engine.findLabs(other)).length, 1);
      await rig.engine.remove(theirs);
      assert.deepEqual(await rig.leftovers(other), []);
      assert.equal((await rig.engine.findLabs(rig.home)).length, 1);
      await rig.engine.remove(mine);
    });

    it('never touches what is not ours', async () => {
      const stranger = await rig.behind.stranger(rig.image.id);
      try {
        const lab = await rig.start();
        await rig.engine.remove(lab);
        assert.ok(await stranger.exists());
      } finally {
        await stranger.remove();
      }
    });

    it('keeps files and host ports when it is stopped and started again', async () => {
      const lab = await rig.start({
        services: { lab: { service: { ports: ['8080'] } }, db: { service: { volumes: ['data:/data'] } } },
      });
      await rig.sh(lab, 'echo kept >/root/file');
      await rig.sh(lab, 'echo kept >/data/file', { service: 'db' });
      await rig.engine.stop(lab);
      const [stopped] = await rig.engine.findLabs(rig.home);
      assert.equal(stopped?.state, 'stopped');
      assert.deepEqual(stopped?.services[0]?.ports, lab.services[0]?.ports);
      const again = await rig.engine.resume(lab, () => undefined);
      assert.deepEqual(again, lab);
      assert.equal((await rig.sh(again, 'cat /root/file')).stdout, 'kept\n');
      assert.equal((await rig.sh(again, 'cat /data/file', { service: 'db' })).stdout, 'kept\n');
      await rig.engine.remove(again);
    });

    it('gets another host port, and keeps its files, when its own was taken meanwhile', async () => {
      const lab = await rig.start({ services: { lab: { service: { ports: ['8080'] } } } });
      const port = lab.services[0]?.ports[0]?.host ?? 0;
      await rig.sh(lab, 'echo kept >/root/file');
      await rig.engine.stop(lab);
      const thief = createServer().listen(port, '127.0.0.1');
      try {
        const again = await rig.engine.resume(lab, () => undefined);
        const now = again.services[0]?.ports[0]?.host;
        assert.ok(now && now !== port);
        assert.equal(again.state, 'running');
        assert.equal((await rig.sh(again, 'cat /root/file')).stdout, 'kept\n');
        assert.deepEqual(await rig.engine.endpoint(again, 'lab', 8080), { host: '127.0.0.1', port: now });
      } finally {
        thief.close();
        await rig.engine.remove(lab);
      }
    });

    it('tries the port of last time first, and takes a free one where it is taken', async () => {
      const first = await rig.start({ services: { lab: { ports: [{ container: 8080 }] } } });
      const host = first.services[0]?.ports[0]?.host;
      await rig.engine.remove(first);
      const second = await rig.start({ services: { lab: { ports: [{ container: 8080, host }] } } });
      assert.equal(second.services[0]?.ports[0]?.host, host);
      const third = await rig.start({ services: { lab: { ports: [{ container: 8080, host }] } } });
      assert.notEqual(third.services[0]?.ports[0]?.host, host);
      assert.equal((await rig.engine.findLabs(rig.home)).length, 2);
      await rig.engine.remove(second);
      await rig.engine.remove(third);
    });

    it('starts on another port when its own is taken at the last moment', async () => {
      const free = await rig.start({ services: { lab: { ports: [{ container: 8080 }] } } });
      const host = free.services[0]?.ports[0]?.host ?? 0;
      await rig.engine.remove(free);
      const thief = createServer();
      const socket = path.join(rig.folder, 'thief.sock');
      const proxy = new EngineProxy(socket, subject.socket, (line) => {
        if (/\/start$/.test(line) && !thief.listening) {
          thief.listen(host, '127.0.0.1');
        }
      });
      await proxy.start();
      try {
        const engine = subject.create(socket);
        const lab = await engine.createLab(
          rig.spec({ services: { lab: { ports: [{ container: 8080, host }] } } }),
          () => undefined,
        );
        assert.ok(thief.listening);
        assert.notEqual(lab.services[0]?.ports[0]?.host, host);
        assert.equal((await rig.sh(lab, 'echo up')).stdout, 'up\n');
        await rig.engine.remove(lab);
      } finally {
        thief.close();
        proxy.kill();
      }
    });

    it('publishes ports on loopback alone, and its services reach each other by name', async () => {
      const services = { web: { service: { ports: ['8000'] } }, peer: {} };
      await rig.withLab({ services }, async (lab) => {
        const listening = rig.sh(lab, listener, { service: 'web' });
        const { port } = await rig.engine.endpoint(lab, 'web', 8000);
        assert.equal(await askUntilAnswered(port), 'page');
        assert.equal((await rig.sh(lab, connect('web', 8000), { service: 'peer' })).exitCode, 0);
        assert.deepEqual(await rig.behind.publishedOn(lab.services[0]?.container ?? ''), ['127.0.0.1']);
        await rig.engine.stop(lab);
        await listening;
      });
    });

    it('has no way out without internet, or its engine says that it has', async () => {
      const services = { web: { service: { ports: ['8000'] } }, peer: {} };
      await rig.withLab({ services }, async (lab) => {
        if (rig.engine.capabilities.offline) {
          assert.notEqual((await rig.sh(lab, connect('1.1.1.1', 53), { service: 'peer' })).exitCode, 0);
          const lookup = await rig.sh(lab, 'timeout 15 getent ahosts example.org', { service: 'peer' });
          assert.equal(lookup.exitCode, 2, 'a name outside is refused, not waited for');
        } else {
          const route = await rig.sh(lab, defaultRoutes, { service: 'peer' });
          assert.notEqual(route.stdout, '', 'an engine that could keep a lab in must not declare that it cannot');
        }
      });
    });

    it('has no way out where it publishes nothing, and its services reach each other', async () => {
      const services = { web: { service: { command: ['sh', '-c', listener] } }, peer: {} };
      await rig.withLab({ services }, async (lab) => {
        assert.notEqual((await rig.sh(lab, connect('1.1.1.1', 53), { service: 'peer' })).exitCode, 0);
        const asked = `for i in $(seq 50); do ${connect('web', 8000)} && exit; sleep 0.1; done; exit 1`;
        assert.equal((await rig.sh(lab, asked, { service: 'peer' })).exitCode, 0);
        const routes = (await rig.sh(lab, defaultRoutes, { service: 'peer' })).stdout.split('\n').filter((line) => line !== '');
        const neighbours = (await rig.sh(lab, 'cat /proc/net/arp', { service: 'peer' })).stdout;
        for (const route of routes) {
          // Docker 20.10 routes to an address that nobody has: 0x0 means that no one answered for it.
          assert.match(neighbours, new RegExp(`^${addressOf(route.split(/\s+/)[2])}\\s+\\S+\\s+0x0\\s`, 'm'));
        }
      });
    });

    it('without ports or others has loopback only, and still knows its own name', async () => {
      await rig.withLab({}, async (lab) => {
        assert.equal((await rig.sh(lab, 'getent hosts lab')).stdout.trim().split(/\s+/)[0], '127.0.0.1');
        assert.equal((await rig.sh(lab, 'ls /sys/class/net')).stdout.trim(), 'lo');
      });
    });

    it('says so when an image is gone, a user is unknown, a port is not published, a service missing', async () => {
      const gone = { ...rig.image, id: `sha256:${randomBytes(32).toString('hex')}` };
      await assert.rejects(rig.start({ services: { lab: { image: gone } } }), { code: 'image-missing' });
      await assert.rejects(rig.start({ services: { lab: { service: { user: 'ghost' } } } }), {
        code: 'lab-invalid',
        message: /"ghost"/,
      });
      await rig.withLab({}, async (lab) => {
        await assert.rejects(rig.engine.endpoint(lab, 'lab', 80), { code: 'port-not-published' });
        await assert.rejects(rig.sh(lab, 'true', { service: 'other' }), { code: 'service-missing' });
      });
      assert.deepEqual(await rig.leftovers(), []);
    });
  });
}
