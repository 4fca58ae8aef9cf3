import type { Duplex } from 'node:stream';
import { once } from 'node:events';
import * as l10n from '@vscode/l10n';
import type Docker from 'dockerode';
import { sleep, throwIfAborted } from '../../../common/cancellation';
import { CancelledError, isUserError, UserError } from '../../../common/errors';
import type { ExecRequest, ExecResult } from '../../engine';
import { Demux } from '../api/demux';
import { deadlinesOf, hungError, within } from '../api/deadline';
import { isConnectionError, statusOf, unlessGone } from '../api/errors';
import { callApi, collect, hijackApi } from '../api/request';
import { containerSchema, createdSchema, execSchema } from '../api/wire';

/** Asks for a process in a container; it does not run yet. Returns the exec's id. */
export async function createExec(
  docker: Docker,
  container: string,
  request: { command: string[]; user?: string; workingDir?: string; environment?: Record<string, string> },
  options: { tty: boolean; stdin: boolean; size?: [rows: number, columns: number] },
  signal?: AbortSignal,
): Promise<string> {
  try {
    const created = await callApi(docker, {
      method: 'POST',
      path: `/containers/${container}/exec`,
      signal,
      body: {
        Cmd: request.command,
        User: request.user ?? '',
        WorkingDir: request.workingDir ?? '',
        Env: Object.entries(request.environment ?? {}).map(([key, value]) => `${key}=${value}`),
        AttachStdin: options.stdin,
        AttachStdout: true,
        AttachStderr: true,
        Tty: options.tty,
        ...(options.size ? { ConsoleSize: options.size } : {}),
      },
    });
    return createdSchema.parse(created).Id;
  } catch (error) {
    throw await notRunningError(docker, container, error, signal);
  }
}

/** 404 and 409 mean that there is no running container to work in. */
async function notRunningError(
  docker: Docker,
  container: string,
  error: unknown,
  signal?: AbortSignal,
): Promise<unknown> {
  const status = statusOf(error);
  if (status !== 409 && !(await wentAway(docker, container, error, signal))) {
    return error;
  }
  return new UserError(
    status === 404 ? l10n.t('The container of this lab is gone.') : l10n.t('The container of this lab is not running.'),
    {
      code: 'service-not-running',
      action: { label: l10n.t('Start Lab'), text: l10n.t('Start the lab again.'), command: 'aiLabs.startLab' },
      cause: error,
    },
  );
}

/** Writes the input until it ends or the command does: an input that waits for the command must not outlive it. */
async function writeAll(
  stream: Duplex,
  input: Uint8Array | AsyncIterable<Uint8Array>,
  ended: Promise<unknown>,
): Promise<void> {
  const pieces = (input instanceof Uint8Array ? pieceOf(input) : input)[Symbol.asyncIterator]();
  const over = ended.then(() => undefined);
  for (;;) {
    const next = await Promise.race([pieces.next(), over]);
    if (!next || next.done || stream.destroyed || stream.writableEnded) {
      break;
    }
    if (next.value.length > 0 && !stream.write(next.value)) {
      // A command that ends without reading its input never drains it.
      await Promise.race([once(stream, 'drain'), over]);
    }
  }
  if (!stream.destroyed) {
    stream.end();
  }
}

async function* pieceOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** How often it is looked whether a command has ended whose streams have. */
const mostLooks = 40;

/**
 * The exit code after the streams ended, or undefined where the container went away under the process: the engine
 * then ends the streams just as cleanly and reports 137 or nothing.
 */
