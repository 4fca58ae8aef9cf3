import { UserError } from '../../common/errors';
import type { Healthcheck } from '../../curriculum/service';
import { parseDuration, parseSize } from '../../curriculum/values';
import type { LabSpec, ServiceSpec } from '../engine';
import { label, names } from './labels';
import { commandWords } from './shellWords';

/** What a service gets that says nothing about it. */
export const defaults = {
  memory: 1024 ** 3,
  cpus: 2,
  pids: 512,
  /** A container engine and the containers inside it share these. */
  engine: { memory: 2 * 1024 ** 3, pids: 2048 },
};

/** Enough for package managers, servers that drop privileges, and check scripts; nothing that reaches the host. */
export const capabilities = [
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'SETUID',
  'SETGID',
  'KILL',
  'NET_BIND_SERVICE',
];

/** Where check scripts are put. Root alone may list it; each check's folder in it belongs to the check's user. */
export const scratchFolder = '/run/ai-labs';

/**
 * Whether a lab needs a network at all. A single service without ports or internet talks to nobody: it gets loopback
 * only, which starts faster, hides this machine from it, and lets a try to reach out fail at once instead of hanging.
 */
export function needsNetwork(lab: LabSpec): boolean {
  return lab.internet || lab.services.length > 1 || lab.services.some(({ ports }) => ports.length > 0);
}

/** How a service is reached by its own name and by the others. */
function networking(
  lab: LabSpec,
  spec: ServiceSpec,
): {
  host: Pick<ContainerConfig['HostConfig'], 'NetworkMode' | 'ExtraHosts' | 'Dns' | 'DnsOptions'>;
  endpoints: ContainerConfig['NetworkingConfig'];
} {
  if (!needsNetwork(lab)) {
    return {
      host: { NetworkMode: 'none', ExtraHosts: [`${spec.name}:127.0.0.1`] },
      endpoints: { EndpointsConfig: {} },
    };
  }
  const network = names.network(lab.session);
  // Without internet, names outside are asked of nobody, and old engines then leave the question unanswered: with the
  // usual patience a try to reach out would hang for 20 seconds.
  const dns = lab.internet ? {} : { Dns: ['127.0.0.1'], DnsOptions: ['timeout:1', 'attempts:2'] };
  return {
    host: { NetworkMode: network, ...dns },
    endpoints: { EndpointsConfig: { [network]: { Aliases: [spec.name] } } },
  };
}

/** Where an inner container engine (`engine: true`) keeps its images and its sockets. */
export const innerEngine = {
  storage: '/home/learner/.local/share/containers',
  runtime: (uid: number) => `/run/user/${uid}`,
};

/** The body of `POST /containers/create`, as far as we use it. */
export interface ContainerConfig {
  Image: string;
  Hostname: string;
  User: string;
  Env: string[];
  Cmd?: string[];
  Entrypoint?: string[];
  WorkingDir?: string;
  Labels: Record<string, string>;
  ExposedPorts: Record<string, object>;
  Healthcheck?: {
    Test: string[];
    Interval?: number;
    Timeout?: number;
    Retries?: number;
    StartPeriod?: number;
  };
  HostConfig: {
    NetworkMode: string;
    ExtraHosts?: string[];
    Dns?: string[];
    DnsOptions?: string[];
    Init: boolean;
    Memory: number;
    MemorySwap: number;
    CpuPeriod: number;
    CpuQuota: number;
    PidsLimit: number;
    ShmSize?: number;
    ReadonlyRootfs: boolean;
    Tmpfs: Record<string, string>;
    Mounts: Mount[];
    PortBindings: Record<string, { HostIp: string; HostPort: string }[]>;
    CapDrop: string[];
    CapAdd: string[];
    SecurityOpt: string[];
    MaskedPaths?: string[];
    ReadonlyPaths?: string[];
    LogConfig: { Type: string; Config: Record<string, string> };
  };
  NetworkingConfig: { EndpointsConfig: Record<string, { Aliases: string[] }> };
}

