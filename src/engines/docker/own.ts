import type Docker from 'dockerode';
import { label, labelFilters } from './labels';
import { callApi } from './api/request';
import {
  containerListSchema,
  type ContainerSummary,
  imageListSchema,
  networkListSchema,
  volumeListSchema,
} from './api/wire';

/** Everything on the engine that carries the labels of a home, and of one session of it when asked. */
export interface Own {
  /** Of services. */
  containers: ContainerSummary[];
  /** That only carry files for a moment. */
  helpers: ContainerSummary[];
  networks: { Id: string; Labels: Record<string, string> }[];
  volumes: { Name: string; Labels: Record<string, string> }[];
  /** Images made of containers of a session; images of labs belong to no home. */
  images: { Id: string; Labels: Record<string, string> }[];
}

/**
 * What a lab is seen to be like by: its services, and the volumes that say what state it is in. The rest is empty. Images
 * take an engine several times as long to list.
 */
export async function listSeen(docker: Docker, home: string, session: string, signal?: AbortSignal): Promise<Own> {
  const query = { filters: { label: labelFilters(home, session) } };
  const [containers, volumes] = await Promise.all([
    callApi(docker, { method: 'GET', path: '/containers/json', query: { all: true, ...query }, signal }),
    callApi(docker, { method: 'GET', path: '/volumes', query, signal }),
  ]);
  const all = containerListSchema.parse(containers);
  return {
    containers: all.filter(({ Labels }) => !Labels[label.helper]),
    helpers: all.filter(({ Labels }) => Labels[label.helper]),
    networks: [],
    volumes: volumeListSchema.parse(volumes),
    images: [],
  };
}

export async function listOwn(
  docker: Docker,
  home: string,
  session?: string,
  signal?: AbortSignal,
): Promise<Own> {
  const filters = { label: labelFilters(home, session) };
  const get = (path: string, query: Record<string, unknown>): Promise<unknown> =>
    callApi(docker, { method: 'GET', path, query: { filters, ...query }, signal });
  const [containers, networks, volumes, images] = await Promise.all([
    get('/containers/json', { all: true }),
    get('/networks', {}),
    get('/volumes', {}),
    get('/images/json', { filters: { label: labelFilters(home) } }),
  ]);
  const all = containerListSchema.parse(containers);
  return {
    containers: all.filter(({ Labels }) => !Labels[label.helper]),
    helpers: all.filter(({ Labels }) => Labels[label.helper]),
    networks: networkListSchema.parse(networks),
    volumes: volumeListSchema.parse(volumes),
    // Podman 4.3 finds no image by two labels: sessions are told apart here.
    images: imageListSchema.parse(images).filter(({ Labels }) => !session || Labels[label.session] === session),
  };
}
