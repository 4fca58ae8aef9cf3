import * as vscode from 'vscode';
import type { EngineProgress } from '../engines/engine';
import { inert } from './messages';

/** A signal that fires when VS Code's token does. Dispose when the work is over. */
export function signalOf(token: vscode.CancellationToken): { signal: AbortSignal; dispose: () => void } {
  const controller = new AbortController();
  if (token.isCancellationRequested) {
    controller.abort();
  }
  const subscription = token.onCancellationRequested(() => controller.abort());
  return {
    signal: controller.signal,
    dispose: () => {
      subscription.dispose();
    },
  };
}

/** Work with a notification that names its phases and has a Cancel button which really cancels. */
export function withCancellableProgress<T>(
  title: string,
  work: (onProgress: (progress: EngineProgress) => void, signal: AbortSignal) => Promise<T>,
): Thenable<T> {
  const options = { location: vscode.ProgressLocation.Notification, title: inert(title), cancellable: true };
  return vscode.window.withProgress<T>(options, async (notification, token) => {
    const { signal, dispose } = signalOf(token);
    let message = '';
    try {
      return await work((progress) => {
        const next = withPercent(progress);
        if (next !== message) {
          message = next;
          notification.report({ message: inert(message) });
        }
      }, signal);
    } finally {
      dispose();
    }
  });
}

/** What takes less than this needs no notification (ms). */
const noticeableTime = 1000;

/** Work that is usually over before anyone wonders: it shows itself, with a Cancel button, only where it takes longer. */
export async function withLateProgress<T>(title: string, cancel: AbortController, work: Promise<T>): Promise<T> {
  const settled = work.then(() => undefined, () => undefined);
  const timer = setTimeout(() => {
    const options = { location: vscode.ProgressLocation.Notification, title: inert(title), cancellable: true };
    void vscode.window.withProgress(options, async (_notification, token) => {
      const subscription = token.onCancellationRequested(() => cancel.abort());
      await settled;
      subscription.dispose();
    });
  }, noticeableTime);
  try {
    return await work;
  } finally {
    clearTimeout(timer);
  }
}

/** Phases begin again at nought, which a progress bar cannot show: the fraction is said in words. */
function withPercent({ message, fraction }: EngineProgress): string {
  return !fraction ? message : `${message} (${Math.floor(Math.min(fraction, 1) * 100)}%)`;
}
