import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as l10n from '@vscode/l10n';
import { messageOf, systemCode, UserError } from '../../common/errors';
import { refuseOdd } from '../files/folder';
import { fileKey } from '../fileKey';
import type { Home } from '../home';
import { copyTree, isEmpty, treeBytes } from '../files/tree';

/** Copies kept of a learner's folder, and the bytes they may take together; the newest stays whatever its size. */
export interface BackupLimits {
  count: number;
  bytes: number;
}

export const backupLimits: BackupLimits = { count: 5, bytes: 2 * 1024 ** 3 };

/**
 * Copies the learner's folder aside, whole or not at all, and returns where; undefined where there is nothing in it.
 * Old copies beyond the limits go. Throws a UserError with the code `backup-failed`; the folder is then as it was.
 */
export async function backUp(home: Home, identity: string, folder: string, limits = backupLimits): Promise<string | undefined> {
  await refuseOdd(folder);
  if (await isEmpty(folder)) {
    return undefined;
  }
  const place = join(home.backups, fileKey(identity));
  let target = place;
  const partial = (): string => `${target}.partial`;
  try {
    await mkdir(place, { recursive: true, mode: 0o700 });
    target = join(place, nameAfter((await copiesIn(place))[0]));
    await copyTree(folder, partial());
    await rename(partial(), target);
  } catch (error) {
    // What cannot be removed cannot have been made, or goes with the next copies; the cause is what counts.
    await rm(partial(), { recursive: true, force: true }).catch(() => undefined);
    throw new UserError(l10n.t('Your files in {0} could not be copied aside, so nothing was changed: {1}', folder, messageOf(error)), {
      code: 'backup-failed',
      cause: error,
      action: { label: l10n.t('Show Log'), text: l10n.t('Make sure that the files can be read and that {0} can be written, then try again.', place), command: 'aiLabs.showLog' },
    });
  }
  await prune(place, limits);
  return target;
}

/**
 * What a copy made now is called: the time, or the moment after the newest copy where the clock was set back since that one
 * was made. Otherwise it would count as an old one, and maybe go at once.
 */
function nameAfter(newest: string | undefined): string {
  const before = Date.parse(newest?.replace(/T(\d\d)-(\d\d)-(\d\d)-(\d{3})Z$/, 'T$1:$2:$3.$4Z') ?? '');
  const now = Date.now();
  return new Date(before >= now ? before + 1 : now).toISOString().replace(/[:.]/g, '-');
}

/** The newest copy of a lab's folder; undefined where there is none. */
export async function latestBackup(home: Home, identity: string): Promise<string | undefined> {
  const place = join(home.backups, fileKey(identity));
  const [latest] = await copiesIn(place);
  return latest === undefined ? undefined : join(place, latest);
}

async function prune(place: string, { count, bytes }: BackupLimits): Promise<void> {
  const copies = await copiesIn(place);
  let sum = 0;
  for (const [index, name] of copies.entries()) {
    sum += index < count ? await treeBytes(join(place, name)) : 0;
    if (index > 0 && (index >= count || sum > bytes)) {
      await rm(join(place, name), { recursive: true, force: true });
    }
  }
  const halves = (await readdir(place)).filter((name) => name.endsWith('.partial'));
  await Promise.all(halves.map((name) => rm(join(place, name), { recursive: true, force: true })));
}

/** Names of whole copies, newest first. */
async function copiesIn(place: string): Promise<string[]> {
  try {
    return (await readdir(place)).filter((name) => !name.endsWith('.partial')).sort().reverse();
  } catch (error) {
    if (systemCode(error) === 'ENOENT') {
      return [];
    }
    throw error;
  }
}
