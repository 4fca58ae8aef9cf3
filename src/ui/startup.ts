import * as path from 'node:path';
import type * as vscode from 'vscode';
import type { Arrival } from './arrival';
import { takeIntent } from './folder/intent';
import { windowFolders } from './folder/learnerFolder';
import type { LazyCore } from './lazyCore';

/**
 * After a window opened: shows the lab the window was opened for, and looks for running labs where the window shows a
 * learner's folder. Any other window costs one read of a file that is not there.
 */
export async function resumeWindow(home: string, lazy: LazyCore, arrival: Arrival, log: vscode.LogOutputChannel): Promise<void> {
  const folders = windowFolders();
  if (folders.length === 0) {
    return;
  }
  const intent = await takeIntent(home, folders, Date.now(), (message) => log.warn(message));
  const ours = folders.some((folder) => folder.startsWith(home + path.sep));
  if (!intent && !ours) {
    return;
  }
  const { sessions } = await lazy.get();
  const trouble = await sessions.resume();
  if (trouble) {
    log.warn(`The engine could not be asked for running labs: ${trouble.message}`);
  }
  const view = intent && sessions.view(intent.lab);
  if (view) {
    await arrival.unpack(view);
  }
}
