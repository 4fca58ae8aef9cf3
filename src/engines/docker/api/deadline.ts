import type { Readable } from 'node:stream';
import * as l10n from '@vscode/l10n';
import type Docker from 'dockerode';
import { UserError } from '../../../common/errors';

/** What the engine is given for one change, such as creating a container. It may be busy; it may not be silent for ever. */
export const changeTimeoutMs = 60_000;

/** How long a client waits for the engine, in milliseconds. */
export interface Deadlines {
  /** For the answer to a question, and for the next piece of an answer that is read as it comes. */
  question: number;
  /** For one change. */
  change: number;
  /** For the next word of a build or a download, which are silent while they work. */
  word: number;
}

const usual: Deadlines = { question: 20_000, change: changeTimeoutMs, word: 15 * 60_000 };
const chosen = new WeakMap<Docker, Deadlines>();

export function deadlinesOf(docker: Docker): Deadlines {
  return chosen.get(docker) ?? usual;
}

/** Gives a client other deadlines than the usual ones: tests of silent engines cannot wait for those. */
export function setDeadlines(docker: Docker, deadlines: Partial<Deadlines>): void {
  chosen.set(docker, { ...usual, ...deadlines });
}

export function hungError(doing: string, ms: number): UserError {
  return new UserError(
    l10n.t('The container engine did not answer for {0} seconds when asked to {1}.', Math.round(ms / 1000), doing),
    {
      code: 'engine-hung',
      action: { label: l10n.t('Restart Engine'), text: l10n.t('Restart the container engine, then try again.') },
    },
  );
}

/** What undoing a failed or cancelled start may take; what is left then is found as half-made later. */
export const cleanUpMs = 20_000;
/** What it is still given for a change under way when the caller has cancelled and waits for it to be undone. */
export const graceMs = 10_000;

/**
 * Settles with `work`, or rejects with a UserError when the engine is silent for too long. The work is not stopped.
 * @param signal once it fires, no more than `graceMs` are waited
 */
export function within<T>(ms: number, doing: string, work: Promise<T>, signal?: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const giveUp = (after: number): NodeJS.Timeout =>
      setTimeout(() => reject(hungError(doing, after)), after);
    let timer = giveUp(ms);
    const onAbort = (): void => {
      clearTimeout(timer);
      timer = giveUp(Math.min(ms, graceMs));
    };
    if (signal?.aborted) {
      onAbort();
    }
    signal?.addEventListener('abort', onAbort, { once: true });
    work.then(resolve, reject).finally(() => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
    });
  });
}

/** The pieces of a stream. @throws UserError `engine-hung` when the next one takes longer than `ms` */
export async function* heard(ms: number, doing: string, stream: Readable): AsyncGenerator<Buffer> {
  const pieces = (stream as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await within(ms, doing, pieces.next());
      if (next.done) {
        return;
      }
      yield next.value;
    }
  } finally {
    stream.destroy();
  }
}
