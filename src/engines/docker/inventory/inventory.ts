import * as l10n from '@vscode/l10n';
import type Docker from 'dockerode';
import * as z from 'zod';
import type { EngineInventory, EngineItem } from '../../engine';
import { label } from '../labels';
import { listBuilt, listSnapshots, type OwnImage, superseded } from '../images/ownImages';
import { callApi } from '../api/request';
import { readUsage, type Usage } from './usage';
import { networkListSchema, volumeListSchema } from '../api/wire';

const containersSchema = z.array(
  z.object({
    Id: z.string(),
    Names: z.array(z.string()).nullish(),
    ImageID: z.string().nullish(),
    State: z.string(),
    Labels: z.record(z.string(), z.string()).nullish(),
    Mounts: z.array(z.object({ Type: z.string().nullish(), Name: z.string().nullish() })).nullish(),
    NetworkSettings: z.object({ Networks: z.record(z.string(), z.unknown()).nullish() }).nullish(),
  }),
);

type Container = z.infer<typeof containersSchema>[number];

/** Everything on the engine that is ours for sure, of whatever home. */
export async function inventory(docker: Docker, signal?: AbortSignal): Promise<EngineInventory> {
  const filters = { label: [label.home, label.session] };
  const get = (path: string, query: Record<string, unknown>): Promise<unknown> => callApi(docker, { method: 'GET', path, query, signal });
  const [everyContainer, networks, volumes, snapshots, built, usage] = await Promise.all([
    // Those of others too: they may be what uses an image or a volume of ours.
    get('/containers/json', { all: true }).then((answer) => containersSchema.parse(answer)),
    get('/networks', { filters }).then((answer) => networkListSchema.parse(answer)),
    get('/volumes', { filters }).then((answer) => volumeListSchema.parse(answer)),
    listSnapshots(docker, signal),
    listBuilt(docker, signal),
    readUsage(docker, signal),
  ]);
  const used = whatIsUsed(everyContainer);
  const old = superseded(built);
  const items = [
    ...everyContainer.filter(({ Labels }) => Labels?.[label.home] && Labels[label.session]).map(
      (container): EngineItem => ({
        kind: 'container', id: container.Id, name: container.Names?.[0]?.replace(/^\//, '') ?? container.Id.slice(0, 12),
        ...owner(container.Labels ?? {}), bytes: usage.containers.get(container.Id), inUse: isUp(container.State),
      }),
    ),
    ...networks.map(
      ({ Id, Name, Labels }): EngineItem => ({ kind: 'network', id: Id, name: Name, ...owner(Labels), bytes: 0, inUse: used.networks.has(Name) }),
    ),
    ...volumes.map(
      ({ Name, Labels }): EngineItem => ({ kind: 'volume', id: Name, name: Name, ...owner(Labels), bytes: usage.volumes.get(Name), inUse: used.volumes.has(Name) }),
    ),
    ...snapshots.map((image): EngineItem => ({ ...owner(image.labels), ...imageItem('snapshot', image, usage), inUse: used.images.has(image.id) })),
    ...built.map((image): EngineItem => ({ ...imageItem('image', image, usage), inUse: used.images.has(image.id), superseded: old.has(image.id) })),
  ];
  return { items, imageBytes: usage.allImages };
}

function imageItem(kind: 'snapshot' | 'image', image: OwnImage, usage: Usage): Omit<EngineItem, 'inUse'> {
  const { id, tags, createdAt } = image;
  const name = tags.find((tag) => !tag.endsWith(':latest')) ?? tags[0] ?? l10n.t('an image without a name ({0})', id.replace(/^sha256:/, '').slice(0, 12));
  return { kind, id, name, createdAt, bytes: usage.images.get(id), wholeBytes: usage.wholeImages.get(id) };
}

function owner(labels: Record<string, string>): Pick<EngineItem, 'home' | 'lab' | 'session' | 'createdAt'> {
  return { home: labels[label.home], lab: labels[label.lab], session: labels[label.session], createdAt: labels[label.created] };
}

function isUp(state: string): boolean {
  return state === 'running' || state === 'paused' || state === 'restarting';
}

function whatIsUsed(containers: readonly Container[]): Record<'images' | 'volumes' | 'networks', Set<string>> {
  const up = containers.filter(({ State }) => isUp(State));
  return {
    images: new Set(containers.map(({ ImageID }) => imageId(ImageID ?? ''))),
    volumes: new Set(containers.flatMap(({ Mounts }) => (Mounts ?? []).flatMap(({ Name }) => Name ?? []))),
    networks: new Set(up.flatMap(({ NetworkSettings }) => Object.keys(NetworkSettings?.Networks ?? {}))),
  };
}

/** Podman leaves out the algorithm. */
function imageId(id: string): string {
  return id.startsWith('sha256:') ? id : `sha256:${id}`;
}
