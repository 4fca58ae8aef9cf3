// @ts-check
import { spawnSync } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';

/** @returns {string | undefined} path of the `code` command, where windows can be shown */
export function findCodeCommand() {
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return undefined;
  const [finder, args] = process.platform === 'win32'
    ? /** @type {const} */ (['where', ['code.cmd']])
    : /** @type {const} */ (['sh', ['-c', 'command -v code']]);
  const { status, stdout } = spawnSync(finder, args, { encoding: 'utf8' });
  return status === 0 ? stdout.split('\n')[0]?.trim() : undefined;
}

/**
 * The program behind the `code` command, which @vscode/test-electron starts: `bin/code` is a script beside it.
 * @returns {string | undefined}
 */
export function findDesktopProgram() {
  const command = findCodeCommand();
  if (!command) return undefined;
  const bin = path.dirname(realpathSync(command));
  const candidates = [
    path.join(bin, '..', 'code'),
    path.join(bin, '..', 'Code.exe'),
    path.join(bin, '..', '..', '..', 'MacOS', 'Electron'),
    path.join(bin, '..', '..', '..', 'MacOS', 'Code'),
  ];
  return candidates.find((file) => existsSync(file));
}
