import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, chown, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createServer as createTlsServer } from 'node:tls';
import { promisify } from 'node:util';
import type { DockerEngineOptions } from '../../../src/engines/docker/connect/dockerConnection';
import { createDockerEngine } from '../../../src/engines/docker/engine';
import type { Engine, EngineProblem } from '../../../src/engines/engine';
import { type EngineRig, useEngine } from '../harness';

const run = promisify(execFile);

describe('Looking for the engine', function () {
  this.timeout(60_000);
  let folder: string;
  const servers: { close(): unknown }[] = [];
  const sockets = new Set<Socket>();

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'ai-labs-probe-'));
    await chmod(folder, 0o755);
  });
  after(async () => {
    sockets.forEach((socket) => socket.destroy());
    servers.forEach((server) => server.close());
    await rm(folder, { recursive: true });
  });

  async function listen(name: string, server: Server): Promise<string> {
    const socket = path.join(folder, name);
    servers.push(server);
    server.on('connection', (connection) => sockets.add(connection));
    await new Promise<void>((resolve) => server.listen(socket, resolve));
    return socket;
  }

  /** An HTTP server that says the same to every question. */
  const saying = (name: string, status: number, body: unknown): Promise<string> =>
    listen(
      name,
      createHttpServer((_, response) =>
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body)),
      ),
    );

  async function refuses(options: DockerEngineOptions, reason: EngineProblem): Promise<void> {
    const engine = createDockerEngine({ environment: {}, home: folder, ...options });
    const status = await engine.probe();
    assert.equal(status.usable, false);
    assert.equal(status.reason, reason, status.error.message);
    assert.equal(status.error.code, `engine-${reason}`);
    assert.ok(status.error.action?.text, 'says what to do');
    await assert.rejects(engine.findLabs('x'), { code: `engine-${reason}` });
  }

  it('finds the one that is there', async () => {
    const status = await createDockerEngine().probe();
    assert.ok(status.usable, 'this test needs an engine');
    assert.match(status.apiVersion, /^1\.\d+$/);
    assert.equal(status.os, 'linux');
    assert.equal(typeof status.rootless, 'boolean');
  });

  it('says that it is not running: no socket where one was asked for, or nobody behind it', async () => {
    await refuses({ host: `unix://${folder}/absent.sock` }, 'not-running');
    const server = createServer();
    const socket = await listen('dead.sock', server);
    await rename(socket, `${socket}.kept`);
    server.close();
    await refuses({ host: `unix://${socket}.kept` }, 'not-running');
  });

  it('tells one that is not installed from one that is not running by its command', async () => {
    // On a Windows there are only pipes, none of which exist here.
    await refuses({ platform: 'win32', environment: { PATH: folder } }, 'not-installed');
    await mkdir(path.join(folder, 'bin'));
    await writeFile(path.join(folder, 'bin/docker'), '#!/bin/sh\n', { mode: 0o755 });
    await refuses({ platform: 'win32', environment: { PATH: path.join(folder, 'bin') } }, 'not-running');
  });

  it('says that it hangs, in a few seconds', async () => {
    const socket = await listen('silent.sock', createServer());
    await refuses({ host: `unix://${socket}` }, 'hung');
  });

  it('says that it is too old', async () => {
    const socket = await saying('old.sock', 200, {
      Version: '19.03.15',
      ApiVersion: '1.40',
      Os: 'linux',
      Arch: 'amd64',
    });
    await refuses({ host: `unix://${socket}` }, 'too-old');
  });

  it('says that it cannot be reached: a closed port, an unknown host, something else that listens, an address nobody understands', async () => {
    const closed = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => closed.once('listening', resolve));
    const { port } = closed.address() as AddressInfo;
    await new Promise((resolve) => closed.close(resolve));
    await refuses({ host: `tcp://127.0.0.1:${port}` }, 'unreachable');
    await refuses({ host: 'tcp://no-such-host.invalid:2375' }, 'unreachable');
    await refuses({ host: `unix://${await saying('web.sock', 200, { hello: 'world' })}` }, 'unreachable');
    await refuses({ host: `unix://${await saying('broken.sock', 500, { message: 'no' })}` }, 'unreachable');
    await refuses({ host: 'ssh://somebody@somewhere' }, 'unreachable');
  });

  it('says that the Docker context is wrong: one that is not there, or that names a socket which is not there', async () => {
    const config = path.join(folder, 'context');
    const meta = path.join(config, 'contexts', 'meta', createHash('sha256').update('gone').digest('hex'));
    await mkdir(meta, { recursive: true });
    await writeFile(path.join(meta, 'meta.json'), JSON.stringify({ Name: 'gone', Endpoints: { docker: { Host: `unix://${folder}/nowhere.sock` } } }));
    await refuses({ environment: { DOCKER_CONFIG: config, DOCKER_CONTEXT: 'gone' } }, 'wrong-context');
    await writeFile(path.join(config, 'config.json'), JSON.stringify({ currentContext: 'never-made' }));
    await refuses({ environment: { DOCKER_CONFIG: config } }, 'wrong-context');
  });

  it('says that certificates are the trouble: none given, TLS where there is none', async () => {
    const refusing = createHttpServer((_, response) => response.writeHead(400).end('Client sent an HTTP request to an HTTPS server.\n')).listen(0, '127.0.0.1');
    servers.push(refusing);
    await new Promise((resolve) => refusing.once('listening', resolve));
    const { port } = refusing.address() as AddressInfo;
    await refuses({ host: `tcp://127.0.0.1:${port}` }, 'tls');
    await refuses({ host: `https://127.0.0.1:${port}` }, 'tls');
  });

  it('takes the first of the usual places that answers, past those that do not', async () => {
    const home = path.join(folder, 'home');
    await mkdir(path.join(home, '.colima/default'), { recursive: true });
    const options = { home, environment: {} };
    const status = await createDockerEngine(options).probe();
    assert.ok(status.usable);
    assert.equal(status.endpoint, 'unix:///var/run/docker.sock');
  });

  it('stops when it is cancelled', async () => {
    const socket = await listen('silent2.sock', createServer());
    const probing = createDockerEngine({ host: `unix://${socket}` }).probe(AbortSignal.timeout(100));
    await assert.rejects(probing, { name: 'CancelledError' });
  });

  if (process.getuid?.() === 0) {
    it('says that it may not be used, to a user without permission', async () => {
      const socket = await listen('secret.sock', createServer());
      await chmod(socket, 0o000);
      const script = path.resolve(__dirname, '../../fakes/probeAs.ts');
      const home = path.join(folder, 'nobody');
      await mkdir(home);
      await chown(home, 65534, 65534);
      const env = { PATH: process.env['PATH'], HOME: home, TMPDIR: home };
      const { stdout } = await run(process.execPath, ['--import', 'tsx', script, `unix://${socket}`], {
        uid: 65534,
        gid: 65534,
        env,
      });
      assert.equal(stdout, 'no-permission engine-no-permission');
    });
  }
});

