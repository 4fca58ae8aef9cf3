import type { IncomingMessage } from 'node:http';
import type { Duplex, Readable } from 'node:stream';
import type Docker from 'dockerode';
import { CancelledError, isCancelled } from '../../common/errors';
import { hungError, questionTimeoutMs } from './deadline';

/** One call of the Engine API. dockerode puts a body's fields into the address too unless both are given apart. */
export interface ApiRequest {
  method: 'GET' | 'POST' | 'DELETE' | 'HEAD' | 'PUT';
  /** Without version prefix: `/containers/create`. */
  path: string;
  /** Objects become JSON, as the API's `filters` want it; undefined values are left out. */
  query?: Record<string, unknown>;
  body?: object;
  /** A tar archive to send. */
  file?: Buffer | NodeJS.ReadableStream;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

const success: Record<number, true> = { 200: true, 201: true, 204: true, 101: true };

function dial(docker: Docker, request: ApiRequest, isStream: boolean, hijack: boolean): Promise<unknown> {
  const query = Object.fromEntries(
    Object.entries(request.query ?? {}).filter(([, value]) => value !== undefined),
  );
  const hasQuery = Object.keys(query).length > 0;
  return new Promise((resolve, reject) => {
    docker.modem.dial(
      {
        method: request.method,
        path: hasQuery ? `${request.path}?` : request.path,
        options: { _query: query, _body: request.body ?? {} },
        file: request.file,
        headers: request.headers ? { ...request.headers } : undefined,
        abortSignal: request.signal,
        isStream,
        hijack,
        openStdin: hijack,
        statusCodes: success,
      },
      (error, result) => {
        if (!error) {
          resolve(result);
        } else {
          reject(request.signal?.aborted || isCancelled(error) ? new CancelledError() : error);
        }
      },
    );
  });
}

/**
 * Asks the engine and returns its JSON as it came; callers validate it (`wire.ts`). A question that is not answered in
 * `questionTimeoutMs` is given up; changes have no limit here, because giving one up would not undo it.
 * @throws UserError `engine-hung`; CancelledError
 */
export async function callApi(docker: Docker, request: ApiRequest): Promise<unknown> {
  if (request.method !== 'GET') {
    return dial(docker, request, false, false);
  }
  const timeout = AbortSignal.timeout(questionTimeoutMs);
  const signal = request.signal ? AbortSignal.any([request.signal, timeout]) : timeout;
  try {
    return await dial(docker, { ...request, signal }, false, false);
  } catch (error) {
    throw timeout.aborted && !request.signal?.aborted
      ? hungError('answer a question', questionTimeoutMs)
      : error;
  }
}

/** Asks the engine for an answer that is read as it arrives. Aborting the signal ends the stream with an error. */
export async function streamApi(docker: Docker, request: ApiRequest): Promise<IncomingMessage> {
  return (await dial(docker, request, true, false)) as IncomingMessage;
}

/** Asks for a two-way connection (attach, exec). The answer is the raw socket, or an equivalent duplex. */
export async function hijackApi(docker: Docker, request: ApiRequest): Promise<Duplex> {
  return (await dial(docker, request, true, true)) as Duplex;
}

/** The whole of a stream, up to `limit` bytes. */
export async function collect(stream: Readable, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.length;
    if (size >= limit) {
      stream.destroy();
      break;
    }
  }
  return Buffer.concat(chunks).subarray(0, limit);
}