export async function exitCodeAfter(
  docker: Docker,
  container: string,
  exec: string,
  signal?: AbortSignal,
): Promise<number | undefined> {
  for (let attempt = 1; attempt <= mostLooks; attempt++) {
    throwIfAborted(signal);
    try {
      const state = execSchema.parse(
        await callApi(docker, { method: 'GET', path: `/exec/${exec}/json`, signal }),
      );
      const code = state.ExitCode ?? undefined;
      if (!state.Running && code !== undefined) {
        return code !== 137 || (await canExec(docker, container, signal)) ? code : undefined;
      }
      if (!(await isRunning(docker, container, signal))) {
        return undefined;
      }
    } catch (error) {
      if (isConnectionError(error) || (await wentAway(docker, container, error, signal))) {
        return undefined;
      }
      // One that is going may still be described as running.
      if (statusOf(error) !== 500 || attempt === mostLooks) {
        throw error;
      }
    }
    await sleep(50, signal);
  }
  return undefined;
}

/** False also where it is gone. */
async function isRunning(docker: Docker, container: string, signal?: AbortSignal): Promise<boolean> {
  const answer = await unlessGone(callApi(docker, { method: 'GET', path: `/containers/${container}/json`, signal }));
  return answer !== undefined && containerSchema.parse(answer).State.Running;
}

/** Whether an error is that of a container that went away: 404, and in the moment it goes also Podman's 500. */
async function wentAway(docker: Docker, container: string, error: unknown, signal?: AbortSignal): Promise<boolean> {
  const status = statusOf(error);
  return status === 404 || (status === 500 && !(await isRunning(docker, container, signal)));
}

/** How long a container may take to start the least of commands before it counts as dead, in milliseconds. */
const lifeSignMs = 5000;

/**
 * Whether a container still lives, told by starting something in it: one that was killed a moment ago is still
 * described as running. Docker may never answer a command that is started in a container while it dies.
 */
async function canExec(docker: Docker, container: string, signal?: AbortSignal): Promise<boolean> {
  const overdue = AbortSignal.timeout(lifeSignMs);
  const own = signal ? AbortSignal.any([signal, overdue]) : overdue;
  let stream: Duplex | undefined;
  const letGo = (): void => void stream?.destroy();
  own.addEventListener('abort', letGo, { once: true });
  try {
    const exec = await createExec(
      docker,
      container,
      { command: ['sh', '-c', ':'] },
      { tty: false, stdin: false },
      own,
    );
    stream = await startExec(docker, container, exec, false, own);
    await collect(docker, stream, 1024);
    const state = execSchema.parse(
      await callApi(docker, { method: 'GET', path: `/exec/${exec}/json`, signal: own }),
    );
    return state.ExitCode === 0;
  } catch (error) {
    throwIfAborted(signal);
    if (overdue.aborted || statusOf(error) !== undefined || isUserError(error) || isConnectionError(error)) {
      return false;
    }
    throw error;
  } finally {
    own.removeEventListener('abort', letGo);
    stream?.destroy();
  }
}

/**
 * Runs a command in a container to its end. Output is passed on as it comes and never collected here; the callbacks
 * are synchronous, so a slow one slows the command. Aborting lets go of the command but cannot end it: whoever needs
 * it gone must see to that inside the container.
 * @throws UserError `service-not-running`; CancelledError
 */
export async function runExec(
  docker: Docker,
  container: string,
  request: ExecRequest,
  signal?: AbortSignal,
): Promise<ExecResult> {
  throwIfAborted(signal);
  const exec = await createExec(
    docker,
    container,
    request,
    { tty: false, stdin: request.stdin !== undefined },
    signal,
  );
  const stream = await startExec(docker, container, exec, false, signal);
  const demux = new Demux(request.onStdout ?? (() => undefined), request.onStderr ?? (() => undefined));
  const onAbort = (): void => {
    stream.destroy();
  };
  let broken: Error | undefined;
  signal?.addEventListener('abort', onAbort, { once: true });
  try {
    const ended = new Promise<void>((resolve) => stream.once('close', resolve).once('end', resolve));
    const writing = request.stdin === undefined ? Promise.resolve() : writeAll(stream, request.stdin, ended);
    // A command may close its input before we have written all of it; how it ended is its exit code.
    const written = writing.catch((error: unknown) => ignoreBrokenPipe(error, signal));
    const onSilence = silenceWatch(docker, container, exec, signal);
    broken = await readAll(stream, demux, onSilence, deadlinesOf(docker).question, signal);
    await within(deadlinesOf(docker).question, l10n.t('take what is left of an input'), written);
  } finally {
    signal?.removeEventListener('abort', onAbort);
    stream.destroy();
  }
  throwIfAborted(signal);
  // Where the connection broke and not the container, what the command did or said is unknown.
  if (broken !== undefined && (await isRunning(docker, container, signal).catch(() => true))) {
    throw broken;
  }
  return { exitCode: await exitCodeAfter(docker, container, exec, signal) };
}

