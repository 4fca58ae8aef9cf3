import * as l10n from '@vscode/l10n';
import type Docker from 'dockerode';
import { throwIfAborted } from '../../../common/cancellation';
import { CancelledError } from '../../../common/errors';
import type { LogOptions } from '../../engine';
import { Demux } from '../api/demux';
import { deadlinesOf, heard } from '../api/deadline';
import { asking, isConnectionError } from '../api/errors';
import { callApi, streamApi } from '../api/request';
import { containerSchema } from '../api/wire';

/** Passes on what a container printed, both streams as they came. */
export async function readLogs(
  docker: Docker,
  container: string,
  options: LogOptions,
  onChunk: (chunk: Buffer) => void,
  signal?: AbortSignal,
): Promise<void> {
  throwIfAborted(signal);
  const since = options.sinceStart ? await asking(l10n.t('describe a container'), beganAt(docker, container, signal)) : undefined;
  const stream = await asking(
    l10n.t('show the log of a service'),
    streamApi(docker, {
      method: 'GET',
      path: `/containers/${container}/logs`,
      query: { stdout: 1, stderr: 1, follow: options.follow ? 1 : 0, tail: options.tail ?? 'all', since },
      signal,
    }),
  );
  const onAbort = (): void => {
    stream.destroy();
  };
  signal?.addEventListener('abort', onAbort, { once: true });
  const demux = new Demux(onChunk, onChunk);
  try {
    // A log that is followed may be silent for as long as the container lives.
    const ms = deadlinesOf(docker).question;
    const chunks = options.follow ? stream : heard(ms, l10n.t('go on with a log'), stream);
    for await (const chunk of chunks as AsyncIterable<Buffer>) {
      demux.push(chunk);
    }
  } catch (error) {
    if (signal?.aborted) {
      throw new CancelledError();
    }
    if (!isConnectionError(error)) {
      throw error;
    }
  } finally {
    signal?.removeEventListener('abort', onAbort);
  }
  throwIfAborted(signal);
}

/**
 * When what a container prints now began, as the API takes it: seconds with nine decimals, by the engine's clock. Its
 * first line may be older than the time at which the engine notes the start, and the last line of the run before younger
 * than its end, each by a moment: so it is the middle between the two, or a second before the start where no end is known.
 */
async function beganAt(docker: Docker, container: string, signal?: AbortSignal): Promise<string | undefined> {
  const answer = await callApi(docker, { method: 'GET', path: `/containers/${container}/json`, signal });
  const { StartedAt, FinishedAt } = containerSchema.parse(answer).State;
  const started = nanoseconds(StartedAt);
  if (started === undefined || started < 0n) {
    return undefined;
  }
  const finished = nanoseconds(FinishedAt);
  const middle = finished === undefined || finished < 0n || finished > started ? started - second : (started + finished) / 2n;
  return `${middle / second}.${String(middle % second).padStart(9, '0')}`;
}

const second = 1_000_000_000n;

/** Of a time of the engine's (RFC 3339 with up to nine decimals; the year 1 where it never came), since 1970. */
function nanoseconds(time = ''): bigint | undefined {
  const [, whole = '', fraction = '', zone = ''] = /^(.*?)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)$/.exec(time) ?? [];
  const ms = Date.parse(`${whole}${zone}`);
  return Number.isNaN(ms) ? undefined : BigInt(ms) * 1_000_000n + BigInt(fraction.padEnd(9, '0'));
}

/** The last lines a container printed, for the details of an error; empty where they cannot be had. */
export async function lastLines(docker: Docker, container: string, lines: number): Promise<string> {
  const chunks: Buffer[] = [];
  try {
    await readLogs(docker, container, { tail: lines }, (chunk) => chunks.push(chunk));
  } catch {
    return '';
  }
  return Buffer.concat(chunks).toString('utf8').slice(-8192).trimEnd();
}
