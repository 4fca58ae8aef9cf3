import * as l10n from '@vscode/l10n';
import { systemCode, UserError } from '../common/errors';

const full = new Set(['ENOSPC', 'EDQUOT']);
const refused = new Set(['EROFS', 'EACCES', 'EPERM', 'ENOTDIR', 'EEXIST', 'EISDIR']);

/**
 * A system error met while writing below `aiLabs.home`, as a UserError with the code `disk-full` or `code`; anything
 * else as it is. `what` says in a sentence without its full stop what could not be done.
 */
export function unwritable(cause: unknown, what: string, code: string): unknown {
  const system = systemCode(cause) ?? '';
  if (full.has(system)) {
    return new UserError(l10n.t('{0}: the disk is full.', what), {
      code: 'disk-full',
      cause,
      action: { label: l10n.t('Free Some Space'), text: l10n.t('Free some space on that disk, then try again.') },
    });
  }
  if (!refused.has(system)) {
    return cause;
  }
  return new UserError(`${what} (${system}).`, {
    code,
    cause,
    action: {
      label: l10n.t('Choose Another Folder'),
      text: l10n.t('Make the folder writable, or choose another one by the setting aiLabs.home.'),
      command: 'workbench.action.openSettings',
      arguments: ['aiLabs.home'],
    },
  });
}