function ignoreBrokenPipe(error: unknown, signal?: AbortSignal): void {
  if (!isConnectionError(error) && !signal?.aborted) {
    throw error;
  }
}

/** Reads to the end. Returns what broke the connection, where that was the end. `onSilence` may reject to give up. */
async function readAll(
  stream: Duplex,
  demux: Demux,
  onSilence: () => Promise<void>,
  silenceMs: number,
  signal?: AbortSignal,
): Promise<Error | undefined> {
  const pieces = (stream as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await patiently(pieces.next(), silenceMs, onSilence);
      if (next.done) {
        return demux.isTorn ? tornError() : undefined;
      }
      demux.push(next.value);
    }
  } catch (error) {
    if (signal?.aborted) {
      throw new CancelledError();
    }
    if (!(error instanceof Error) || !isConnectionError(error)) {
      throw error;
    }
    return error;
  }
}

function tornError(): Error {
  return Object.assign(new Error('The output of the command broke off'), { code: 'ECONNRESET' });
}

/** Awaits work; asks `onSilence` whenever it has taken another `ms`. */
async function patiently<T>(work: Promise<T>, ms: number, onSilence: () => Promise<void>): Promise<T> {
  const silent = Symbol('silent');
  for (;;) {
    let timer: NodeJS.Timeout | undefined;
    const pause = new Promise<typeof silent>((resolve) => {
      timer = setTimeout(() => resolve(silent), ms);
    });
    try {
      const first = await Promise.race([work, pause]);
      if (first !== silent) {
        return first;
      }
    } finally {
      clearTimeout(timer);
    }
    try {
      await onSilence();
    } catch (error) {
      work.catch(() => undefined);
      throw error;
    }
  }
}

/**
 * A command may say nothing for as long as it likes, but not for long once it has ended: then the connection is dead.
 * What this returns is called at each silence and rejects with `engine-hung` at the second one after the end.
 */
function silenceWatch(docker: Docker, container: string, exec: string, signal?: AbortSignal): () => Promise<void> {
  let ended = false;
  return async () => {
    if (ended) {
      throw hungError(l10n.t('pass on the output of a command'), deadlinesOf(docker).question * 2);
    }
    ended = !(await execRuns(docker, container, exec, signal));
  };
}

async function execRuns(docker: Docker, container: string, exec: string, signal?: AbortSignal): Promise<boolean> {
  try {
    const answer = await callApi(docker, { method: 'GET', path: `/exec/${exec}/json`, signal });
    return execSchema.parse(answer).Running && (await isRunning(docker, container, signal));
  } catch (error) {
    if (await wentAway(docker, container, error, signal)) {
      return false;
    }
    throw error;
  }
}

/** Starts a created exec and returns its connection: raw bytes of the terminal, or frames (`Demux`). */
export async function startExec(
  docker: Docker,
  container: string,
  exec: string,
  tty: boolean,
  signal?: AbortSignal,
): Promise<Duplex> {
  try {
    return await hijackApi(docker, {
      method: 'POST',
      path: `/exec/${exec}/start`,
      body: { Detach: false, Tty: tty },
      headers: { 'Content-Type': 'application/json' },
      signal,
    });
  } catch (error) {
    throw await notRunningError(docker, container, error, signal);
  }
}
