import type { Lab } from '../../curriculum/lab';
import { parseSize } from '../../curriculum/units';
import type { Engine, EngineCapabilities, EngineResources, EngineStatus } from '../../engines/engine';
import type { Finding } from './finding';
import { roomFinding } from './homeFindings';

const gigabyte = 1e9;
/** Images of all labs take some gigabytes; with less than this not even one is built. */
const [leastBytes, comfortBytes] = [1 * gigabyte, 5 * gigabyte];
/** What images are built and proven for. */
const architectures = new Set(['amd64', 'x86_64', 'arm64', 'aarch64']);

/** Whether the engine can be used, and what of its machine is in the way of labs. */
export async function engineFindings(engine: Engine, labs: readonly Lab[], signal?: AbortSignal): Promise<Finding[]> {
  const status = await engine.probe(signal);
  const about = { id: 'engine', what: 'Container engine' };
  if (!status.usable) {
    const { code, message, action } = status.error;
    return [{ ...about, severity: 'error', cause: code, message, ...(action ? { action } : {}) }];
  }
  const { name, version, apiVersion, arch, endpoint, rootless } = status;
  const found: Finding = { ...about, severity: 'good', message: `${name} ${version} (API ${apiVersion}, ${arch}${rootless ? ', rootless' : ''}) at ${endpoint}` };
  return [found, platform(status), ...resourceFindings(await engine.resources(signal), labs), ...capabilityFindings(engine.capabilities, labs)];
}

function platform({ os, arch }: EngineStatus & { usable: true }): Finding {
  const about = { id: 'platform', what: 'Platform of containers' };
  if (os !== 'linux') {
    return {
      ...about, severity: 'error', cause: 'platform-not-linux', message: `the engine runs ${os} containers; labs are Linux containers`,
      action: { label: 'Show How', text: 'Switch to Linux containers in the menu of Docker Desktop.', command: 'https://docs.docker.com/desktop/setup/install/windows-install/' },
    };
  }
  return architectures.has(arch)
    ? { ...about, severity: 'good', message: `linux/${arch}` }
    : { ...about, severity: 'warning', cause: 'architecture-unproven', message: `linux/${arch}: labs are proven on amd64 and arm64 only`, action: { label: 'Choose Engine', text: 'Use an engine on amd64 or arm64 where a lab’s image cannot be built here.' } };
}

/** What the engine's machine has, against what labs ask for. */
export function resourceFindings(resources: EngineResources, labs: readonly Lab[]): Finding[] {
  return [...memory(resources, labs), ...room(resources), ...limits(resources), ...innerEngines(resources, labs)];
}

function memory({ memory: has, defaultMemory }: EngineResources, labs: readonly Lab[]): Finding[] {
  const needs = labs.map((lab) => ({
    title: lab.definition.title,
    bytes: Object.values(lab.definition.services).reduce(
      (sum, service) => sum + ((service.mem_limit && parseSize(service.mem_limit)) || (service.engine ? defaultMemory.engine : defaultMemory.plain)), 0),
  }));
  const biggest = needs.sort((a, b) => b.bytes - a.bytes)[0];
  if (has === undefined) {
    return [];
  }
  const about = { id: 'memory', what: 'Memory of the engine' };
  const text = `${(has / gigabyte).toFixed(1)} GB`;
  const short = needs.filter(({ bytes }) => bytes > has);
  if (!biggest || short.length === 0) {
    return [{ ...about, severity: 'good', message: text }];
  }
  return [{
    ...about, severity: short.length === needs.length ? 'error' : 'warning', cause: 'memory-short',
    message: `${text}, and “${biggest.title}” may take ${(biggest.bytes / gigabyte).toFixed(1)} GB${short.length > 1 ? `; ${short.length - 1} more labs may take more than there is` : ''}`,
    action: { label: 'Show How', text: 'Give the engine more memory (Docker Desktop: Settings, Resources), or end what else runs before you start such a lab.', command: 'https://docs.docker.com/desktop/settings-and-maintenance/settings/#resources' },
  }];
}

