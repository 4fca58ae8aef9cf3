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

/** Settles with `work`, or rejects with a UserError when the engine is silent for too long. The work is not stopped. */
export function within<T>(ms: number, doing: string, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(hungError(doing, ms)), ms);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
