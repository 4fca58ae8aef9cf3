import assert from 'node:assert/strict';
import { serviceSchema } from '../../../../src/curriculum/service';
import { type ContainerConfig, containerConfig } from '../../../../src/engines/docker/lab/containerConfig';
import { needsNetwork } from '../../../../src/engines/docker/network/networkConfig';
import { isRootUser } from '../../../../src/engines/docker/lab/serviceFacts';
import type { LabSpec, ServiceSpec } from '../../../../src/engines/engine';

function service(
  name: string,
  yaml: Record<string, unknown> = {},
  more: Partial<ServiceSpec> = {},
): ServiceSpec {
  return {
    name,
    service: serviceSchema.parse(yaml),
    image: { id: 'sha256:1', user: '', hasCommand: false },
    idle: false,
    environment: {},
    ports: [],
    ...more,
  };
}

function lab(services: ServiceSpec[], internet = false): LabSpec {
  return { lab: 'a/b', session: 'abc', home: 'h', internet, services, labels: {} };
}

function config(
  spec: ServiceSpec,
  others: ServiceSpec[] = [],
  ports = new Map<number, number>(),
): ContainerConfig {
  return containerConfig(lab([spec, ...others]), spec, { 'ai-labs.session': 'abc' }, ports);
}

describe('What the engine is asked to create for a service', () => {
  it('is hardened by default', () => {
    const { HostConfig } = config(service('s'));
    assert.deepEqual(HostConfig.CapDrop, ['ALL']);
    assert.deepEqual(HostConfig.CapAdd, [
      'CHOWN',
      'DAC_OVERRIDE',
      'FOWNER',
      'SETUID',
      'SETGID',
      'KILL',
      'NET_BIND_SERVICE',
    ]);
    assert.deepEqual(HostConfig.SecurityOpt, ['no-new-privileges']);
    assert.equal(HostConfig.Memory, 1024 ** 3);
    assert.equal(HostConfig.MemorySwap, HostConfig.Memory);
    assert.equal(HostConfig.PidsLimit, 512);
    assert.equal(HostConfig.CpuQuota, 200_000);
    assert.equal(HostConfig.Init, true);
    assert.equal(HostConfig.MaskedPaths, undefined);
    assert.deepEqual(HostConfig.LogConfig, {
      Type: 'json-file',
      Config: { 'max-size': '10m', 'max-file': '1' },
    });
    assert.deepEqual(HostConfig.Tmpfs, { '/run/ai-labs': 'rw,exec,nosuid,mode=0711' });
  });

  it('takes limits, commands and paths from Compose', () => {
    const spec = service('s', {
      mem_limit: '64m',
      cpus: '0.5',
      pids_limit: 9,
      shm_size: '8m',
      read_only: true,
      init: false,
      hostname: 'box',
      working_dir: '/srv',
      tmpfs: ['/tmp:size=1m,exec', '/cache'],
      command: 'python app.py --name "a b"',
      entrypoint: ['tini', '--'],
      environment: { A: 1, B: 'two' },
    });
    const result = config({ ...spec, environment: { B: 'ours' } });
    assert.deepEqual(result.Cmd, ['python', 'app.py', '--name', 'a b']);
    assert.deepEqual(result.Entrypoint, ['tini', '--']);
    assert.deepEqual(result.Env, ['A=1', 'B=ours']);
    assert.equal(result.WorkingDir, '/srv');
    assert.equal(result.Hostname, 'box');
    const { HostConfig } = result;
    assert.equal(HostConfig.Memory, 64 * 1024 ** 2);
    assert.equal(HostConfig.CpuQuota, 50_000);
    assert.equal(HostConfig.PidsLimit, 9);
    assert.equal(HostConfig.ShmSize, 8 * 1024 ** 2);
    assert.equal(HostConfig.ReadonlyRootfs, true);
    assert.equal(HostConfig.Init, false);
    assert.equal(HostConfig.Tmpfs['/tmp'], 'size=1m,exec');
    assert.equal(HostConfig.Tmpfs['/cache'], '');
  });

  it('keeps an idle service up as root, and leaves no-new-privileges out where the main process is not root', () => {
    const idle = config(service('s', { user: 'learner' }, { idle: true }));
    assert.equal(idle.User, '0');
    assert.deepEqual([idle.Entrypoint, idle.Cmd], [['sleep'], ['infinity']]);
    assert.deepEqual(idle.HostConfig.SecurityOpt, ['no-new-privileges']);
    const main = config(service('s', { user: 'learner', command: ['serve'] }));
    assert.equal(main.User, 'learner');
    assert.deepEqual(main.HostConfig.SecurityOpt, []);
    const image = config(service('s', {}, { image: { id: 'sha256:1', user: 'app', hasCommand: true } }));
    assert.equal(image.User, 'app');
    assert.deepEqual(image.HostConfig.SecurityOpt, []);
  });

  it('knows the names of root', () => {
    for (const user of ['', 'root', '0', '0:0', 'root:staff']) {
      assert.equal(isRootUser(user), true, user);
    }
    for (const user of ['learner', '1000', '1000:0', 'rooty']) {
      assert.equal(isRootUser(user), false, user);
    }
  });

  it('mounts the folder and volumes, never binds', () => {
    const spec = service(
      's',
      { volumes: ['data:/var/lib/data:ro'] },
      { workspace: { folder: '/home/a/lab', target: '/workspace', readOnly: false } },
    );
    const { HostConfig } = config(spec);
    assert.deepEqual(
      HostConfig.Mounts.map(({ Type, Source, Target, ReadOnly }) => [Type, Source, Target, ReadOnly]),
      [
        ['volume', 'ai-labs-abc-data', '/var/lib/data', true],
        ['bind', '/home/a/lab', '/workspace', false],
      ],
    );
    assert.equal('Binds' in HostConfig, false);
  });

  it('publishes on loopback only', () => {
    const spec = service('s', {}, { ports: [{ container: 8080 }] });
    const result = config(spec, [], new Map([[8080, 40_001]]));
    assert.deepEqual(result.ExposedPorts, { '8080/tcp': {} });
    assert.deepEqual(result.HostConfig.PortBindings, {
      '8080/tcp': [{ HostIp: '127.0.0.1', HostPort: '40001' }],
    });
  });

  it('gives a network only to labs that talk to somebody', () => {
    assert.equal(needsNetwork(lab([service('s')])), false);
    assert.equal(needsNetwork(lab([service('s')], true)), true);
    assert.equal(needsNetwork(lab([service('s'), service('t')])), true);
    assert.equal(needsNetwork(lab([service('s', {}, { ports: [{ container: 1 }] })])), true);
    const alone = config(service('s'));
    assert.equal(alone.HostConfig.NetworkMode, 'none');
    assert.deepEqual(alone.HostConfig.ExtraHosts, ['s:127.0.0.1']);
    const two = config(service('s'), [service('t')]);
    assert.equal(two.HostConfig.NetworkMode, 'ai-labs-abc');
    assert.deepEqual(two.NetworkingConfig.EndpointsConfig, { 'ai-labs-abc': { Aliases: ['s'] } });
  });

  it('translates healthchecks to nanoseconds', () => {
    const check = {
      test: 'curl -f localhost',
      interval: '1m30s',
      timeout: '500ms',
      retries: 4,
      start_period: '2s',
    };
    assert.deepEqual(config(service('s', { healthcheck: check })).Healthcheck, {
      Test: ['CMD-SHELL', 'curl -f localhost'],
      Interval: 90e9,
      Timeout: 5e8,
      Retries: 4,
      StartPeriod: 2e9,
    });
    const image = config(service('s', { healthcheck: { interval: '1s' } })).Healthcheck;
    assert.deepEqual([image?.Test, image?.Interval], [[], 1e9], "the image's own test, more often");
    assert.deepEqual(config(service('s', { healthcheck: { disable: true } })).Healthcheck, { Test: ['NONE'] });
    assert.throws(() => config(service('s', { healthcheck: { test: ['curl', 'localhost'] } })), {
      code: 'lab-invalid',
    });
  });

  it('opens for an inner engine what it needs, and no more', () => {
    const result = config(service('s', { engine: true, user: 'learner' }, { idle: true }));
    const { HostConfig } = result;
    assert.deepEqual(HostConfig.SecurityOpt, ['seccomp=unconfined', 'apparmor=unconfined']);
    assert.deepEqual([HostConfig.MaskedPaths, HostConfig.ReadonlyPaths], [[], []]);
    assert.deepEqual(HostConfig.CapDrop, ['ALL']);
    assert.equal(HostConfig.PidsLimit, 2048);
    assert.match(HostConfig.Tmpfs['/run/user/1000'] ?? '', /uid=1000,gid=1000/);
    assert.deepEqual(result.Env, ['XDG_RUNTIME_DIR=/run/user/1000', 'BUILDAH_FORMAT=docker']);
    assert.equal(HostConfig.Mounts[0]?.Target, '/home/learner/.local/share/containers');
  });

  it('remembers on labels what starting again needs', () => {
    const job = service('job');
    const app = service('app', {
      depends_on: { job: { condition: 'service_completed_successfully' }, db: {} },
    });
    assert.equal(
      config(app, [job]).Labels['ai-labs.depends'],
      '{"job":"service_completed_successfully","db":"service_started"}',
    );
    assert.equal(config(job, [app]).Labels['ai-labs.completes'], 'true');
    assert.equal(config(app, [job]).Labels['ai-labs.completes'], undefined);
  });
});
