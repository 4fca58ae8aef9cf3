import type Docker from 'dockerode';
import { labelFilters } from './labels';
import { callApi } from './request';
import {
  containerListSchema,
  type ContainerSummary,
  imageListSchema,
  networkListSchema,
  volumeListSchema,
} from './wire';

/** Everything on the engine that carries the labels of a home, and of one session of it when asked. */
export interface Own {
  containers: ContainerSummary[];
  networks: { Id: string; Labels: Record<string, string> }[];
  volumes: { Name: string; Labels: Record<string, string> }[];
  /** Images made of containers of a session; images of labs belong to no home. */
  images: { Id: string; Labels: Record<string, string> }[];
}

export async function listOwn(
  docker: Docker,
  home: string,
  session?: string,
  signal?: AbortSignal,
): Promise<Own> {
  const filters = { label: labelFilters(home, session) };
  const get = (path: string, query: Record<string, unknown>): Promise<unknown> =>
    callApi(docker, { method: 'GET', path, query: { ...query, filters }, signal });
  const [containers, networks, volumes, images] = await Promise.all([
    get('/containers/json', { all: true }),
    get('/networks', {}),
    get('/volumes', {}),
    get('/images/json', {}),
  ]);
  return {
    containers: containerListSchema.parse(containers),
    networks: networkListSchema.parse(networks),
    volumes: volumeListSchema.parse(volumes),
    images: imageListSchema.parse(images),
  };
}
