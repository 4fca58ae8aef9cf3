import { randomUUID } from 'node:crypto';
import { access, constants, rm, stat, statfs, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { isUserError, messageOf } from '../../common/errors';
import type { Finding } from './finding';
import type { Home } from '../home';

const megabyte = 1e6;
/** Less free space than this beside the learner's files is too little for anything, and than that for comfort. */
const [leastBytes, comfortBytes] = [50 * megabyte, 500 * megabyte];

/** Whether the learner's folder can be written, and whether there is room beside it. Leaves nothing behind. */
export async function homeFindings(home: Home): Promise<Finding[]> {
  const about = { id: 'home', what: l10n.t('Your labs’ folder') };
  try {
    const folder = await nearest(home.root);
    await access(folder, constants.W_OK | constants.X_OK);
    if (folder === home.root) {
      // A full disk and a quota show only when something is written.
      const probe = path.join(folder, `.ai-labs-${randomUUID()}`);
      try {
        await writeFile(probe, Buffer.alloc(4096), { flag: 'wx' });
      } finally {
        await rm(probe, { force: true });
      }
    }
    const message = folder === home.root ? home.root : l10n.t('{0} (made with the first lab)', home.root);
    return [{ ...about, severity: 'good', message }, await room(folder)];
  } catch (thrown) {
    const error = home.notWritable(thrown);
    const known = isUserError(error) ? error : undefined;
    return [{
      ...about, severity: 'error', cause: known?.code ?? 'home-not-writable', message: messageOf(error),
      action: known?.action ?? { label: l10n.t('Choose Another Folder'), text: l10n.t('See what keeps {0} from being written, or choose another folder by the setting aiLabs.home.', home.root), command: 'workbench.action.openSettings', arguments: ['aiLabs.home'] },
    }];
  }
}

async function room(folder: string): Promise<Finding> {
  const { bavail, bsize } = await statfs(folder);
  return roomFinding({ id: 'home-disk', what: l10n.t('Disk of your labs’ folder') }, bavail * bsize, leastBytes, comfortBytes, l10n.t('Free some space on the disk of your labs’ folder, or choose another folder by the setting aiLabs.home.'));
}

/** Judges free space. */
export function roomFinding(about: Pick<Finding, 'id' | 'what'>, free: number, least: number, comfort: number, text: string): Finding {
  const gigabytes = (free / 1e9).toFixed(1);
  if (free >= comfort) {
    return { ...about, severity: 'good', message: l10n.t('{0} GB free', gigabytes) };
  }
  return { ...about, severity: free < least ? 'error' : 'warning', cause: 'disk-low', message: l10n.t('only {0} GB free', gigabytes), action: { label: l10n.t('Clean Up'), text, command: 'aiLabs.cleanUp' } };
}

/** The folder, or the one above it that exists. */
async function nearest(folder: string): Promise<string> {
  const found = await stat(folder).catch(() => undefined);
  const above = path.dirname(folder);
  return found || above === folder ? folder : nearest(above);
}
