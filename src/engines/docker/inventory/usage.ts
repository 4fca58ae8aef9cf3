import type Docker from 'dockerode';
import * as z from 'zod';
import { callApi } from '../api/request';

const size = z.number().nullish();

/** Source: https://docs.docker.com/reference/api/engine/version/v1.41/#tag/System/operation/SystemDataUsage */
const usageSchema = z.object({
  LayersSize: size,
  Images: z.array(z.object({ Id: z.string(), Size: size, SharedSize: size })).nullish(),
  Containers: z.array(z.object({ Id: z.string(), SizeRw: size })).nullish(),
  Volumes: z.array(z.object({ Name: z.string(), UsageData: z.object({ Size: size }).nullish() })).nullish(),
});

/** Adding sizes up means reading every volume of the engine; a list without them is better than none (ms). */
const patienceMs = 15_000;

/** What things on the engine take on disk, in bytes, by id (volumes: by name). */
export interface Usage {
  /** What goes when only this image goes: layers it shares with others are not counted. */
  images: Map<string, number>;
  wholeImages: Map<string, number>;
  /** All layers of all images. */
  allImages?: number;
  containers: Map<string, number>;
  volumes: Map<string, number>;
}

/** Asks for sizes; empty where the engine does not say them in time. Rejects with CancelledError alone. */
export async function readUsage(docker: Docker, signal?: AbortSignal): Promise<Usage> {
  const timeout = AbortSignal.timeout(patienceMs);
  const either = signal ? AbortSignal.any([signal, timeout]) : timeout;
  try {
    return sizes(usageSchema.parse(await callApi(docker, { method: 'GET', path: '/system/df', signal: either })));
  } catch (error) {
    if (signal?.aborted) {
      throw error;
    }
    return sizes({});
  }
}

function sizes({ LayersSize, Images, Containers, Volumes }: z.infer<typeof usageSchema>): Usage {
  const known = (pairs: [string, number | null | undefined][]): Map<string, number> =>
    // -1 stands for "not computed".
    new Map(pairs.filter((pair): pair is [string, number] => typeof pair[1] === 'number' && pair[1] >= 0));
  return {
    images: known((Images ?? []).map(({ Id, Size, SharedSize }) => [Id, (Size ?? -1) - Math.max(SharedSize ?? 0, 0)])),
    ...(typeof LayersSize === 'number' ? { allImages: LayersSize } : {}),
    wholeImages: known((Images ?? []).map(({ Id, Size }) => [Id, Size])),
    containers: known((Containers ?? []).map(({ Id, SizeRw }) => [Id, SizeRw ?? 0])),
    volumes: known((Volumes ?? []).map(({ Name, UsageData }) => [Name, UsageData?.Size])),
  };
}
