import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createDockerEngine } from '../../../src/engines/docker/engine';
import type { Engine } from '../../../src/engines/engine';
import { useEngine } from '../harness';
import { SshServer } from './sshServer';

const engineSocket = '/var/run/docker.sock';

describe('An engine over ssh', function () {
  this.timeout(120_000);
  const rig = useEngine();
  const path_ = process.env['PATH'];
  let folder: string;
  let server: SshServer;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'ai-labs-ssh-'));
    server = new SshServer(folder);
    await server.start(engineSocket);
    process.env['PATH'] = server.path;
  });
  after(async () => {
    process.env['PATH'] = path_;
    await server.stop();
    await rm(folder, { recursive: true });
  });

  const over = (host = server.address): Engine => createDockerEngine({ host, environment: {}, home: folder });

  async function fails(code: string, says: RegExp, host?: string): Promise<void> {
    const engine = over(host);
    const status = await engine.probe();
    assert.ok(!status.usable, 'it cannot be used');
    assert.deepEqual([status.reason, status.error.code], ['unreachable', code], status.error.detail);
    assert.match(status.error.action?.text ?? '', says);
    await assert.rejects(engine.findLabs(rig.home), { code });
  }

  it('runs a lab: commands with input and output, a terminal, events, cancelling', async () => {
    const engine = over();
    const kinds: string[] = [];
    const watching = engine.watch(rig.home, ({ kind }) => kinds.push(kind));
    const lab = await engine.createLab(rig.spec({ services: { lab: { workspace: 'rw' } } }), () => undefined);
    try {
      let output = '';
      const { exitCode } = await engine.exec(lab, 'lab', {
        command: ['sh', '-c', 'wc -c; exit 4'],
        stdin: Buffer.alloc(3_000_000),
        onStdout: (chunk) => (output += chunk.toString()),
      });
      assert.deepEqual([exitCode, output.trim()], [4, '3000000']);
      let size = 0;
      await engine.exec(lab, 'lab', {
        command: ['head', '-c', '3000000', '/dev/zero'],
        onStdout: (chunk) => (size += chunk.length),
      });
      assert.equal(size, 3_000_000);
      const shell = await engine.openShell(lab, 'lab', { command: ['sh'], columns: 80, rows: 24 });
      shell.write('exit 6\n');
      assert.equal(await shell.exited, 6);
      const sleeping = engine.exec(lab, 'lab', { command: ['sleep', '60'] }, AbortSignal.timeout(300));
      await assert.rejects(sleeping, { name: 'CancelledError' });
    } finally {
      await engine.remove(lab);
      watching.dispose();
    }
    assert.ok(kinds.includes('died'), kinds.join(' '));
  });

  it('is found by a context, and by a socket of its own on the other side', async () => {
    const id = createHash('sha256').update('far').digest('hex');
    await mkdir(path.join(folder, '.docker/contexts/meta', id), { recursive: true });
    const meta = { Name: 'far', Endpoints: { docker: { Host: server.address } } };
    await writeFile(path.join(folder, '.docker/contexts/meta', id, 'meta.json'), JSON.stringify(meta));
    const status = await createDockerEngine({ context: 'far', environment: {}, home: folder }).probe();
    assert.ok(status.usable);
    assert.equal(status.endpoint, server.address);
    assert.ok((await over(`${server.address}${engineSocket}`).probe()).usable);
  });

  it('that does not let us in is said, with how to get in', async () => {
    await server.client('stranger');
    try {
      await fails('engine-ssh-denied', /ssh-copy-id/);
    } finally {
      await server.client('client');
    }
  });

  it('whose key is unknown, or another one, is not trusted', async () => {
    try {
      for (const key of [undefined, 'other-host']) {
        await server.trust(key);
        await fails('engine-ssh-host-key', /accept the key/);
      }
    } finally {
      await server.trust('host');
    }
  });

  it('that is not there is unreachable', async () => {
    await fails('engine-unreachable', /host may be down/, 'ssh://127.0.0.1:1');
    await fails('engine-unreachable', /host may be down/, 'ssh://no-such-host.invalid');
  });

  it('without a docker command, or without an engine behind it, is told apart', async () => {
    await fails('engine-ssh-no-engine', /docker info/, `${server.address}${folder}/no.sock`);
    await rm(path.join(folder, 'far/docker'));
    await server.script('far', 'docker', 'exit 127');
    await fails('engine-ssh-no-docker', /Install Docker/);
  });

  it('on a machine without ssh says so', async () => {
    process.env['PATH'] = folder;
    try {
      await fails('engine-ssh-missing', /Install an OpenSSH client/);
    } finally {
      process.env['PATH'] = server.path;
    }
  });
});
