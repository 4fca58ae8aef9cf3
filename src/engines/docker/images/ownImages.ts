import type Docker from 'dockerode';
import * as z from 'zod';
import { label } from '../labels';
import { callApi } from '../api/request';

/** Every image this product builds is called so; images of others may carry our labels, because labels are inherited. */
const prefix = 'ai-labs/';

/** What a build that was cancelled or failed has come to; the tag says of what. Has no label yet. */
export const unfinished = `${prefix}unfinished`;

const listSchema = z.array(
  z.object({
    Id: z.string(),
    RepoTags: z.array(z.string()).nullish(),
    Labels: z.record(z.string(), z.string()).nullish(),
    /** Seconds since 1970. */
    Created: z.number().optional(),
  }),
);

const historySchema = z.array(z.object({ CreatedBy: z.string().nullish() }));

export interface OwnImage {
  id: string;
  /** Our names of it; empty where it has none any more. */
  tags: string[];
  labels: Record<string, string>;
  /** ISO 8601 */
  createdAt?: string;
}

/**
 * Names of an image that mean something; engines say `<none>:<none>` for none. Podman names a registry with each, and
 * one of two for those that come from none.
 */
function realTags(tags: readonly string[] | null | undefined): string[] {
  return (tags ?? [])
    .filter((tag) => !tag.startsWith('<none>'))
    .map((tag) => tag.replace(/^(docker\.io|localhost)\/(?=ai-labs\/)/, ''));
}

/** Images that carry a label. */
async function labelled(docker: Docker, name: string, signal?: AbortSignal): Promise<OwnImage[]> {
  return listed(docker, { label: [name] }, signal);
}

async function listed(docker: Docker, filters: Record<string, string[]>, signal?: AbortSignal): Promise<OwnImage[]> {
  const query = { filters };
  const list = listSchema.parse(await callApi(docker, { method: 'GET', path: '/images/json', query, signal }));
  return list.map(({ Id, RepoTags, Labels, Created }) => ({
    id: Id,
    tags: realTags(RepoTags),
    labels: Labels ?? {},
    ...(Created === undefined ? {} : { createdAt: new Date(Created * 1000).toISOString() }),
  }));
}

/** Images made of a lab's containers: they carry the container's labels. One that a person has named is theirs. */
export async function listSnapshots(docker: Docker, signal?: AbortSignal): Promise<OwnImage[]> {
  const images = await labelled(docker, label.home, signal);
  return images.filter(({ tags, labels }) => labels[label.session] && tags.every((tag) => tag.startsWith(prefix)));
}

/**
 * Images built for labs. Of those that lost their name, only what our own build has finished: an image that somebody
 * builds on one of ours inherits its label, but does not end with writing it.
 */
export async function listBuilt(docker: Docker, signal?: AbortSignal): Promise<OwnImage[]> {
  const [built, begun] = await Promise.all([labelled(docker, label.digest, signal), listed(docker, { reference: [unfinished] }, signal)]);
  const images = [...built, ...begun.filter(({ id }) => !built.some((each) => each.id === id))].filter(({ labels }) => !labels[label.home]);
  const ours = await Promise.all(
    images.map(async (image) => (image.tags.length > 0 ? image.tags.some((tag) => tag.startsWith(prefix)) : endsWithOurLabel(docker, image, signal))),
  );
  return images.filter((_, index) => ours[index]).map((image) => ({ ...image, tags: image.tags.filter((tag) => tag.startsWith(prefix)) }));
}

async function endsWithOurLabel(docker: Docker, { id, labels }: OwnImage, signal?: AbortSignal): Promise<boolean> {
  const history = historySchema.safeParse(await callApi(docker, { method: 'GET', path: `/images/${id}/history`, signal }).catch(() => undefined));
  const last = history.success ? (history.data[0]?.CreatedBy ?? '') : '';
  return last.includes('LABEL') && last.includes(`${label.digest}=${labels[label.digest] ?? '?'}`);
}

/** Of one name, all but the image that bears it without a digest, which is the one built last. */
export function superseded(images: readonly OwnImage[]): Set<string> {
  const old = new Set(images.filter(({ tags }) => tags.every((tag) => repository(tag) === unfinished)).map(({ id }) => id));
  const names = new Set(images.flatMap(({ tags }) => tags.map(repository)));
  for (const name of names) {
    const builds = images.filter(({ tags }) => tags.some((tag) => repository(tag) === name));
    const current = builds.find(({ tags }) => tags.includes(`${name}:latest`)) ?? [...builds].sort((a, b) => (b.createdAt ?? '').localeCompare(a.createdAt ?? ''))[0];
    builds.filter((image) => image !== current).forEach(({ id }) => old.add(id));
  }
  return old;
}

function repository(tag: string): string {
  return tag.slice(0, tag.lastIndexOf(':'));
}
