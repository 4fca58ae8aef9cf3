import type Docker from 'dockerode';
import type { LabSpec } from '../../engine';
import type { Client } from '../connect/client';
import { names } from '../labels';
import type { PodmanFacts } from '../connect/podman';
import { callApi } from '../api/request';

/**
 * How a network keeps a lab from the internet. Where ports are published Docker's does not masquerade: what leaves has
 * no way back, while the ports work (an `internal` network would publish none); the machine itself can be reached at
 * its address in the network. Where none are, the network is internal and the machine has no address in it.
 *
 * Podman knows `internal` alone; without root it publishes ports by a program of its own, which works with that too.
 * With root it does not: there a lab that publishes ports has a way out (`capabilities.offline`).
 */
function isolation(spec: LabSpec, podman?: PodmanFacts): { Internal?: boolean; Options?: Record<string, string> } {
  if (spec.internet) {
    return {};
  }
  const publishes = spec.services.some(({ ports }) => ports.length > 0);
  if (podman) {
    return { Internal: podman.rootless || !publishes };
  }
  return publishes
    ? { Options: { 'com.docker.network.bridge.enable_ip_masquerade': 'false' } }
    : { Internal: true, Options: { 'com.docker.network.bridge.inhibit_ipv4': 'true' } };
}

/** The lab's own network. */
export async function createNetwork(
  { docker, podman }: Pick<Client, 'docker' | 'podman'>,
  spec: LabSpec,
  labels: Record<string, string>,
): Promise<void> {
  await callApi(docker, {
    method: 'POST',
    path: '/networks/create',
    body: {
      Name: names.network(spec.session),
      Driver: 'bridge',
      CheckDuplicate: true,
      Labels: labels,
      ...isolation(spec, podman),
    },
  });
}

/** Made ahead of the containers, so that several may share one and each carries our labels. */
export async function createVolume(
  docker: Docker,
  name: string,
  labels: Record<string, string>,
): Promise<void> {
  await callApi(docker, { method: 'POST', path: '/volumes/create', body: { Name: name, Labels: labels } });
}
