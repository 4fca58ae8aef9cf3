import { UserError } from '../../common/errors';

/** What the engine is given for one change, such as creating a container. It may be busy; it may not be silent for ever. */
export const changeTimeoutMs = 60_000;
/** What it is given for one question. */
export const questionTimeoutMs = 20_000;

export function hungError(doing: string, ms: number): UserError {
  return new UserError(
    `The container engine did not answer for ${Math.round(ms / 1000)} seconds when asked to ${doing}.`,
    {
      code: 'engine-hung',
      action: { label: 'Restart Engine', text: 'Restart the container engine, then try again.' },
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
