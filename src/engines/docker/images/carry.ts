import type { Readable } from 'node:stream';
import * as l10n from '@vscode/l10n';
import type Docker from 'dockerode';
import * as z from 'zod';
import { CancelledError, UserError } from '../../../common/errors';
import type { ImageFacts } from '../../engine';
import { deadlinesOf, heard } from '../api/deadline';
import { statusOf } from '../api/errors';
import { callApi, streamApi } from '../api/request';
import { progressLines } from './build';

const factsSchema = z.object({
  Id: z.string(),
  Size: z.number().optional(),
  Architecture: z.string().optional(),
  RootFS: z.object({ Layers: z.array(z.string()).nullish() }).nullish(),
});

const historySchema = z.array(z.object({ Size: z.number().nullish() }));

/** What the engine has under a name; undefined where it has none. */
export async function describeImage(docker: Docker, reference: string, signal?: AbortSignal): Promise<ImageFacts | undefined> {
  try {
    const answer = await callApi(docker, { method: 'GET', path: `/images/${reference}/json`, signal });
    const { Id, Size = 0, Architecture = '', RootFS } = factsSchema.parse(answer);
    return { id: Id, bytes: Size, architecture: Architecture, layers: await layersOf(docker, Id, Size, RootFS?.Layers ?? [], signal) };
  } catch (error) {
    if (statusOf(error) === 404) {
      return undefined;
    }
    throw error;
  }
}

/** The history tells sizes and the image tells digests of layers: they belong together where there are as many of either. */
async function layersOf(docker: Docker, id: string, bytes: number, digests: readonly string[], signal?: AbortSignal): Promise<ImageFacts['layers']> {
  const history = historySchema.parse(await callApi(docker, { method: 'GET', path: `/images/${id}/history`, signal }));
  const sizes = history.map(({ Size }) => Size ?? 0).filter((size) => size > 0).reverse();
  return sizes.length === digests.length
    ? digests.map((digest, index) => ({ id: digest, bytes: sizes[index] ?? 0 }))
    : [{ id, bytes }];
}

/**
 * One archive of several images, with the layers they share once, as it comes from the engine. Formats:
 * https://github.com/moby/docker-image-spec/blob/main/spec.md#combined-image-json--filesystem-changeset-format
 */
export async function exportImages(docker: Docker, references: readonly string[], signal?: AbortSignal): Promise<AsyncIterable<Buffer>> {
  // An engine may write all of it aside before its first byte.
  const { word } = deadlinesOf(docker);
  const stream = await streamApi(docker, { method: 'GET', path: '/images/get', query: { names: [...references] }, timeoutMs: word, signal });
  return whole(docker, stream, signal);
}

async function* whole(docker: Docker, stream: Readable & { complete?: boolean }, signal?: AbortSignal): AsyncGenerator<Buffer> {
  const onAbort = (): void => void stream.destroy();
  signal?.addEventListener('abort', onAbort, { once: true });
  try {
    yield* heard(deadlinesOf(docker).word, l10n.t('go on with an archive'), stream);
  } catch (error) {
    throw signal?.aborted ? new CancelledError() : error;
  } finally {
    signal?.removeEventListener('abort', onAbort);
  }
  if (signal?.aborted) {
    throw new CancelledError();
  }
  if (stream.complete === false) {
    throw Object.assign(new Error('The engine broke off an archive'), { code: 'ECONNRESET' });
  }
}

/**
 * Loads such an archive, with every image and name in it. What has been loaded when it is cancelled stays.
 * @throws UserError `image-load-failed`; CancelledError
 */
export async function importImages(docker: Docker, archive: Readable, signal?: AbortSignal): Promise<void> {
  const stop = new AbortController();
  let broken: unknown;
  archive.once('error', (error) => {
    broken = error;
    stop.abort();
  });
  const either = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal;
  try {
    const answer = await streamApi(docker, { method: 'POST', path: '/images/load', query: { quiet: 1 }, file: archive, timeoutMs: Infinity, signal: either });
    for await (const line of progressLines(heard(deadlinesOf(docker).word, l10n.t('go on loading images'), answer))) {
      if (line.error !== undefined) {
        throw failure(line.error);
      }
    }
  } catch (error) {
    if (signal?.aborted) {
      throw new CancelledError();
    }
    throw broken ?? error;
  } finally {
    archive.destroy();
  }
}

function failure(reason: string): UserError {
  return new UserError(l10n.t('The engine did not take the images: {0}', reason), {
    code: 'image-load-failed',
    action: { label: l10n.t('Try Again'), text: l10n.t('See with `docker info` that the engine is well and has room, then load the file again.') },
    detail: reason,
  });
}
