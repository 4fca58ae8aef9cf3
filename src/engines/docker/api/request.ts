import type { IncomingMessage } from 'node:http';
import type { Duplex, Readable } from 'node:stream';
import * as l10n from '@vscode/l10n';
import type Docker from 'dockerode';
import { CancelledError, isCancelled } from '../../../common/errors';
import { deadlinesOf, heard, hungError } from './deadline';

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
  /** How long the answer may take to begin, and without a stream to end; default by what is asked (`Deadlines`). */
  timeoutMs?: number;
}

const success: Record<number, true> = { 200: true, 201: true, 204: true, 101: true };

/** The sentence in an error answer that dockerode gave as text: it reads no JSON where it was asked for a stream. */
const wrapped = /^\(HTTP code \d+\) \w+ - ([^]*?) ?$/;

function plain(error: unknown): Error {
  const known = error as Error & { statusCode?: unknown; json?: unknown };
  if (typeof known.statusCode === 'number' && !known.json) {
    known.json = { message: wrapped.exec(known.message)?.[1] ?? known.message };
  }
  return known;
}

/** Rejects as soon as the signal fires, whatever the connection does. */
function dial(docker: Docker, request: ApiRequest, hijack: boolean): Promise<unknown> {
  const query = Object.fromEntries(
    Object.entries(request.query ?? {}).filter(([, value]) => value !== undefined),
  );
  const hasQuery = Object.keys(query).length > 0;
  const { signal } = request;
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(new CancelledError());
    if (signal?.aborted) {
      onAbort();
      return;
    }
    signal?.addEventListener('abort', onAbort, { once: true });
    docker.modem.dial(
      {
        method: request.method,
        path: hasQuery ? `${request.path}?` : request.path,
        options: { _query: query, _body: request.body ?? {} },
        file: request.file,
        headers: request.headers ? { ...request.headers } : undefined,
        abortSignal: signal,
        isStream: true,
        hijack,
        openStdin: hijack,
        statusCodes: success,
      },
      (error, result) => {
        signal?.removeEventListener('abort', onAbort);
        if (signal?.aborted) {
          (result as Duplex | undefined)?.destroy();
        }
        if (!error) {
          resolve(result);
        } else {
          reject(signal?.aborted || isCancelled(error) ? new CancelledError() : plain(error));
        }
      },
    );
  });
}

/** Gives up waiting for an answer, or for its beginning, after a time; what was asked may happen all the same. */
async function inTime<T>(
  doing: string,
  ms: number,
  request: ApiRequest,
  ask: (request: ApiRequest) => Promise<T>,
): Promise<T> {
  const overdue = new AbortController();
  const timer = ms === Infinity ? undefined : setTimeout(() => overdue.abort(), ms);
  const signal = request.signal ? AbortSignal.any([request.signal, overdue.signal]) : overdue.signal;
  try {
    return await ask({ ...request, signal });
  } catch (error) {
    throw overdue.signal.aborted && !request.signal?.aborted ? hungError(doing, ms) : error;
  } finally {
    clearTimeout(timer);
  }
}

/** What an answer says: JSON, or text where it is none. */
function meaning(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/**
 * Asks the engine and returns its JSON as it came; callers validate it (`wire.ts`). A question, and a change, that is
 * not answered in its time is given up; giving up does not undo a change.
 * @throws UserError `engine-hung`; CancelledError
 */
export function callApi(docker: Docker, request: ApiRequest): Promise<unknown> {
  const { question, change } = deadlinesOf(docker);
  const asks = request.method === 'GET';
  const doing = asks ? l10n.t('answer a question') : l10n.t('change something');
  return inTime(doing, request.timeoutMs ?? (asks ? question : change), request, async (timed) => {
    const chunks: Buffer[] = [];
    for await (const chunk of (await dial(docker, timed, false)) as AsyncIterable<Buffer>) {
      chunks.push(chunk);
    }
    return meaning(Buffer.concat(chunks).toString('utf8'));
  });
}

/**
 * Asks the engine for an answer that is read as it arrives (`heard`). Aborting the signal ends the stream with an error.
 * @throws UserError `engine-hung` where it does not begin in time; CancelledError
 */
export function streamApi(docker: Docker, request: ApiRequest): Promise<IncomingMessage> {
  const { question, word } = deadlinesOf(docker);
  const ms = request.timeoutMs ?? (request.method === 'GET' ? question : word);
  return inTime('begin', ms, request, async (timed) => (await dial(docker, timed, false)) as IncomingMessage);
}

/**
 * Asks for a two-way connection (attach, exec). The answer is the raw socket, or an equivalent duplex.
 * @throws UserError `engine-hung` where it is not opened in time; CancelledError
 */
export function hijackApi(docker: Docker, request: ApiRequest): Promise<Duplex> {
  const ms = request.timeoutMs ?? deadlinesOf(docker).question;
  return inTime(l10n.t('open a connection'), ms, request, async (timed) => (await dial(docker, timed, true)) as Duplex);
}

/** The whole of an answer that is read as it arrives, up to `limit` bytes. @throws UserError `engine-hung` */
export async function collect(docker: Docker, stream: Readable, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of heard(deadlinesOf(docker).question, l10n.t('go on with its answer'), stream)) {
    chunks.push(chunk);
    size += chunk.length;
    if (size >= limit) {
      break;
    }
  }
  return Buffer.concat(chunks).subarray(0, limit);
}
