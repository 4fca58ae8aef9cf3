import * as vscode from 'vscode';
import type { EngineProgress } from '../engines/engine';

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
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return vscode.window.withProgress<T>(options, async (notification, token) => {
    const { signal, dispose } = signalOf(token);
    let message = '';
    try {
      return await work((progress) => {
        const next = withPercent(progress);
        if (next !== message) {
          message = next;
          notification.report({ message });
        }
      }, signal);
    } finally {
      dispose();
    }
  });
}

/** Phases begin again at nought, which a progress bar cannot show: the fraction is said in words. */
function withPercent({ message, fraction }: EngineProgress): string {
  return fraction === undefined ? message : `${message} (${Math.floor(Math.min(fraction, 1) * 100)}%)`;
}
