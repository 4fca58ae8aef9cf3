import { UserError } from '../../../common/errors';
import type { RunningLab } from '../../engine';
import type { Client } from '../connect/client';
import { inspectContainer } from './health';

/** The engine's id of a service's container. @throws UserError `service-missing` */
export function containerOf(lab: RunningLab, service: string): string {
  const found = lab.services.find(({ name }) => name === service);
  if (!found) {
    throw new UserError(`The lab has no running service "${service}".`, {
      code: 'service-missing',
      action: { label: 'Start Lab', text: 'Start the lab again.', command: 'aiLabs.startLab' },
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
    throw new UserError(`The service "${service}" does not publish its port ${port}.`, {
      code: 'port-not-published',
      action: { label: 'Edit Lab', text: `Add "${port}" to \`ports\` of "${service}" in lab.yaml.` },
    });
  }
  return { host: '127.0.0.1', port: host };
}
