import * as l10n from '@vscode/l10n';
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
        total
          ? l10n.t('Downloading {0}: {1} of {2} MB', reference, megabytes(current), megabytes(total))
          : l10n.t('Downloading {0}', reference),
      fraction: total ? current / total : undefined,
    };
  }
}

function failure(reference: string, reason: string): UserError {
  return new UserError(
    l10n.t('The image {0} is not on this machine and could not be downloaded: {1}', reference, reason),
    {
      code: 'image-pull-failed',
      action: {
        label: l10n.t('Try Again'),
        text: l10n.t("Check the image's name and the connection to its registry, or fetch it yourself: `docker pull {0}`.", reference),
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
    const said = heard(deadlinesOf(docker).word, l10n.t('go on downloading {0}', reference), stream);
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
    throw isConnectionError(error) ? toUserError(error, l10n.t('download {0}: {1}', reference, messageOf(error))) : error;
  }
}
