import { parseSize } from '../../../curriculum/units';
import type { ServiceSpec } from '../../engine';
import type { ContainerConfig } from './containerConfig';
import { innerEngine, isRootUser, learnerIds } from './serviceFacts';

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

type HostConfig = ContainerConfig['HostConfig'];

/** Memory, processor and process limits: the lab's word, else the defaults. Swap is not for labs. */
export function resources(
  spec: ServiceSpec,
): Pick<HostConfig, 'Memory' | 'MemorySwap' | 'CpuPeriod' | 'CpuQuota' | 'PidsLimit' | 'ShmSize'> {
  const { service } = spec;
  const limits = service.engine ? defaults.engine : defaults;
  const memory = (service.mem_limit && parseSize(service.mem_limit)) || limits.memory;
  return {
    Memory: memory,
    MemorySwap: memory,
    CpuPeriod: 100_000,
    // A quota may exceed the machine's processors; the API's NanoCpus may not.
    CpuQuota: Math.round((service.cpus ?? defaults.cpus) * 100_000),
    PidsLimit: service.pids_limit ?? limits.pids,
    ShmSize: service.shm_size ? parseSize(service.shm_size) : undefined,
  };
}

/** Which Linux security options fit: `no-new-privileges` takes root's capabilities from execs when main is not root. */
export function security(
  spec: ServiceSpec,
  mainUser: string,
): Pick<HostConfig, 'SecurityOpt' | 'MaskedPaths' | 'ReadonlyPaths'> {
  if (spec.service.engine) {
    // AppArmor's profile for containers forbids the mounts an inner engine makes in its own namespaces.
    return { SecurityOpt: ['seccomp=unconfined', 'apparmor=unconfined'], MaskedPaths: [], ReadonlyPaths: [] };
  }
  return { SecurityOpt: isRootUser(mainUser) ? ['no-new-privileges'] : [] };
}

/** File systems in memory: the lab's own, the one for check scripts, and an inner engine's. */
export function tmpfs(spec: ServiceSpec): Record<string, string> {
  const { service } = spec;
  const mounts: Record<string, string> = {};
  for (const entry of typeof service.tmpfs === 'string' ? [service.tmpfs] : (service.tmpfs ?? [])) {
    const [target = '', ...options] = entry.split(':');
    mounts[target] = options.join(':');
  }
  mounts[scratchFolder] = 'rw,exec,nosuid,mode=0711';
  if (service.engine) {
    const { uid, gid } = learnerIds(spec);
    mounts[innerEngine.runtime(uid)] = `rw,exec,nosuid,nodev,mode=0700,uid=${uid},gid=${gid}`;
  }
  return mounts;
}
