import type Docker from 'dockerode';
import { throwIfAborted } from '../../common/cancellation';
import { CancelledError } from '../../common/errors';
import { Demux } from './demux';
import { asking, isConnectionError } from './errors';
import { streamApi } from './request';

export interface LogOptions {
  /** Lines from the end; all when absent. */
  tail?: number;
  /** Until the container ends or the signal fires. */
  follow?: boolean;
}

/** Passes on what a container printed, both streams as they came. */
export async function readLogs(
  docker: Docker,
  container: string,
  options: LogOptions,
  onChunk: (chunk: Buffer) => void,
  signal?: AbortSignal,
): Promise<void> {
  throwIfAborted(signal);
  const stream = await asking(
    'show the log of a service',
    streamApi(docker, {
      method: 'GET',
      path: `/containers/${container}/logs`,
      query: { stdout: 1, stderr: 1, follow: options.follow ? 1 : 0, tail: options.tail ?? 'all' },
      signal,
    }),
  );
  const onAbort = (): void => {
    stream.destroy();
  };
  signal?.addEventListener('abort', onAbort, { once: true });
  const demux = new Demux(onChunk, onChunk);
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
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