/** Everything that differs between a socket and a network: certificates, half-closed connections, hijacking. */
describe('An engine over TCP', function () {
  this.timeout(120_000);
  const rig: EngineRig = useEngine();
  const engineSocket = '/var/run/docker.sock';

  const pipeToEngine = (client: Socket): void => {
    const engine = connect({ path: engineSocket, allowHalfOpen: true });
    for (const socket of [client, engine]) {
      socket.on('error', () => socket.destroy());
    }
    client.pipe(engine);
    engine.pipe(client);
  };

  async function works(engine: Engine): Promise<void> {
    const lab = await engine.createLab(rig.spec({ services: { lab: { workspace: 'rw' } } }), () => undefined);
    try {
      let output = '';
      const { exitCode } = await engine.exec(lab, 'lab', {
        command: ['sh', '-c', 'wc -c; exit 4'],
        stdin: Buffer.alloc(300_000),
        onStdout: (chunk) => (output += chunk.toString()),
      });
      assert.deepEqual([exitCode, output.trim()], [4, '300000']);
      const shell = await engine.openShell(lab, 'lab', { command: ['sh'], columns: 80, rows: 24 });
      shell.write('exit 6\n');
      assert.equal(await shell.exited, 6);
    } finally {
      await engine.remove(lab);
    }
  }

  it('works unprotected', async () => {
    const server = createServer({ allowHalfOpen: true }, pipeToEngine).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    try {
      await works(
        createDockerEngine({
          environment: { DOCKER_HOST: `tcp://127.0.0.1:${(server.address() as AddressInfo).port}` },
        }),
      );
    } finally {
      server.close();
    }
  });

  it('works with certificates of both sides, and refuses a stranger', async () => {
    const certificates = path.join(rig.folder, 'certificates');
    await mkdir(certificates);
    const openssl = (...args: string[]): Buffer =>
      execFileSync('openssl', args, { cwd: certificates, stdio: 'pipe' });
    openssl(
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-keyout',
      'ca-key.pem',
      '-out',
      'ca.pem',
      '-days',
      '2',
      '-subj',
      '/CN=test ca',
    );
    await writeFile(path.join(certificates, 'names'), 'subjectAltName=IP:127.0.0.1\n');
    for (const name of ['server', 'cert']) {
      openssl(
        'req',
        '-newkey',
        'rsa:2048',
        '-nodes',
        '-keyout',
        `${name}-key.pem`,
        '-out',
        `${name}.csr`,
        '-subj',
        `/CN=${name}`,
      );
      openssl(
        'x509',
        '-req',
        '-in',
        `${name}.csr`,
        '-CA',
        'ca.pem',
        '-CAkey',
        'ca-key.pem',
        '-CAcreateserial',
        '-out',
        `${name}.pem`,
        '-days',
        '2',
        '-extfile',
        'names',
      );
    }
    await rename(path.join(certificates, 'cert-key.pem'), path.join(certificates, 'key.pem'));
    const read = (name: string): Promise<Buffer> => readFile(path.join(certificates, name));
    const server = createTlsServer(
      {
        cert: await read('server.pem'),
        key: await read('server-key.pem'),
        ca: await read('ca.pem'),
        requestCert: true,
        allowHalfOpen: true,
      },
      pipeToEngine,
    ).listen(0, '127.0.0.1');
    // Whoever hangs up in the middle of the handshake leaves its connection half open here.
    const accepted = new Set<Socket>();
    server.on('connection', (socket: Socket) => accepted.add(socket));
    await new Promise((resolve) => server.once('listening', resolve));
    try {
      const DOCKER_HOST = `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`;
      await works(
        createDockerEngine({
          environment: { DOCKER_HOST, DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: certificates },
        }),
      );
      await rm(path.join(certificates, 'ca.pem'));
      const stranger = await createDockerEngine({
        environment: { DOCKER_HOST, DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: certificates },
      }).probe();
      assert.deepEqual([stranger.usable, stranger.usable || stranger.reason], [false, 'tls']);
    } finally {
      server.close();
      accepted.forEach((socket) => socket.destroy());
    }
  });
});
