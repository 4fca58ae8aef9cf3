import assert from 'node:assert/strict';
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TLSSocket } from 'node:tls';
import { createDockerEngine } from '../../../src/engines/docker/engine';

/** Certificates made for the purpose, and servers that ask for them: nothing here is an engine, only its door. */
describe('An engine behind TLS', function () {
  this.timeout(60_000);
  let folder: string;

  const at = (...names: string[]): string => path.join(folder, ...names);
  const openssl = (...words: string[]): unknown => execFileSync('openssl', words, { cwd: folder, stdio: 'ignore' });

  /** A certificate of the authority, valid for so many days; a negative number: until so many days ago. */
  async function issue(name: string, days: number, authority = 'ca'): Promise<void> {
    openssl('req', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', `${name}-key.pem`, '-out', `${name}.csr`, '-subj', `/CN=${name}`);
    await writeFile(at('index.txt'), '');
    const day = (offset: number): string => `${new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 19).replace(/[-:T]/g, '')}Z`;
    openssl('ca', '-batch', '-config', 'ca.cnf', '-cert', `${authority}.pem`, '-keyfile', `${authority}-key.pem`, '-in', `${name}.csr`, '-out', `${name}.pem`,
      '-startdate', day(-10), '-enddate', day(days), '-notext');
  }

  /** A folder as DOCKER_CERT_PATH names it. */
  async function certificates(name: string, certificate: string | undefined, authority = 'ca'): Promise<string> {
    await mkdir(at(name));
    await copyFile(at(`${authority}.pem`), at(name, 'ca.pem'));
    if (certificate) {
      await copyFile(at(`${certificate}.pem`), at(name, 'cert.pem'));
      await copyFile(at(`${certificate}-key.pem`), at(name, 'key.pem'));
    }
    return at(name);
  }

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'ai-labs-tls-'));
    await writeFile(at('ca.cnf'), [
      '[ca]', 'default_ca = ours', '[ours]', 'database = index.txt', 'rand_serial = yes', 'new_certs_dir = .', 'default_md = sha256', 'policy = any', 'x509_extensions = names',
      '[any]', 'commonName = supplied', '[names]', 'subjectAltName = IP:127.0.0.1', '',
    ].join('\n'));
    for (const authority of ['ca', 'stranger']) {
      openssl('req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', `${authority}-key.pem`, '-out', `${authority}.pem`, '-days', '2', '-subj', `/CN=${authority}`);
    }
    await issue('server', 2);
    await issue('server-old', -1);
    await issue('client', 2);
    await issue('client-old', -1);
    await issue('client-strange', 2, 'stranger');
  });
  after(() => rm(folder, { recursive: true }));

  async function asked(port: number, certPath: string): Promise<{ usable: boolean; reason?: string; code?: string; message: string; action?: string }> {
    const status = await createDockerEngine({
      home: folder, environment: { DOCKER_HOST: `tcp://127.0.0.1:${port}`, DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: certPath },
    }).probe();
    return status.usable ? { usable: true, message: '' } : { usable: false, reason: status.reason, code: status.error.code, message: status.error.message, action: status.error.action?.text };
  }

  function isTls(answer: Awaited<ReturnType<typeof asked>>, says: RegExp): void {
    assert.deepEqual([answer.reason, answer.code], ['tls', 'engine-tls'], answer.message);
    assert.match(answer.message, says);
    assert.match(answer.action ?? '', /cert\.pem/);
  }

  /** Hangs up on whoever shows no certificate that holds, without a word, as Node does. */
  async function withServer(certificate: string, work: (port: number) => Promise<void>): Promise<void> {
    const options = { cert: await readFile(at(`${certificate}.pem`)), key: await readFile(at(`${certificate}-key.pem`)), ca: await readFile(at('ca.pem')), requestCert: true, rejectUnauthorized: true };
    const answer = { Version: '20.10.0', ApiVersion: '1.41', MinAPIVersion: '1.12', Os: 'linux', Arch: 'amd64' };
    const server = createHttpsServer(options, (_, response) => response.end(JSON.stringify(answer)));
    const sockets = new Set<TLSSocket>();
    server.on('secureConnection', (socket: TLSSocket) => sockets.add(socket));
    server.on('tlsClientError', (_error, socket: TLSSocket) => socket.destroy());
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    try {
      await work((server.address() as AddressInfo).port);
    } finally {
      sockets.forEach((socket) => socket.destroy());
      server.close();
    }
  }

  /** Says why in an alert, as engines do. */
  async function withAlerts(version: string, work: (port: number) => Promise<void>): Promise<void> {
    const port = await freePort();
    const server = spawn('openssl', ['s_server', '-accept', `127.0.0.1:${port}`, '-cert', 'server.pem', '-key', 'server-key.pem', '-CAfile', 'ca.pem', '-Verify', '2', '-verify_return_error', '-www', version], { cwd: folder, stdio: ['ignore', 'pipe', 'ignore'] });
    try {
      await accepting(server);
      await work(port);
    } finally {
      server.kill();
      await once(server, 'close');
    }
  }

  it('answers whoever shows a certificate that holds', async () => {
    const shown = await certificates('good', 'client');
    await withServer('server', async (port) => assert.equal((await asked(port, shown)).usable, true));
  });

  it('says what is wrong with the certificate of this machine, whether the engine says so or hangs up', async () => {
    const cases: [string, string | undefined, RegExp][] = [
      ['expired', 'client-old', /this machine's cert\.pem ran out on \d{4}-\d\d-\d\d/],
      ['missing', undefined, /this machine has no cert\.pem to show/],
      ['strange', 'client-strange', /do not accept each other's certificates/],
    ];
    for (const [name, certificate, says] of cases) {
      const shown = await certificates(name, certificate);
      await withServer('server', async (port) => isTls(await asked(port, shown), says));
      for (const version of ['-tls1_2', '-tls1_3']) {
        await withAlerts(version, async (port) => isTls(await asked(port, shown), says));
      }
    }
  });

  it('says that the engine’s own certificate ran out, or is nobody’s we know', async () => {
    const shown = await certificates('ours', 'client');
    await withServer('server-old', async (port) => isTls(await asked(port, shown), /certificate has expired/));
    const distrusting = await certificates('distrusting', 'client', 'stranger');
    await withServer('server', async (port) => isTls(await asked(port, distrusting), /certificate/));
  });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function accepting(server: ChildProcess): Promise<void> {
  let said = '';
  for await (const chunk of server.stdout ?? []) {
    said += String(chunk);
    if (said.includes('ACCEPT')) {
      return;
    }
  }
  throw new Error('openssl did not begin to listen');
}
