import { UserError } from '../../../common/errors';
import type { EngineCapabilities } from '../../engine';
import type { PodmanFacts } from './podman';

/** What the engine has; without facts, what Docker has. */
export function capabilitiesOf(podman?: PodmanFacts): EngineCapabilities {
  return {
    build: true,
    // Podman shows all files that are read out of a container as root's.
    snapshots: !podman,
    execUsers: true,
    mounts: true,
    offline: !podman || podman.rootless,
    limits: !podman || podman.limits,
    pauses: !podman || podman.pauses,
  };
}

/** @throws UserError `engine-lacks` */
export function requireSnapshots({ snapshots }: EngineCapabilities): void {
  if (!snapshots) {
    throw new UserError('This container engine cannot keep what the containers of a lab hold.', {
      code: 'engine-lacks',
      action: { label: 'Reset Lab', text: 'Reset the lab: its containers are then made anew.', command: 'aiLabs.resetLab' },
    });
  }
}
