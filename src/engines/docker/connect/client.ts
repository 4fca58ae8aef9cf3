import http from 'node:http';
import https from 'node:https';
import type Docker from 'dockerode';
import type { Endpoint } from './address';
import type { PodmanFacts } from './podman';
import { SshAgent } from './ssh';

/** The newest version of the Engine API this adapter was written against, and the oldest it works with. */
export const newestApi = '1.47';
export const oldestApi = '1.41';

/** A connected engine: the client speaks the negotiated version. */
export interface Client {
  docker: Docker;
  endpoint: Endpoint;
  name: string;
  version: string;
  apiVersion: string;
  os: string;
  arch: string;
  /** Set where it is Podman. */
  podman?: PodmanFacts;
}

/** -1, 0 or 1 for API versions such as `1.41`. */
export function compareApi(a: string, b: string): number {
  const [aMajor = 0, aMinor = 0] = a.split('.').map(Number);
  const [bMajor = 0, bMinor = 0] = b.split('.').map(Number);
  return Math.sign(aMajor - bMajor || aMinor - bMinor);
}

/** The version to speak with a server: the older of both newest ones. */
export function negotiate(serverNewest: string): string {
  return compareApi(serverNewest, newestApi) < 0 ? serverNewest : newestApi;
}

/**
 * A dockerode client for an endpoint. Without `apiVersion` the server's own newest is used. Connections are not kept:
 * a kept one that the engine closed meanwhile would fail a request for nothing, and a local one costs next to nothing.
 * Over ssh each is a login, and an end of it is noticed: those are kept for a while.
 */
export async function openClient(endpoint: Endpoint, apiVersion?: string): Promise<Docker> {
  const { default: DockerClient } = await import('dockerode');
  const version = apiVersion ? `v${apiVersion}` : undefined;
  const { tls, ssh } = endpoint;
  const agent = ssh
    ? new SshAgent(ssh)
    : tls
      ? new https.Agent({ keepAlive: false, rejectUnauthorized: !tls.skipVerify })
      : new http.Agent({ keepAlive: false });
  // Everything is said, because what is left out is taken from DOCKER_HOST, whatever the endpoint is.
  const where = {
    socketPath: endpoint.socketPath,
    host: ssh ? 'engine' : endpoint.host,
    port: ssh ? 80 : endpoint.port,
    protocol: tls ? ('https' as const) : ('http' as const),
    ca: tls?.ca,
    cert: tls?.cert,
    key: tls?.key,
  };
  // The published types leave `agent` out; docker-modem takes it.
  const options: Docker.DockerOptions & { agent: http.Agent } = { ...where, version, agent };
  return new DockerClient(options);
}
