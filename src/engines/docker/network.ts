import type Docker from 'dockerode';
import type { LabSpec } from '../engine';
import { names } from './labels';
import { callApi } from './request';

/**
 * The lab's own network. Without internet it does not masquerade: what leaves has no way back, while published ports
 * work (an `internal` network would publish none).
 */
export async function createNetwork(
  docker: Docker,
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
      Options: spec.internet ? {} : { 'com.docker.network.bridge.enable_ip_masquerade': 'false' },
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
