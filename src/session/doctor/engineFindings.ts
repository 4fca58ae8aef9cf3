import * as l10n from '@vscode/l10n';
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
  const about = { id: 'engine', what: l10n.t('Container engine') };
  if (!status.usable) {
    const { code, message, action } = status.error;
    return [{ ...about, severity: 'error', cause: code, message, ...(action ? { action } : {}) }];
  }
  const { name, version, apiVersion, arch, endpoint, rootless } = status;
  const found: Finding = { ...about, severity: 'good', message: l10n.t('{0} at {1}', `${name} ${version} (API ${apiVersion}, ${arch}${rootless ? ', rootless' : ''})`, endpoint) };
  return [found, platform(status), ...resourceFindings(await engine.resources(signal), labs), ...capabilityFindings(engine.capabilities, labs)];
}

function platform({ os, arch }: EngineStatus & { usable: true }): Finding {
  const about = { id: 'platform', what: l10n.t('Platform of containers') };
  if (os !== 'linux') {
    return {
      ...about, severity: 'error', cause: 'platform-not-linux', message: l10n.t('the engine runs {0} containers; labs are Linux containers', os),
      action: { label: l10n.t('Show How'), text: l10n.t('Switch to Linux containers in the menu of Docker Desktop.'), command: 'https://docs.docker.com/desktop/setup/install/windows-install/' },
    };
  }
  return architectures.has(arch)
    ? { ...about, severity: 'good', message: `linux/${arch}` }
    : { ...about, severity: 'warning', cause: 'architecture-unproven', message: l10n.t('linux/{0}: labs are proven on amd64 and arm64 only', arch), action: { label: l10n.t('Choose Engine'), text: l10n.t('Use an engine on amd64 or arm64 where a lab’s image cannot be built here.') } };
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
  const about = { id: 'memory', what: l10n.t('Memory of the engine') };
  const text = `${(has / gigabyte).toFixed(1)} GB`;
  const short = needs.filter(({ bytes }) => bytes > has);
  if (!biggest || short.length === 0) {
    return [{ ...about, severity: 'good', message: text }];
  }
  return [{
    ...about, severity: short.length === needs.length ? 'error' : 'warning', cause: 'memory-short',
    message: short.length > 1
      ? l10n.t('{0}, and “{1}” may take {2} GB; {3} more labs may take more than there is', text, biggest.title, (biggest.bytes / gigabyte).toFixed(1), short.length - 1)
      : l10n.t('{0}, and “{1}” may take {2} GB', text, biggest.title, (biggest.bytes / gigabyte).toFixed(1)),
    action: { label: l10n.t('Show How'), text: l10n.t('Give the engine more memory (Docker Desktop: Settings, Resources), or end what else runs before you start such a lab.'), command: 'https://docs.docker.com/desktop/settings-and-maintenance/settings/#resources' },
  }];
}

function room({ freeBytes }: EngineResources): Finding[] {
  return freeBytes === undefined
    ? []
    : [roomFinding({ id: 'engine-disk', what: l10n.t('Disk of the engine') }, freeBytes, leastBytes, comfortBytes, l10n.t('Remove what is not needed with Clean Up (`ai-labs clean`), then `docker system prune`.'))];
}

function limitNames(): Record<EngineResources['unlimited'][number], string> {
  return { memory: l10n.t('memory'), processors: l10n.t('processors'), processes: l10n.t('processes') };
}

function limits({ unlimited }: EngineResources): Finding[] {
  return [
    unlimited.length === 0
      ? { id: 'limits', what: l10n.t('Limits of containers'), severity: 'good', message: l10n.t('memory, processors and processes') }
      : {
          id: 'limits', what: l10n.t('Limits of containers'), severity: 'warning', cause: 'limits-missing',
          message: l10n.t('the engine cannot limit {0}: a lab that goes wrong may take all there is', unlimited.map((each) => limitNames()[each]).join(l10n.t(' and '))),
          action: { label: l10n.t('Show How'), text: l10n.t('Let the engine use the cgroup controllers: cgroup v2 with delegation, or `cgroup_enable=memory swapaccount=1` on the kernel’s command line.'), command: 'https://docs.docker.com/engine/security/rootless/tips/#limiting-resources' },
        },
  ];
}

function innerEngines({ userNamespaces }: EngineResources, labs: readonly Lab[]): Finding[] {
  const needing = labs.filter((lab) => Object.values(lab.definition.services).some((service) => service.engine));
  if (needing.length === 0 || userNamespaces === undefined) {
    return [];
  }
  const about = { id: 'inner-engines', what: l10n.t('Engines inside labs') };
  return [
    userNamespaces
      ? { ...about, severity: 'good', message: l10n.t('possible') }
      : {
          ...about, severity: 'warning', cause: 'user-namespaces-off',
          message: l10n.t('user namespaces are off, so {0} cannot run', manyLabs(needing)),
          action: { label: l10n.t('Show How'), text: l10n.t('Allow them: `sudo sysctl user.max_user_namespaces=15000 kernel.unprivileged_userns_clone=1` (on Ubuntu also `kernel.apparmor_restrict_unprivileged_userns=0`).'), command: 'https://rootlesscontaine.rs/getting-started/common/sysctl/' },
        },
  ];
}

function manyLabs(them: readonly Lab[]): string {
  const first = them[0]?.definition.title ?? '';
  return them.length === 1 ? l10n.t('1 lab (such as “{0}”)', first) : l10n.t('{0} labs (such as “{1}”)', them.length, first);
}

/** What labs ask of the engine that it has not; nothing where it has all. What is said when it is asked for is not repeated here. */
export function capabilityFindings({ offline, pauses }: EngineCapabilities, labs: readonly Lab[]): Finding[] {
  const choose = { label: l10n.t('Choose Engine'), command: 'aiLabs.chooseContext' };
  const open = labs.filter(({ definition: { internet, services } }) => !internet && Object.values(services).some(({ ports }) => ports.length > 0));
  const pausing = labs.filter(({ definition: { steps } }) =>
    steps.some(({ checks }) => checks.some(({ faults }) => faults.some((fault) => 'pause' in fault))));
  return [
    ...(offline || open.length === 0 ? [] : [{
      id: 'offline', what: l10n.t('Labs without internet'), severity: 'warning' as const, cause: 'offline-missing',
      message: l10n.t('the engine publishes no ports without giving a way out: {0} can reach the internet, though not made to', manyLabs(open)),
      action: { ...choose, text: l10n.t('Use Docker, or Podman without root, for labs whose programs you do not trust.') },
    }]),
    ...(pauses || pausing.length === 0 ? [] : [{
      id: 'pauses', what: l10n.t('Checks that pause a service'), severity: 'warning' as const, cause: 'pause-missing',
      message: l10n.t('the engine cannot pause containers, so {0} cannot be checked in full', manyLabs(pausing)),
      action: { ...choose, text: l10n.t('Use Docker or Podman with root for them, or a machine with cgroups of version 2.') },
    }]),
  ];
}
