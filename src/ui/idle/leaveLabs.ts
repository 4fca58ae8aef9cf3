import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { terminalEnvironment, type TerminalProgram } from '../terminal/terminalEnvironment';

/** A window that reloads is back within this many seconds. */
const graceSeconds = 20;

/**
 * Stops running labs after this window is gone, by a process that outlives it, unless a window is open by then. Returns
 * at once. `activity`: the folder that is empty where no lab runs.
 */
export function leaveLabs(activity: string, program: TerminalProgram): void {
  if (!holdsFiles(activity)) {
    return;
  }
  const child = spawn(process.execPath, [program.script, 'stop', '--all', '--unless-open', String(graceSeconds)], {
    detached: true,
    stdio: 'ignore',
    windowsHide: true,
    env: { ...process.env, ...terminalEnvironment(program) },
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
