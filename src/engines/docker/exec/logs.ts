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
  const since = options.sinceStart ? await asking(l10n.t('describe a container'), startedAt(docker, container, signal)) : undefined;
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

/** By the engine's clock, as its API takes it: seconds with nine decimals. */
async function startedAt(docker: Docker, container: string, signal?: AbortSignal): Promise<string | undefined> {
  const answer = await callApi(docker, { method: 'GET', path: `/containers/${container}/json`, signal });
  const { StartedAt } = containerSchema.parse(answer).State;
  const [, whole = '', fraction = '0'] = /^(.*?)(?:\.(\d+))?Z$/.exec(StartedAt ?? '') ?? [];
  const seconds = Math.floor(Date.parse(`${whole}Z`) / 1000);
  return Number.isNaN(seconds) || seconds < 0 ? undefined : `${seconds}.${fraction.padEnd(9, '0')}`;
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
