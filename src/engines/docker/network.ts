import type Docker from 'dockerode';
import type { LabSpec } from '../engine';
import type { Client } from './client';
import { names } from './labels';
import type { PodmanFacts } from './podman';
import { callApi } from './request';

/**
 * How a network keeps a lab from the internet. Docker's does not masquerade: what leaves has no way back, while
 * published ports work (an `internal` network would publish none). Podman knows `internal` alone; without root it
 * publishes ports by a program of its own, which works with that too. With root it does not: there such a lab has a
 * way out (`capabilities.offline`).
 */
function isolation(internet: boolean, podman?: PodmanFacts): { Internal?: boolean; Options?: Record<string, string> } {
  if (internet) {
    return {};
  }
  return podman
    ? { Internal: podman.rootless }
    : { Options: { 'com.docker.network.bridge.enable_ip_masquerade': 'false' } };
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
      ...isolation(spec.internet, podman),
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
