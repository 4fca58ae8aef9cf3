import { mkdir, readFile, realpath, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { systemCode, UserError } from '../../common/errors';
import { learnerPath } from './guideLinks';
import { showWarningMessage } from '../messages';

/**
 * Writes a guide's block into the learner's folder. A file that says something else is replaced only after a yes.
 * False where the learner said no. Throws a UserError where the path, links resolved, leads out of the folder.
 */
export async function saveInFolder(folder: string, name: string, text: string): Promise<boolean> {
  const relative = learnerPath(name);
  const target = path.join(folder, relative ?? '');
  const parent = relative === undefined ? undefined : await realParent(target);
  const root = await realpath(folder);
  if (parent === undefined || (parent !== root && !parent.startsWith(root + path.sep))) {
    throw new UserError(vscode.l10n.t('{0} is not a place inside your folder.', name), { code: 'outside-folder' });
  }
  const before = await content(target);
  if (before === text) {
    return true;
  }
  if (before !== undefined) {
    const replace = vscode.l10n.t('Replace');
    const answer = await showWarningMessage(
      vscode.l10n.t('Replace what is in {0}?', name), { modal: true }, replace);
    if (answer !== replace) {
      return false;
    }
  }
  await mkdir(path.dirname(target), { recursive: true });
  await writeFile(target, text);
  return true;
}

/** The nearest folder above a path that exists, links resolved. */
async function realParent(target: string): Promise<string> {
  const parent = path.dirname(target);
  try {
    return await realpath(parent);
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') {
      throw error;
    }
    return realParent(parent);
  }
}

async function content(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') {
      throw error;
    }
    return undefined;
  }
}
