import * as l10n from '@vscode/l10n';
import {
  CancelledError,
  isCancelled,
  isUserError,
  messageOf,
  systemCode,
  UserError,
} from '../../../common/errors';

/** HTTP status of an answer of the Engine API that dockerode turned into an error, or undefined. */
export function statusOf(error: unknown): number | undefined {
  const status = (error as { statusCode?: unknown } | undefined)?.statusCode;
  return typeof status === 'number' ? status : undefined;
}

/** The engine's own sentence in an error answer, for the details of a message. */
export function engineWords(error: unknown): string {
  const json = (error as { json?: unknown } | undefined)?.json;
  const message = (json as { message?: unknown } | undefined)?.message;
  return typeof message === 'string' ? message : messageOf(error);
}

const connectionCodes = new Set([
  'ENOENT',
  'ECONNREFUSED',
  'EACCES',
  'EPERM',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ECONNABORTED',
]);

/** Whether the connection itself broke, so that what the engine did is unknown. */
export function isConnectionError(error: unknown): boolean {
  const code = systemCode(error);
  return statusOf(error) === undefined && code !== undefined && connectionCodes.has(code);
}

/**
 * Turns whatever the engine or the connection threw into something a person can act on. `doing` completes
 * "Docker could not …". Cancellation and what is a UserError already pass through.
 */
export function toUserError(error: unknown, doing: string): Error {
  if (isCancelled(error)) {
    return error instanceof CancelledError ? error : new CancelledError();
  }
  if (isUserError(error)) {
    return error;
  }
  if (isConnectionError(error)) {
    return new UserError(l10n.t('The connection to the container engine was lost while it was asked to {0}.', doing), {
      code: 'engine-lost',
      action: {
        label: l10n.t('Check Engine'),
        text: l10n.t('See with `docker info` that the engine is running, then try again.'),
      },
      detail: messageOf(error),
      cause: error,
    });
  }
  const status = statusOf(error);
  if (status !== undefined) {
    return new UserError(l10n.t('The container engine could not {0}: {1}', doing, engineWords(error)), {
      code: 'engine-refused',
      action: {
        label: l10n.t('Show Log'),
        text: l10n.t("Read the log for the engine's answer, then try again."),
        command: 'aiLabs.showLog',
      },
      detail: `HTTP ${status}: ${engineWords(error)}`,
      cause: error,
    });
  }
  if (isNonsense(error)) {
    return new UserError(l10n.t("The container engine's answer made no sense when it was asked to {0}.", doing), {
      code: 'engine-lost',
      action: {
        label: l10n.t('Check Engine'),
        text: l10n.t('See with `docker info` that it is a container engine that answers there, then try again.'),
      },
      detail: messageOf(error),
      cause: error,
    });
  }
  return error instanceof Error ? error : new Error(String(error));
}

/** An answer that broke off, or is not of a container engine: what `wire.ts` and JSON say of it. */
function isNonsense(error: unknown): boolean {
  return error instanceof Error && (error.name === 'ZodError' || error.name === '$ZodError' || error instanceof SyntaxError);
}

/** Awaits work of the engine and words its failure. */
export async function asking<T>(doing: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw toUserError(error, doing);
  }
}

/** Reads what comes from the engine in pieces, and words what goes wrong meanwhile. */
export async function* askingAll<T>(doing: string, pieces: AsyncIterable<T>): AsyncGenerator<T> {
  try {
    yield* pieces;
  } catch (error) {
    throw toUserError(error, doing);
  }
}

/** Awaits work whose object may be gone already: 404, or 304 where there was nothing to change, count as done. */
export async function unlessGone<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    const status = statusOf(error);
    if (status === 404 || status === 304) {
      return undefined;
    }
    throw error;
  }
}