function room({ freeBytes }: EngineResources): Finding[] {
  return freeBytes === undefined
    ? []
    : [roomFinding({ id: 'engine-disk', what: 'Disk of the engine' }, freeBytes, leastBytes, comfortBytes, 'Remove what is not needed with Clean Up (`ai-labs clean`), then `docker system prune`.')];
}

function limits({ unlimited }: EngineResources): Finding[] {
  return [
    unlimited.length === 0
      ? { id: 'limits', what: 'Limits of containers', severity: 'good', message: 'memory, processors and processes' }
      : {
          id: 'limits', what: 'Limits of containers', severity: 'warning', cause: 'limits-missing',
          message: `the engine cannot limit ${unlimited.join(' and ')}: a lab that goes wrong may take all there is`,
          action: { label: 'Show How', text: 'Let the engine use the cgroup controllers: cgroup v2 with delegation, or `cgroup_enable=memory swapaccount=1` on the kernel’s command line.', command: 'https://docs.docker.com/engine/security/rootless/tips/#limiting-resources' },
        },
  ];
}

function innerEngines({ userNamespaces }: EngineResources, labs: readonly Lab[]): Finding[] {
  const needing = labs.filter((lab) => Object.values(lab.definition.services).some((service) => service.engine));
  if (needing.length === 0 || userNamespaces === undefined) {
    return [];
  }
  const about = { id: 'inner-engines', what: 'Engines inside labs' };
  return [
    userNamespaces
      ? { ...about, severity: 'good', message: 'possible' }
      : {
          ...about, severity: 'warning', cause: 'user-namespaces-off',
          message: `user namespaces are off, so ${needing.length} lab${needing.length === 1 ? '' : 's'} cannot run (such as “${needing[0]?.definition.title ?? ''}”)`,
          action: { label: 'Show How', text: 'Allow them: `sudo sysctl user.max_user_namespaces=15000 kernel.unprivileged_userns_clone=1` (on Ubuntu also `kernel.apparmor_restrict_unprivileged_userns=0`).', command: 'https://rootlesscontaine.rs/getting-started/common/sysctl/' },
        },
  ];
}

/** What labs ask of the engine that it has not; nothing where it has all. What is said when it is asked for is not repeated here. */
export function capabilityFindings({ offline, pauses }: EngineCapabilities, labs: readonly Lab[]): Finding[] {
  const choose = { label: 'Choose Engine', command: 'aiLabs.chooseContext' };
  const open = labs.filter(({ definition: { internet, services } }) => !internet && Object.values(services).some(({ ports }) => ports.length > 0));
  const pausing = labs.filter(({ definition: { steps } }) =>
    steps.some(({ checks }) => checks.some(({ faults }) => faults.some((fault) => 'pause' in fault))));
  const such = (them: Lab[]): string => `${them.length} lab${them.length === 1 ? '' : 's'} (such as “${them[0]?.definition.title ?? ''}”)`;
  return [
    ...(offline || open.length === 0 ? [] : [{
      id: 'offline', what: 'Labs without internet', severity: 'warning' as const, cause: 'offline-missing',
      message: `the engine publishes no ports without giving a way out: ${such(open)} can reach the internet, though not made to`,
      action: { ...choose, text: 'Use Docker, or Podman without root, for labs whose programs you do not trust.' },
    }]),
    ...(pauses || pausing.length === 0 ? [] : [{
      id: 'pauses', what: 'Checks that pause a service', severity: 'warning' as const, cause: 'pause-missing',
      message: `the engine cannot pause containers, so ${such(pausing)} cannot be checked in full`,
      action: { ...choose, text: 'Use Docker or Podman with root for them, or a machine with cgroups of version 2.' },
    }]),
  ];
}
