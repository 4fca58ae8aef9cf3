import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import * as path from 'node:path';
import type { TerminalProgram } from '../terminal/labTerminals';

/** A window that reloads is back within this many seconds. */
const graceSeconds = 20;

/**
 * Stops running labs after this window is gone, by a process that outlives it, unless a window is open by then. Returns
 * at once. `activity`: the folder that is empty where no lab runs.
 */
export function leaveLabs(activity: string, { script, home, dockerHost, dockerContext, catalogs }: TerminalProgram): void {
  if (!holdsFiles(activity)) {
    return;
  }
  const child = spawn(process.execPath, [script, 'stop', '--all', '--unless-open', String(graceSeconds)], {
    detached: true,
    stdio: 'ignore',
    windowsHide: true,
    env: {
      ...process.env,
      ELECTRON_RUN_AS_NODE: '1',
      AI_LABS_HOME: home,
      AI_LABS_CATALOGS: catalogs.join(path.delimiter),
      ...(dockerHost ? { AI_LABS_DOCKER_HOST: dockerHost } : {}),
      ...(dockerContext ? { AI_LABS_DOCKER_CONTEXT: dockerContext } : {}),
    },
  });
  // Labs that are not stopped now are stopped as idle ones later; there is nobody left to tell.
  child.on('error', () => undefined);
  child.unref();
}

function holdsFiles(folder: string): boolean {
  try {
    return readdirSync(folder).length > 0;
  } catch {
    // Never made: nothing was ever started.
    return false;
  }
}