export interface Mount {
  Type: 'bind' | 'volume';
  Source: string;
  Target: string;
  ReadOnly: boolean;
  VolumeOptions?: { Labels: Record<string, string> };
}

function invalid(service: string, what: string): UserError {
  return new UserError(`The service "${service}" ${what}.`, {
    code: 'lab-invalid',
    action: { label: 'Edit Lab', text: 'Correct the service in lab.yaml.' },
  });
}

/** `""`, `root`, `0` and `0:0` all mean root. */
export function isRootUser(user: string): boolean {
  const name = user.split(':')[0] ?? '';
  return name === '' || name === 'root' || name === '0';
}

/** The user a service's terminal and scripts run as: the lab's word, else the image's; empty for root. */
export function serviceUser(spec: ServiceSpec): string {
  return spec.service.user ?? spec.image.user;
}

function nanoseconds(duration: string | undefined): number | undefined {
  const ms = duration === undefined ? undefined : parseDuration(duration);
  return ms === undefined ? undefined : Math.round(ms * 1e6);
}

function healthcheck(service: string, check: Healthcheck): ContainerConfig['Healthcheck'] {
  const test = typeof check.test === 'string' ? ['CMD-SHELL', check.test] : check.test;
  if (!['NONE', 'CMD', 'CMD-SHELL'].includes(test[0] ?? '')) {
    throw invalid(
      service,
      'has a healthcheck whose test is a list that does not begin with CMD, CMD-SHELL or NONE',
    );
  }
  return {
    Test: test,
    Interval: nanoseconds(check.interval),
    Timeout: nanoseconds(check.timeout),
    Retries: check.retries,
    StartPeriod: nanoseconds(check.start_period),
  };
}

/** The ids of the learner inside a service: the folder's owner's where it must be, else those our images give. */
function learnerIds(spec: ServiceSpec): { uid: number; gid: number } {
  const owner = spec.workspace?.owner;
  return owner && owner.uid !== 0 ? owner : { uid: 1000, gid: 1000 };
}

function tmpfs(spec: ServiceSpec): Record<string, string> {
  const { service } = spec;
  const mounts: Record<string, string> = {};
  for (const entry of typeof service.tmpfs === 'string' ? [service.tmpfs] : (service.tmpfs ?? [])) {
    const [target = '', ...options] = entry.split(':');
    mounts[target] = options.join(':');
  }
  mounts[scratchFolder] = 'rw,exec,nosuid,mode=0711,uid=0';
  if (service.engine) {
    const { uid, gid } = learnerIds(spec);
    mounts[innerEngine.runtime(uid)] = `rw,exec,nosuid,nodev,mode=0700,uid=${uid},gid=${gid}`;
  }
  return mounts;
}

/** Named volumes of a service: `data:/var/lib/data[:ro]`, as names in the lab and targets in the container. */
export function serviceVolumes(spec: ServiceSpec): { name: string; target: string; readOnly: boolean }[] {
  const volumes = spec.service.volumes.map((text) => {
    const [name = '', target = '', mode] = text.split(':');
    return { name, target, readOnly: mode === 'ro' };
  });
  if (spec.service.engine) {
    volumes.push({ name: `${spec.name}.containers`, target: innerEngine.storage, readOnly: false });
  }
  return volumes;
}

function mounts(lab: LabSpec, spec: ServiceSpec, labels: Record<string, string>): Mount[] {
  const result: Mount[] = serviceVolumes(spec).map(({ name, target, readOnly }) => ({
    Type: 'volume',
    Source: names.volume(lab.session, name),
    Target: target,
    ReadOnly: readOnly,
    VolumeOptions: { Labels: labels },
  }));
  if (spec.workspace) {
    const { folder, target, readOnly } = spec.workspace;
    result.push({ Type: 'bind', Source: folder, Target: target, ReadOnly: readOnly });
  }
  return result;
}

