import * as l10n from '@vscode/l10n';
import { Readable, Transform } from 'node:stream';
import type Docker from 'dockerode';
import { CancelledError } from '../../../common/errors';
import { deadlinesOf, hungError } from './deadline';
import { unlessGone } from './errors';
import { callApi, streamApi } from './request';

/** A place in a container, running or not. */
export interface Place {
  container: string;
  /** Absolute. */
  path: string;
}

const block = 512;

/**
 * Copies a file, a folder with all in it (its content alone where `from.path` ends in `/.`), or a folder without its
 * content (`itselfOnly`) from one container into a folder of another, as the engine packs it: owners, modes, times and
 * links stay. A copy of much is waited for as long as it moves. Returns whether there was anything at that path. A copy that
 * fails or is cancelled leaves a part behind.
 * @throws UserError `engine-hung`; an error of the connection; CancelledError
 */
export async function copyArchive(
  docker: Docker,
  from: Place,
  to: Place,
  options: { itselfOnly?: boolean; onBytes?: (count: number) => void; signal?: AbortSignal } = {},
): Promise<boolean> {
  const source = await unlessGone(
    streamApi(docker, {
      method: 'GET',
      path: `/containers/${from.container}/archive`,
      query: { path: from.path },
      signal: options.signal,
    }),
  );
  if (!source) {
    return false;
  }
  const stop = new AbortController();
  let failure: unknown;
  const fail = (error: unknown): void => {
    failure ??= error;
    stop.abort();
    source.destroy();
  };
  const silentMs = deadlinesOf(docker).change;
  let timer = setTimeout(() => undefined, 0);
  const alive = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => fail(hungError(l10n.t('go on with an archive'), silentMs)), silentMs);
  };
  const onAbort = (): void => fail(new CancelledError());
  options.signal?.addEventListener('abort', onAbort, { once: true });
  const through = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      alive();
      try {
        options.onBytes?.(chunk.length);
        done(undefined, chunk);
      } catch (error) {
        fail(error);
        done();
      }
    },
  });
  source.once('error', fail);
  source.once('aborted', () => fail(brokenOff()));
  alive();
  try {
    const packed = options.itselfOnly ? Readable.from(folderAlone(source), { objectMode: false }).on('error', fail) : source;
    const file = packed.pipe(through);
    await callApi(docker, {
      method: 'PUT',
      path: `/containers/${to.container}/archive`,
      query: { path: to.path },
      file,
      timeoutMs: Infinity,
      signal: stop.signal,
    });
    return true;
  } catch (error) {
    throw failure ?? error;
  } finally {
    clearTimeout(timer);
    options.signal?.removeEventListener('abort', onAbort);
    source.destroy();
  }
}

/** An answer that does not come to its end is a connection that was lost. */
function brokenOff(): Error {
  return Object.assign(new Error('The engine broke off an archive'), { code: 'ECONNRESET' });
}

/** An archive of the first entry alone where that is a folder; of anything else, the archive as it comes. */
async function* folderAlone(source: Readable): AsyncGenerator<Buffer> {
  const pieces = (source as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
  let bytes = Buffer.alloc(0);
  for (let at = 0; ;) {
    while (bytes.length < at + block) {
      const next = await pieces.next();
      if (next.done) {
        throw brokenOff();
      }
      bytes = Buffer.concat([bytes, next.value]);
    }
    const type = String.fromCharCode(bytes[at + 156] ?? 0);
    if (type === '5') {
      yield Buffer.concat([bytes.subarray(0, at + block), Buffer.alloc(2 * block)]);
      return;
    }
    if (!'xgLK'.includes(type)) {
      break;
    }
    const size = parseInt(bytes.toString('latin1', at + 124, at + 136).replace(/\0.*$/s, '').trim() || '0', 8);
    at += block + Math.ceil(size / block) * block;
  }
  yield bytes;
  for (let next = await pieces.next(); !next.done; next = await pieces.next()) {
    yield next.value;
  }
}
