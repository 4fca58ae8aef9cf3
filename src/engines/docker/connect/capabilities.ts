import * as l10n from '@vscode/l10n';
import { UserError } from '../../../common/errors';
import type { EngineCapabilities, ServiceFault } from '../../engine';
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
    throw new UserError(l10n.t('This container engine cannot keep what the containers of a lab hold.'), {
      code: 'engine-lacks',
      action: { label: l10n.t('Reset Lab'), text: l10n.t('Reset the lab: its containers are then made anew.'), command: 'aiLabs.resetLab' },
    });
  }
}

/** @throws UserError `engine-lacks` */
export function requireFaults({ pauses }: EngineCapabilities, faults: ServiceFault[]): void {
  const paused = pauses ? undefined : faults.find(({ kind }) => kind === 'pause');
  if (paused) {
    throw new UserError(l10n.t('This container engine cannot pause the service "{0}", as this check needs it.', paused.service), {
      code: 'engine-lacks',
      action: {
        label: l10n.t('Choose Engine'),
        text: l10n.t('Use Docker or Podman with root for this lab, or a machine with cgroups of version 2.'),
        command: 'aiLabs.chooseContext',
      },
    });
  }
}
