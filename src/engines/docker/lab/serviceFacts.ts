import type { ServiceSpec } from '../../engine';

/** `""`, `root`, `0` and `0:0` all mean root. */
export function isRootUser(user: string): boolean {
  const name = user.split(':')[0] ?? '';
  return name === '' || name === 'root' || name === '0';
}

/** The user a service's terminal and scripts run as: the lab's word, else the image's; empty for root. */
export function serviceUser(spec: ServiceSpec): string {
  return spec.service.user ?? spec.image.user;
}

/** Where an inner container engine (`engine: true`) keeps its images and its sockets. */
export const innerEngine = {
  storage: '/home/learner/.local/share/containers',
  runtime: (uid: number) => `/run/user/${uid}`,
};

/** The ids of the learner inside a service: the folder's owner's where it must be, else those our images give. */
export function learnerIds(spec: ServiceSpec): { uid: number; gid: number } {
  const owner = spec.workspace?.owner;
  return owner && owner.uid !== 0 ? owner : { uid: 1000, gid: 1000 };
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

export type DependencyCondition = 'service_started' | 'service_healthy' | 'service_completed_successfully';

/** What a service waits for before it starts: names of services and the state they must be in. */
export function dependencyConditions(spec: ServiceSpec): Map<string, DependencyCondition> {
  const depends = spec.service.depends_on ?? [];
  return Array.isArray(depends)
    ? new Map(depends.map((name) => [name, 'service_started']))
    : new Map(Object.entries(depends).map(([name, { condition }]) => [name, condition]));
}
