import type Docker from 'dockerode';
import { CancelledError, messageOf, UserError } from '../../../common/errors';
import type { EngineProgress } from '../../engine';
import { progressLines } from './build';
import { deadlinesOf, heard } from '../api/deadline';
import { engineWords, isConnectionError, statusOf, toUserError } from '../api/errors';
import { streamApi } from '../api/request';

/** Splits `registry:5000/name:tag` at its tag; a reference by digest stays whole. */
export function splitReference(reference: string): { image: string; tag?: string } {
  if (reference.includes('@')) {
    return { image: reference };
  }
  const colon = reference.lastIndexOf(':');
  if (colon > reference.lastIndexOf('/')) {
    return { image: reference.slice(0, colon), tag: reference.slice(colon + 1) };
  }
  return { image: reference, tag: 'latest' };
}

const megabytes = (bytes: number): string => (bytes / 1_000_000).toFixed(bytes < 10_000_000 ? 1 : 0);

/** Adds up the layers that are being downloaded. Totals become known one after the other. */
class Download {
  private readonly layers = new Map<string, { current: number; total: number }>();

  update(layer: string, current: number, total: number): void {
    this.layers.set(layer, { current, total });
  }

  finish(layer: string): void {
    const known = this.layers.get(layer);
    if (known) {
      known.current = known.total;
    }
  }

  progress(reference: string): EngineProgress {
    const sum = (pick: (layer: { current: number; total: number }) => number): number =>
      [...this.layers.values()].reduce((total, layer) => total + pick(layer), 0);
    const current = sum((layer) => layer.current);
    const total = sum((layer) => layer.total);
    return {
      phase: 'images',
      message:
        `Downloading ${reference}` + (total ? `: ${megabytes(current)} of ${megabytes(total)} MB` : ''),
      fraction: total ? current / total : undefined,
    };
  }
}

function failure(reference: string, reason: string): UserError {
  return new UserError(
    `The image ${reference} is not on this machine and could not be downloaded: ${reason}`,
    {
      code: 'image-pull-failed',
      action: {
        label: 'Try Again',
        text: `Check the image's name and the connection to its registry, or fetch it yourself: \`docker pull ${reference}\`.`,
      },
      detail: reason,
    },
  );
}

/**
 * Downloads an image.
 * @throws UserError `image-pull-failed` where there is no such image or no way to its registry; CancelledError
 */
export async function pullImage(
  docker: Docker,
  reference: string,
  onProgress: (progress: EngineProgress) => void,
  signal?: AbortSignal,
): Promise<void> {
  const { image, tag } = splitReference(reference);
  const download = new Download();
  onProgress(download.progress(reference));
  try {
    const stream = await streamApi(docker, {
      method: 'POST',
      path: '/images/create',
      query: { fromImage: image, tag },
      signal,
    });
    const said = heard(deadlinesOf(docker).word, `go on downloading ${reference}`, stream);
    for await (const line of progressLines(said)) {
      if (line.error !== undefined) {
        throw failure(reference, line.error);
      }
      if (line.id && line.status === 'Downloading' && line.progressDetail?.total) {
        download.update(line.id, line.progressDetail.current ?? 0, line.progressDetail.total);
        onProgress(download.progress(reference));
      } else if (line.id && (line.status === 'Download complete' || line.status === 'Pull complete')) {
        download.finish(line.id);
        onProgress(download.progress(reference));
      }
    }
  } catch (error) {
    if (signal?.aborted) {
      throw new CancelledError();
    }
    if (statusOf(error) !== undefined) {
      throw failure(reference, engineWords(error));
    }
    throw isConnectionError(error) ? toUserError(error, `download ${reference}: ${messageOf(error)}`) : error;
  }
}
