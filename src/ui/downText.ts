import { l10n } from 'vscode';
import type { DownService } from '../session/api';

/** Which services of a lab ended by themselves, and how; undefined where none did. */
export function downText(down: readonly DownService[] | undefined): string | undefined {
  return down?.length
    ? down.map(({ service, exitCode, outOfMemory }) => {
      if (outOfMemory) {
        return l10n.t('{0} ran out of memory', service);
      }
      return exitCode === undefined ? l10n.t('{0} is not running', service) : l10n.t('{0} ended with exit code {1}', service, exitCode);
    }).join(', ')
    : undefined;
}
