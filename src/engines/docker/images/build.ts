import * as l10n from '@vscode/l10n';
import type Docker from 'dockerode';
import { CancelledError, UserError } from '../../../common/errors';
import type { EngineProgress } from '../../engine';
import { deadlinesOf, heard } from '../api/deadline';
import { asking, isConnectionError } from '../api/errors';
import { label } from '../labels';
import { lines } from '../api/lines';
import { unfinished } from './ownImages';
import { callApi, streamApi } from '../api/request';
import { type ProgressLine, progressLineSchema } from '../api/wire';

export interface BuildOrder {
  /** Short name for messages. */
  title: string;
  tags: string[];
  digest: string;
  archive: Buffer;
  dockerfile: string;
  args: Record<string, string>;
  target?: string;
}

const keptLines = 30;

/** Reads the answer of the engine to a build or pull, line by line. */
export async function* progressLines(stream: AsyncIterable<Buffer>): AsyncGenerator<ProgressLine> {
  for await (const line of lines(stream)) {
    const parsed = progressLineSchema.safeParse(JSON.parse(line));
    if (parsed.success) {
      yield parsed.data;
    }
  }
}

/** Follows a build's log: the step it is at, and its last lines for the error it may end with. */
class BuildLog {
  readonly last: string[] = [];
  instruction = '';
  /** The image of the last step that came to its end, where that is one of our own making. */
  reached: string | undefined;
  private step = 0;
  private steps = 0;

  constructor(
    private readonly title: string,
    private readonly onProgress: (progress: EngineProgress) => void,
  ) {}

  push(text: string): void {
    for (const line of text.split(/\r?\n/).filter((part) => part.trim() !== '')) {
      // Docker writes "Step 3/7 : RUN …", Podman "STEP 3/7: RUN …".
      const step = /^step (\d+)\/(\d+) ?: ?(.*)$/i.exec(line);
      if (step) {
        this.step = Number(step[1]);
        this.steps = Number(step[2]);
        this.instruction = step[3] ?? '';
      }
      const image = /^ ?-{2,3}> ([0-9a-f]{12})$/.exec(line)?.[1];
      if (image) {
        this.reached = /^FROM\b/i.test(this.instruction) ? undefined : image;
      }
      this.last.push(line);
      this.last.splice(0, this.last.length - keptLines);
      this.onProgress({
        phase: 'images',
        message:
          this.steps
            ? l10n.t('Building the image {0}: step {1} of {2}', this.title, this.step, this.steps)
            : l10n.t('Building the image {0}', this.title),
        fraction: this.steps ? (this.step - 1) / this.steps : undefined,
        log: line,
      });
    }
  }

  failure(reason: string): UserError {
    const detail = [...this.last, reason].join('\n');
    const base = /^FROM\s+(\S+)/i.exec(this.instruction)?.[1];
    if (base) {
      return new UserError(
        l10n.t('The image {0}, on which {1} builds, is not on this machine and could not be downloaded.', base, this.title),
        {
          code: 'image-pull-failed',
          action: {
            label: l10n.t('Try Again'),
            text: l10n.t('Check the connection to the image registry, or fetch it yourself: `docker pull {0}`.', base),
          },
          detail,
        },
      );
    }
    return new UserError(l10n.t('Building the image {0} failed at `{1}`: {2}', this.title, this.instruction, reason), {
      code: 'image-build-failed',
      action: {
        label: l10n.t('Show Log'),
        text: l10n.t('Read the build log for the cause, then try again.'),
        command: 'aiLabs.showLog',
      },
      detail,
    });
  }
}

/**
 * Builds an image with the engine's classic builder, which is in every engine and needs no session of its own.
 * Aborting closes the request, on which the engine stops the build and removes its containers.
 * @throws UserError `image-build-failed`, `image-pull-failed`; CancelledError
 */
export async function buildImage(
  docker: Docker,
  order: BuildOrder,
  onProgress: (progress: EngineProgress) => void,
  signal?: AbortSignal,
): Promise<void> {
  const log = new BuildLog(order.title, onProgress);
  onProgress({ phase: 'images', message: l10n.t('Building the image {0}', order.title), fraction: 0 });
  const stream = await asking(
    l10n.t('build the image {0}', order.title),
    streamApi(docker, {
      method: 'POST',
      path: '/build',
      query: {
        version: '1',
        t: order.tags,
        dockerfile: order.dockerfile,
        buildargs: order.args,
        target: order.target,
        labels: { [label.digest]: order.digest },
        rm: 1,
        forcerm: 1,
      },
      file: order.archive,
      signal,
    }),
  );
  const onAbort = (): void => {
    stream.destroy();
  };
  signal?.addEventListener('abort', onAbort, { once: true });
  try {
    const said = heard(deadlinesOf(docker).word, l10n.t('go on building the image {0}', order.title), stream);
    for await (const line of progressLines(said)) {
      if (line.error !== undefined) {
        throw log.failure(line.error);
      }
      log.push(line.stream ?? (line.id ? '' : (line.status ?? '')));
    }
  } catch (error) {
    if (signal?.aborted) {
      await keepReached(docker, order, log);
      throw new CancelledError();
    }
    if (isConnectionError(error)) {
      await asking(l10n.t('build the image {0}', order.title), Promise.reject(error as Error));
    }
    await keepReached(docker, order, log);
    throw error;
  } finally {
    signal?.removeEventListener('abort', onAbort);
    stream.destroy();
  }
  if (signal?.aborted) {
    throw new CancelledError();
  }
  await forgetReached(docker, order);
}

/** A build that does not come to its end leaves the images of its steps: the next one goes on from there, and by a name they are found. */
async function keepReached(docker: Docker, { digest }: BuildOrder, { reached }: BuildLog): Promise<void> {
  if (reached !== undefined) {
    const query = { repo: unfinished, tag: digest.slice(0, 12) };
    await callApi(docker, { method: 'POST', path: `/images/${reached}/tag`, query }).catch(() => undefined);
  }
}

async function forgetReached(docker: Docker, { digest }: BuildOrder): Promise<void> {
  await callApi(docker, { method: 'DELETE', path: `/images/${unfinished}:${digest.slice(0, 12)}`, query: { noprune: true } }).catch(() => undefined);
}