function environment(spec: ServiceSpec): string[] {
  const values: Record<string, string> = {};
  if (spec.service.engine) {
    values['XDG_RUNTIME_DIR'] = innerEngine.runtime(learnerIds(spec).uid);
    values['BUILDAH_FORMAT'] = 'docker';
  }
  Object.assign(values, spec.service.environment, spec.environment);
  return Object.entries(values).map(([key, value]) => `${key}=${value}`);
}

/** Which Linux security options fit: `no-new-privileges` takes root's capabilities from execs when main is not root. */
function security(
  spec: ServiceSpec,
  mainUser: string,
): Pick<ContainerConfig['HostConfig'], 'SecurityOpt' | 'MaskedPaths' | 'ReadonlyPaths'> {
  if (spec.service.engine) {
    return { SecurityOpt: ['seccomp=unconfined'], MaskedPaths: [], ReadonlyPaths: [] };
  }
  return { SecurityOpt: isRootUser(mainUser) ? ['no-new-privileges'] : [] };
}

/**
 * What the engine is asked to create for a service. Pure.
 * @param ports container port -> port on 127.0.0.1 of this machine
 * @throws UserError `lab-invalid`
 */
export function containerConfig(
  lab: LabSpec,
  spec: ServiceSpec,
  labels: Record<string, string>,
  ports: ReadonlyMap<number, number>,
): ContainerConfig {
  const { service } = spec;
  const mainUser = spec.idle ? '0' : serviceUser(spec);
  const limits = service.engine ? defaults.engine : defaults;
  const memory = (service.mem_limit && parseSize(service.mem_limit)) || limits.memory;
  const network = networking(lab, spec);
  const completes = lab.services.some(
    (other) => dependencyConditions(other).get(spec.name) === 'service_completed_successfully',
  );
  return {
    Image: spec.image.id,
    Hostname: service.hostname ?? spec.name,
    User: mainUser,
    Env: environment(spec),
    ...(spec.idle
      ? { Entrypoint: ['sleep'], Cmd: ['infinity'] }
      : { Entrypoint: commandWords(service.entrypoint), Cmd: commandWords(service.command) }),
    WorkingDir: service.working_dir ?? spec.workingDir,
    Labels: {
      ...labels,
      [label.service]: spec.name,
      [label.depends]: JSON.stringify(Object.fromEntries(dependencyConditions(spec))),
      ...(completes ? { [label.completes]: 'true' } : {}),
    },
    ExposedPorts: Object.fromEntries([...ports.keys()].map((port) => [`${port}/tcp`, {}])),
    Healthcheck: service.healthcheck && healthcheck(spec.name, service.healthcheck),
    HostConfig: {
      ...network.host,
      Init: service.init ?? true,
      Memory: memory,
      MemorySwap: memory,
      CpuPeriod: 100_000,
      // A quota may exceed the machine's processors; the API's NanoCpus may not.
      CpuQuota: Math.round((service.cpus ?? defaults.cpus) * 100_000),
      PidsLimit: service.pids_limit ?? limits.pids,
      ShmSize: service.shm_size ? parseSize(service.shm_size) : undefined,
      ReadonlyRootfs: service.read_only ?? false,
      Tmpfs: tmpfs(spec),
      Mounts: mounts(lab, spec, labels),
      PortBindings: Object.fromEntries(
        [...ports].map(([port, host]) => [`${port}/tcp`, [{ HostIp: '127.0.0.1', HostPort: String(host) }]]),
      ),
      CapDrop: ['ALL'],
      CapAdd: capabilities,
      ...security(spec, mainUser),
      LogConfig: { Type: 'json-file', Config: { 'max-size': '10m', 'max-file': '1' } },
    },
    NetworkingConfig: network.endpoints,
  };
}

export type DependencyCondition = 'service_started' | 'service_healthy' | 'service_completed_successfully';

/** What a service waits for before it starts: names of services and the state they must be in. */
export function dependencyConditions(spec: ServiceSpec): Map<string, DependencyCondition> {
  const depends = spec.service.depends_on ?? [];
  return Array.isArray(depends)
    ? new Map(depends.map((name) => [name, 'service_started']))
    : new Map(Object.entries(depends).map(([name, { condition }]) => [name, condition]));
}
