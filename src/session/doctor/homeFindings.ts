import { access, constants, rm, stat, statfs, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { isUserError, messageOf } from '../../common/errors';
import type { Finding } from './finding';
import type { Home } from '../home';

const megabyte = 1e6;
/** Less free space than this beside the learner's files is too little for anything, and than that for comfort. */
const [leastBytes, comfortBytes] = [50 * megabyte, 500 * megabyte];

/** Whether the learner's folder can be written, and whether there is room beside it. Leaves nothing behind. */
export async function homeFindings(home: Home): Promise<Finding[]> {
  const about = { id: 'home', what: 'Your labs’ folder' };
  try {
    const folder = await nearest(home.root);
    await access(folder, constants.W_OK | constants.X_OK);
    if (folder === home.root) {
      // A full disk and a quota show only when something is written.
      const probe = path.join(folder, `.ai-labs-${process.pid}-${Date.now()}`);
      try {
        await writeFile(probe, Buffer.alloc(4096), { flag: 'wx' });
      } finally {
        await rm(probe, { force: true });
      }
    }
    const message = folder === home.root ? home.root : `${home.root} (made with the first lab)`;
    return [{ ...about, severity: 'good', message }, await room(folder)];
  } catch (thrown) {
    const error = home.notWritable(thrown);
    const known = isUserError(error) ? error : undefined;
    return [{
      ...about, severity: 'error', cause: known?.code ?? 'home-not-writable', message: messageOf(error),
      action: known?.action ?? { label: 'Choose Another Folder', text: `See what keeps ${home.root} from being written, or choose another folder by the setting aiLabs.home.`, command: 'workbench.action.openSettings', arguments: ['aiLabs.home'] },
    }];
  }
}

async function room(folder: string): Promise<Finding> {
  const { bavail, bsize } = await statfs(folder);
  return roomFinding({ id: 'home-disk', what: 'Disk of your labs’ folder' }, bavail * bsize, leastBytes, comfortBytes, 'Free some space on the disk of your labs’ folder, or choose another folder by the setting aiLabs.home.');
}

/** Judges free space. */
export function roomFinding(about: Pick<Finding, 'id' | 'what'>, free: number, least: number, comfort: number, text: string): Finding {
  const message = `${(free / 1e9).toFixed(1)} GB free`;
  if (free >= comfort) {
    return { ...about, severity: 'good', message };
  }
  return { ...about, severity: free < least ? 'error' : 'warning', cause: 'disk-low', message: `only ${message}`, action: { label: 'Clean Up', text, command: 'aiLabs.cleanUp' } };
}

/** The folder, or the one above it that exists. */
async function nearest(folder: string): Promise<string> {
  const found = await stat(folder).catch(() => undefined);
  const above = path.dirname(folder);
  return found || above === folder ? folder : nearest(above);
}
