import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { symlink, writeFile } from 'node:fs/promises';
import { networkInterfaces } from 'node:os';
import path from 'node:path';
import type { RunningLab } from '../../../src/engines/engine';
import { askUntilAnswered, useEngine } from '../harness';

/** Prints `open` where something answers at an address and port. */
const knock = (address: string, port: number): string =>
  `timeout 3 bash -c 'exec 3<>/dev/tcp/${address}/${port}' 2>/dev/null && echo open || echo closed`;

/** A server for one container, in what every Debian image has. */
const server = `perl -MIO::Socket::INET -e '$s = IO::Socket::INET->new(LocalPort => 8080, Listen => 5, ReuseAddr => 1) or die; while ($c = $s->accept) { print $c "HTTP/1.0 200 OK\\r\\n\\r\\nhello"; close $c }'`;
const serving = { service: { command: ['sh', '-c', server] }, idle: false };

/** Addresses of this machine that others could use: not loopback. */
function ownAddresses(): string[] {
  return Object.values(networkInterfaces()).flatMap((all) => (all ?? []).filter(({ internal, family }) => !internal && family === 'IPv4').map(({ address }) => address));
}

describe('From inside a lab', function () {
  this.timeout(120_000);
  const rig = useEngine();
  let lab: RunningLab;
  let neighbour: RunningLab;
  let host: Server;
  let hostPort: number;

  const addressOf = async (of: RunningLab, service: string): Promise<string> => {
    const container = of.services.find(({ name }) => name === service)?.container ?? '';
    const { NetworkSettings } = await rig.docker.getContainer(container).inspect();
    return Object.values(NetworkSettings.Networks)[0]?.IPAddress ?? '';
  };
  const gatewayOf = async (of: RunningLab): Promise<string> => {
    const { IPAM } = await rig.docker.getNetwork(`ai-labs-${of.session}`).inspect();
    return IPAM?.Config?.[0]?.['Gateway'] ?? '';
  };

  before(async () => {
    host = createServer((_, response) => response.end('a service of this machine')).listen(0, '0.0.0.0');
    await once(host, 'listening');
    hostPort = (host.address() as AddressInfo).port;
    [lab, neighbour] = await Promise.all([
      rig.startShared({ services: { lab: { workspace: 'rw', service: { user: 'learner' } }, web: serving } }),
      rig.startShared({ services: { lab: {}, web: { ...serving, ports: [{ container: 8080 }] } } }),
    ]);
  });
  after(() => host.close());

  it("no file of this machine is seen but the learner's folder, not by a link either", async () => {
    await writeFile(path.join(rig.folder, 'secret.txt'), 'of this machine');
    await symlink(path.join(rig.folder, 'secret.txt'), path.join(rig.workspace, 'link'));
    await symlink('../secret.txt', path.join(rig.workspace, 'up'));
    for (const file of ['/workspace/link', '/workspace/up', '/workspace/../secret.txt', path.join(rig.folder, 'secret.txt')]) {
      assert.notEqual((await rig.sh(lab, `cat ${file}`)).exitCode, 0, file);
    }
    const mounts = (await rig.sh(lab, `awk '$4 != "/" && $9 !~ /^(tmpfs|proc|sysfs|mqueue|devpts|cgroup2?)$/ {print $5}' /proc/self/mountinfo`)).stdout;
    const seen = mounts.trim().split('\n').filter((mount) => !/^\/(proc|sys|dev)\b|\/docker-init$/.test(mount));
    assert.deepEqual(seen.sort(), ['/etc/hostname', '/etc/hosts', '/etc/resolv.conf', '/workspace']);
  });

  it('there is no engine to talk to, no disk and no memory of this machine', async () => {
    const found = await rig.sh(lab, String.raw`find / -xdev \( -name docker.sock -o -name containerd.sock -o -name podman.sock \) 2>/dev/null; find /dev -type b; ls /dev/mem /dev/kmem /dev/kmsg 2>/dev/null`);
    assert.equal(found.stdout, '');
  });

  it('other services of the lab answer by name, and those of other labs by no name and no address', async () => {
    assert.equal((await rig.sh(lab, knock('web', 8080))).stdout, 'open\n');
    assert.equal((await rig.sh(neighbour, knock('web', 8080))).stdout, 'open\n');
    const addresses = { from: [lab, neighbour], to: [neighbour, lab] };
    for (const [index, from] of addresses.from.entries()) {
      const to = addresses.to[index] ?? from;
      assert.equal((await rig.sh(from, knock(await addressOf(to, 'web'), 8080))).stdout, 'closed\n');
    }
    assert.notEqual((await rig.sh(lab, `getent hosts ai-labs-${neighbour.session}-web`)).exitCode, 0);
  });

  it('without internet and ports, this machine answers at none of its addresses', async () => {
    const answers = await Promise.all([await gatewayOf(lab), ...ownAddresses()].map((address) => rig.sh(lab, knock(address, hostPort))));
    assert.deepEqual(new Set(answers.map(({ stdout }) => stdout)), new Set(['closed\n']));
  });

  it('ports are open on loopback alone', async () => {
    const port = neighbour.services.find(({ name }) => name === 'web')?.ports[0]?.host ?? 0;
    assert.equal(await askUntilAnswered(port), 'hello');
    const open = await Promise.all(ownAddresses().map((address) => answersAt(address, port)));
    assert.ok(open.every((each) => !each), JSON.stringify(ownAddresses()));
    const { HostConfig } = await rig.docker.getContainer(neighbour.services.find(({ name }) => name === 'web')?.container ?? '').inspect();
    const bindings = Object.values(HostConfig.PortBindings as Record<string, { HostIp: string }[]>).flat();
    assert.deepEqual(bindings.map(({ HostIp }) => HostIp), ['127.0.0.1']);
  });

  it('a lab of one service without ports reaches nothing but itself', async () => {
    const single = await rig.start();
    assert.equal((await rig.sh(single, knock('172.17.0.1', hostPort))).stdout, 'closed\n');
    await rig.engine.remove(single);
  });
});

async function answersAt(address: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: address, port, timeout: 1500 });
    const end = (open: boolean): void => {
      socket.destroy();
      resolve(open);
    };
    socket.once('connect', () => end(true));
    socket.once('timeout', () => end(false));
    socket.once('error', () => end(false));
  });
}
