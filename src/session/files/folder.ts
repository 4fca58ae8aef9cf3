import { lstat, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import * as l10n from '@vscode/l10n';
import { systemCode, UserError } from '../../common/errors';
import { copyTree } from './tree';

/** Removes what is in the folder, not the folder: windows and terminals that have it open stay where they are. */
export async function emptyFolder(folder: string): Promise<void> {
  await refuseOdd(folder);
  for (const name of await readdir(folder)) {
    await rm(join(folder, name), { recursive: true, force: true });
  }
}

/** Gives a folder the content of another, which is used up. What was in it is gone. */
export async function replaceContent(folder: string, by: string): Promise<void> {
  await emptyFolder(folder);
  for (const name of await readdir(by)) {
    try {
      await rename(join(by, name), join(folder, name));
    } catch (error) {
      if (systemCode(error) !== 'EXDEV') {
        throw error;
      }
      await copyTree(by, folder);
      break;
    }
  }
  await rm(by, { recursive: true, force: true });
}

/** A link or a file where the learner's folder should be might lead anywhere: nothing is read from or written to it. */
export async function refuseOdd(folder: string): Promise<void> {
  const found = await lstat(folder).catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT') {
      return undefined;
    }
    throw error;
  });
  if (found && !found.isDirectory()) {
    const why = found.isSymbolicLink()
      ? l10n.t("{0} is a link to another place, so the lab's files cannot be put there.", folder)
      : l10n.t("{0} is not a folder, so the lab's files cannot be put there.", folder);
    throw new UserError(why, {
      code: 'folder-odd',
      action: { label: l10n.t('Rename It'), text: l10n.t('Rename or move {0} in {1}, then start the lab again.', basename(folder), dirname(folder)) },
    });
  }
}
