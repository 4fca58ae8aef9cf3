import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

const cli = path.resolve(__dirname, '../../../dist/cli.js');

interface Row {
  id: string;
  severity: string;
  cause?: string;
  message: string;
  action?: string;
}

/** Every cause is produced for real: by sockets, files and rights of this machine. */
describe('ai-labs doctor', function () {
  this.timeout(60_000);
  let folder = '';
  const servers: Server[] = [];
  const connections = new Set<Socket>();

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'ai-labs-doctor-'));
    await chmod(folder, 0o755);
  });
  after(async () => {
    connections.forEach((connection) => connection.destroy());
    servers.forEach((server) => server.close());
    await rm(folder, { recursive: true, force: true });
  });

  async function listen(name: string, server: Server): Promise<string> {
    servers.push(server);
    server.on('connection', (connection) => connections.add(connection));
    const socket = path.join(folder, name);
    await new Promise<void>((resolve) => server.listen(socket, resolve));
    return socket;
  }

  function doctor(options: { home?: string; host?: string; environment?: NodeJS.ProcessEnv; uid?: number; catalog?: string } = {}): Promise<{ code: number; rows: Row[] }> {
    const { home = path.join(folder, 'home'), host, environment = {}, uid, catalog } = options;
    const words = [cli, 'doctor', '--json', '--home', home, ...(host ? ['--docker-host', host] : []), ...(catalog ? ['--catalog', catalog] : [])];
    return new Promise((resolve, reject) => {
      execFile(process.execPath, words, { env: { ...process.env, HOME: folder, ...environment }, ...(uid === undefined ? {} : { uid, gid: uid }) }, (error, stdout, stderr) => {
        const code = error ? Number(error.code) : 0;
        if (!stdout) {
          reject(new Error(`doctor ended with ${code}: ${stderr}`));
          return;
        }
        resolve({ code, rows: JSON.parse(stdout) as Row[] });
      });
    });
  }

  async function finds(id: string, cause: string, options: Parameters<typeof doctor>[0], action: RegExp): Promise<void> {
    const { code, rows } = await doctor(options);
    const row = rows.find((each) => each.id === id);
    assert.equal(row?.cause, cause, JSON.stringify(rows, undefined, 1));
    assert.match(row.action ?? '', action);
    assert.equal(code, row.severity === 'error' ? 1 : 0);
    assert.equal(rows.filter((each) => each.cause === cause).length, 1, 'it is said once');
  }

  it('finds all well where labs can run, and leaves nothing behind', async () => {
    const { code, rows } = await doctor();
    assert.equal(code, 0, JSON.stringify(rows, undefined, 1));
    assert.deepEqual(rows.map(({ id }) => id).filter((id) => id !== 'engine-disk' && id !== 'inner-engines'),
      ['node', 'engine', 'platform', 'memory', 'limits', 'home', 'home-disk', 'labs']);
    const home = path.join(folder, 'made');
    await mkdir(home);
    await doctor({ home });
    assert.deepEqual((await readdir(home)).filter((name) => name !== '.state'), [], 'but for what it remembers of labs');
  });

  it('tells what is wrong with the engine', async () => {
    await finds('engine', 'engine-not-running', { host: `unix://${folder}/absent.sock` }, /[Ss]tart/);
    await finds('engine', 'engine-hung', { host: `unix://${await listen('silent.sock', createServer())}` }, /Restart/);
    const old = createHttpServer((_, response) => response.end(JSON.stringify({ Version: '19.03.15', ApiVersion: '1.40', Os: 'linux', Arch: 'amd64' })));
    await finds('engine', 'engine-too-old', { host: `unix://${await listen('old.sock', old)}` }, /Update/);
    await finds('engine', 'engine-unreachable', { host: 'tcp://no-such-host.invalid:2375' }, /\w/);
  });

  it('tells a context that points nowhere, and one that does not exist', async () => {
    const config = path.join(folder, 'context');
    const meta = path.join(config, 'contexts', 'meta', createHash('sha256').update('gone').digest('hex'));
    await mkdir(meta, { recursive: true });
    await writeFile(path.join(meta, 'meta.json'), JSON.stringify({ Name: 'gone', Endpoints: { docker: { Host: `unix://${folder}/nowhere.sock` } } }));
    await finds('engine', 'engine-wrong-context', { environment: { DOCKER_CONFIG: config, DOCKER_CONTEXT: 'gone' } }, /context/);
    await finds('engine', 'engine-wrong-context', { environment: { DOCKER_CONFIG: config, DOCKER_CONTEXT: 'never' } }, /context/);
  });

  it('tells certificates, containers of another system and an engine that says no more than its version', async () => {
    const tls = createHttpServer((_, response) => response.writeHead(400).end('Client sent an HTTP request to an HTTPS server.\n'));
    await finds('engine', 'engine-tls', { host: `unix://${await listen('tls.sock', tls)}` }, /cert\.pem/);
    const about = { Version: '26.1.0', ApiVersion: '1.45', Os: 'windows', Arch: 'amd64' };
    const windows = createHttpServer((request, response) => response.end(JSON.stringify(request.url?.endsWith('/info') ? { MemTotal: 8e9 } : about)));
    await finds('platform', 'platform-not-linux', { host: `unix://${await listen('windows.sock', windows)}` }, /Linux containers/);
    const broken = createHttpServer((request, response) => {
      response.statusCode = request.url?.endsWith('/info') ? 500 : 200;
      response.end(JSON.stringify({ ...about, Os: 'linux', message: 'out of order' }));
    });
    await finds('engine', 'engine-refused', { host: `unix://${await listen('broken.sock', broken)}` }, /log/);
  });

  it('tells too little memory, limits that do not hold, and an odd architecture', async () => {
    const small = (name: string, info: object, arch = 'amd64'): Promise<string> =>
      listen(name, createHttpServer((request, response) =>
        response.end(JSON.stringify(request.url?.endsWith('/info') ? info : { Version: '26.1.0', ApiVersion: '1.45', Os: 'linux', Arch: arch }))));
    const { code, rows } = await doctor({ host: `unix://${await small('small.sock', { MemTotal: 1.2e9, MemoryLimit: false, PidsLimit: false }, 'riscv64')}` });
    const causes = rows.flatMap(({ severity, cause }) => (cause ? [`${severity} ${cause}`] : []));
    assert.deepEqual(causes, ['warning architecture-unproven', 'warning memory-short', 'warning limits-missing']);
    assert.match(rows.find(({ id }) => id === 'limits')?.message ?? '', /memory and processes/);
    assert.equal(code, 0, 'some labs run');
    await finds('memory', 'memory-short', { host: `unix://${await small('tiny.sock', { MemTotal: 0.5e9 })}` }, /more memory/);
  });

  it('tells labs that cannot be read', async () => {
    const catalog = path.resolve(__dirname, '../../fixtures/catalogs/one-broken');
    await finds('labs', 'labs-broken', { catalog }, /ai-labs validate/);
  });

  if (process.getuid?.() === 0) {
    it('tells a person without permission for the engine, or for the labs’ folder', async () => {
      const socket = await listen('secret.sock', createServer());
      await chmod(socket, 0o600);
      const home = path.join(folder, 'roots');
      await mkdir(home, { mode: 0o755 });
      await finds('engine', 'engine-no-permission', { host: `unix://${socket}`, uid: 65534 }, /usermod/);
      await finds('home', 'home-not-writable', { home, uid: 65534 }, /writable/);
    });

    it('tells a disk that is full, or nearly so', async () => {
      const home = path.join(folder, 'tiny');
      await mkdir(home);
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', home]);
      try {
        await finds('home-disk', 'disk-low', { home }, /space/);
        await writeFile(path.join(home, 'full'), Buffer.alloc(64 * 1024)).catch(() => undefined);
        await finds('home', 'disk-full', { home }, /[Ss]pace/);
        execFileSync('mount', ['-o', 'remount,ro', home]);
        await finds('home', 'home-not-writable', { home }, /writable/);
      } finally {
        execFileSync('umount', [home]);
      }
    });
  }
});
