import * as l10n from '@vscode/l10n';
import { UserError } from '../../../common/errors';
import type { RunningLab } from '../../engine';
import type { Client } from '../connect/client';
import { inspectContainer } from './health';

/** The engine's id of a service's container. @throws UserError `service-missing` */
export function containerOf(lab: RunningLab, service: string): string {
  const found = lab.services.find(({ name }) => name === service);
  if (!found) {
    throw new UserError(l10n.t('The lab has no running service "{0}".', service), {
      code: 'service-missing',
      action: { label: l10n.t('Start Lab'), text: l10n.t('Start the lab again.'), command: 'aiLabs.startLab' },
    });
  }
  return found.container;
}

/**
 * Where a published port is reached from this machine: on loopback, or, with an engine reached over TCP, on loopback
 * of that machine, to which the way must exist already.
 * @throws UserError `port-not-published`
 */
export async function endpointOf(
  client: Client,
  lab: RunningLab,
  service: string,
  port: number,
  signal?: AbortSignal,
): Promise<{ host: string; port: number }> {
  const { HostConfig } = await inspectContainer(client.docker, containerOf(lab, service), signal);
  const host = Number(HostConfig.PortBindings[`${port}/tcp`]?.[0]?.HostPort ?? 0);
  if (!host) {
    throw new UserError(l10n.t('The service "{0}" does not publish its port {1}.', service, port), {
      code: 'port-not-published',
      action: { label: l10n.t('Edit Lab'), text: l10n.t('Add "{0}" to `ports` of "{1}" in lab.yaml.', port, service) },
    });
  }
  return { host: '127.0.0.1', port: host };
}
