import type { FileHandle } from 'node:fs/promises';
import * as z from 'zod';
import { plainReference } from './references';
import { hostileBundle } from './refusal';
import { type Entry, readAt, scanTar } from './scanTar';

const mostEntries = 20_000;
const mostJson = 16 * 1024 ** 2;
const digest = '[0-9a-f]{64}';

/**
 * All that engines write into an archive of images: https://github.com/moby/docker-image-spec/blob/main/spec.md and
 * https://github.com/opencontainers/image-spec/blob/main/image-layout.md. Links say that two images share a layer.
 */
const known: Record<Entry['type'], RegExp> = {
  file: new RegExp(`^(manifest\\.json|repositories|index\\.json|oci-layout|${digest}\\.(json|tar)|${digest}/(VERSION|json|layer\\.tar)|blobs/sha256/${digest})$`),
  folder: new RegExp(`^(${digest}|blobs|blobs/sha256)$`),
  link: new RegExp(`^${digest}/layer\\.tar$`),
};
const layer = new RegExp(`^\\.\\./${digest}(/layer)?\\.tar$`);

const manifestSchema = z.array(z.object({ Config: z.string(), RepoTags: z.array(z.string()).nullish(), Layers: z.array(z.string()).nullish() }));
const repositoriesSchema = z.record(z.string(), z.record(z.string(), z.string()));
const indexSchema = z.object({ manifests: z.array(z.object({ annotations: z.record(z.string(), z.string()).nullish() })) });
const [imageName, refName] = ['io.containerd.image.name', 'org.opencontainers.image.ref.name'];

/**
 * Every name that an engine could load an image of this archive under, whichever of its lists it goes by, as
 * `plainReference`. @throws UserError `bundle-refused` where anything is in it that engines do not write
 */
export async function namesIn(file: FileHandle, from: number, to: number): Promise<Set<string>> {
  const entries = await scanTar(file, from, to, mostEntries);
  for (const { name, type, target } of entries) {
    if (!known[type].test(name) || (type === 'link' && !layer.test(target))) {
      throw hostileBundle(`its images hold ${JSON.stringify(name)}, which no engine writes`);
    }
  }
  const json = async <T>(name: string, schema: z.ZodType<T>): Promise<T | undefined> => {
    const entry = entries.find((each) => each.name === name);
    if (!entry) {
      return undefined;
    }
    const text = entry.size > mostJson ? '' : (await readAt(file, entry.offset, entry.size, to)).toString('utf8');
    const parsed = schema.safeParse(jsonOf(text));
    if (!parsed.success) {
      throw hostileBundle(`the ${name} of its images is not as engines write it`);
    }
    return parsed.data;
  };
  const [images, repositories, index] = [await json('manifest.json', manifestSchema), await json('repositories', repositoriesSchema), await json('index.json', indexSchema)];
  const inside = new Set(entries.map(({ name }) => name));
  for (const name of (images ?? []).flatMap(({ Config, Layers }) => [Config, ...(Layers ?? [])])) {
    if (!inside.has(name)) {
      throw hostileBundle('an image of it is not whole');
    }
  }
  if (!images) {
    throw hostileBundle('its images have no list');
  }
  if (images.some(({ RepoTags }) => !RepoTags?.length)) {
    throw hostileBundle('there is an image without a name in it');
  }
  return new Set([
    ...images.flatMap(({ RepoTags }) => RepoTags ?? []),
    ...Object.entries(repositories ?? {}).flatMap(([name, tags]) => Object.keys(tags).map((tag) => `${name}:${tag}`)),
    ...(index?.manifests ?? []).flatMap(({ annotations }) => named(annotations ?? {})),
  ].map(plainReference));
}

/** The second is only a tag where the first is there. */
function named(annotations: Record<string, string>): string[] {
  const [name, ref] = [annotations[imageName], annotations[refName]];
  return [name, ref === undefined || name?.endsWith(`:${ref}`) ? undefined : ref].flatMap((each) => each ?? []);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
