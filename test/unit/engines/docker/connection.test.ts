import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseAddress } from '../../../../src/engines/docker/connect/address';
import { contextNames } from '../../../../src/engines/docker/connect/contextStore';
import { findEndpoints } from '../../../../src/engines/docker/connect/connection';

describe('Where the engine is looked for', () => {
  let home: string;
  beforeEach(() => (home = mkdtempSync(path.join(tmpdir(), 'ai-labs-connection-'))));
  afterEach(() => rmSync(home, { recursive: true }));

  const find = (
    environment: NodeJS.ProcessEnv = {},
    more: Parameters<typeof findEndpoints>[0] = {},
  ): ReturnType<typeof findEndpoints> => findEndpoints({ environment, home, platform: 'linux', ...more });

  function writeContext(name: string, host: string, skipTls = false): void {
    const id = createHash('sha256').update(name).digest('hex');
    const folder = path.join(home, '.docker/contexts/meta', id);
    mkdirSync(folder, { recursive: true });
    writeFileSync(
      path.join(folder, 'meta.json'),
      JSON.stringify({ Name: name, Endpoints: { docker: { Host: host, SkipTLSVerify: skipTls } } }),
    );
    const tls = path.join(home, '.docker/contexts/tls', id, 'docker');
    mkdirSync(tls, { recursive: true });
    if (skipTls) {
      writeFileSync(path.join(tls, 'ca.pem'), 'CA');
    }
  }

  it('is the setting first', () => {
    const [only, ...rest] = find({ DOCKER_HOST: 'tcp://other:1' }, { host: 'unix:///run/mine.sock' });
    assert.equal(only?.socketPath, '/run/mine.sock');
    assert.equal(only?.explicit, true);
    assert.deepEqual(rest, []);
  });

  it('is DOCKER_HOST before the context', () => {
    writeContext('remote', 'tcp://10.0.0.9:2375');
    const environment = { DOCKER_HOST: 'tcp://10.0.0.5:2376', DOCKER_CONTEXT: 'remote' };
    assert.deepEqual(
      find(environment).map(({ host, port }) => [host, port]),
      [['10.0.0.5', 2376]],
    );
  });

  it('is the current context, with its certificates', () => {
    writeContext('secure', 'tcp://10.0.0.9:2376', true);
    writeFileSync(path.join(home, '.docker/config.json'), JSON.stringify({ currentContext: 'secure' }));
    const [endpoint] = find();
    assert.deepEqual(
      [endpoint?.host, endpoint?.port, endpoint?.tls?.ca, endpoint?.tls?.skipVerify],
      ['10.0.0.9', 2376, 'CA', true],
    );
    assert.match(endpoint?.source ?? '', /"secure"/);
  });

  it('is a context by its setting or by the environment', () => {
    writeContext('a', 'unix:///run/a.sock');
    writeContext('b', 'unix:///run/b.sock');
    assert.equal(find({ DOCKER_CONTEXT: 'a' })[0]?.socketPath, '/run/a.sock');
    assert.equal(find({ DOCKER_CONTEXT: 'a' }, { context: 'b' })[0]?.socketPath, '/run/b.sock');
    assert.throws(() => find({ DOCKER_CONTEXT: 'gone' }), { code: 'engine-wrong-context' });
  });

  it('is the usual sockets otherwise', () => {
    writeFileSync(path.join(home, '.docker-broken'), '');
    const sockets = find({ XDG_RUNTIME_DIR: '/run/user/7' }).map(({ socketPath }) => socketPath);
    assert.equal(sockets[0], '/var/run/docker.sock');
    for (const socket of [
      '.docker/run/docker.sock',
      '.colima/default/docker.sock',
      '.orbstack/run/docker.sock',
      '.rd/docker.sock',
    ]) {
      assert.ok(sockets.includes(path.join(home, socket)), socket);
    }
    assert.ok(sockets.includes('/run/user/7/podman/podman.sock'));
  });

  it('survives a broken configuration of Docker', () => {
    mkdirSync(path.join(home, '.docker'), { recursive: true });
    writeFileSync(path.join(home, '.docker/config.json'), '{ broken');
    assert.equal(find()[0]?.socketPath, '/var/run/docker.sock');
  });

  it('is a pipe on Windows', () => {
    assert.equal(find({}, { platform: 'win32' })[0]?.socketPath, '//./pipe/dockerDesktopLinuxEngine');
    assert.equal(
      parseAddress('npipe:////./pipe/docker_engine', 'x', true).socketPath,
      '//./pipe/docker_engine',
    );
  });

  it('uses TLS where Docker would', () => {
    const certificates = path.join(home, 'certificates');
    mkdirSync(certificates);
    for (const name of ['ca', 'cert', 'key']) {
      writeFileSync(path.join(certificates, `${name}.pem`), name);
    }
    const environment = {
      DOCKER_HOST: 'tcp://h:2376',
      DOCKER_TLS_VERIFY: '1',
      DOCKER_CERT_PATH: certificates,
    };
    assert.deepEqual(find(environment)[0]?.tls, { ca: 'ca', cert: 'cert', key: 'key', skipVerify: false });
    assert.equal(find({ DOCKER_HOST: 'tcp://h' })[0]?.port, 2375);
    assert.equal(parseAddress('https://h', 'x', true).port, 2376);
    assert.equal(parseAddress('tcp://[::1]:99', 'x', true).host, '::1');
  });

  it('is another machine over ssh', () => {
    const ssh = (address: string): unknown => parseAddress(address, 'x', true).ssh;
    assert.deepEqual(ssh('ssh://host'), { host: 'host', user: undefined, port: undefined, socket: undefined });
    assert.deepEqual(ssh('ssh://me@host.example:2222/run/user/1000/docker.sock'), {
      host: 'host.example',
      user: 'me',
      port: 2222,
      socket: '/run/user/1000/docker.sock',
    });
    assert.deepEqual(ssh('ssh://me@[fe80::1%eth0]:22/'), { host: 'fe80::1%eth0', user: 'me', port: 22, socket: undefined });
    writeContext('far', 'ssh://me@host');
    const [endpoint] = find({}, { context: 'far' });
    assert.deepEqual([endpoint?.ssh?.host, endpoint?.context], ['host', 'far']);
    assert.deepEqual(contextNames(path.join(home, '.docker')), ['far']);
  });

  it('refuses what cannot be dialled, and says how to write an address', () => {
    for (const address of ['ssh://', 'ssh://-oProxyCommand=x', 'ssh://-l@host', 'ssh://a b', 'ftp://x', 'tcp://', 'a b']) {
      assert.throws(() => find({}, { host: address }), { code: 'engine-unreachable' }, address);
    }
  });
});
