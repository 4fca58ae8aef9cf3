import type Docker from 'dockerode';
import type { Client } from '../connect/client';
import { names } from '../labels';
import type { PodmanFacts } from '../connect/podman';
import { callApi } from '../api/request';

/** What a lab asks of its network. */
export interface NetworkWish {
  session: string;
  internet: boolean;
  /** Whether any of its services publishes a port. */
  publishes: boolean;
}

/**
 * How a network keeps a lab from the internet. Where ports are published Docker's does not masquerade: what leaves has
 * no way back, while the ports work (an `internal` network would publish none); the machine itself can be reached at
 * its address in the network. Where none are, the network is internal and the machine has no address in it.
 *
 * Podman knows `internal` alone; without root it publishes ports by a program of its own, which works with that too.
 * With root it does not: there a lab that publishes ports has a way out (`capabilities.offline`).
 */
function isolation({ internet, publishes }: NetworkWish, podman?: PodmanFacts): { Internal?: boolean; Options?: Record<string, string> } {
  if (internet) {
    return {};
  }
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
  wish: NetworkWish,
  labels: Record<string, string>,
): Promise<void> {
  await callApi(docker, {
    method: 'POST',
    path: '/networks/create',
    body: {
      Name: names.network(wish.session),
      Driver: 'bridge',
      CheckDuplicate: true,
      Labels: labels,
      ...isolation(wish, podman),
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
