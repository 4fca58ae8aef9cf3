import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import * as l10n from '@vscode/l10n';
import { messageOf, systemCode, UserError } from '../common/errors';
import { Confinement } from '../curriculum/confine';
import { interpreterOf, isScript, withoutCarriageReturns } from './interpreter';

export interface CheckFile {
  /** Below `checks/`, with forward slashes. */
  path: string;
  content: Uint8Array;
}

/** As much as a lab's `checks/` may hold. */
const limit = 16 * 1024 * 1024;

function broken(message: string, cause?: unknown): UserError {
  return new UserError(message, {
    code: 'lab-invalid',
    action: { label: l10n.t('Validate Lab'), text: l10n.t('Run `ai-labs validate` on this lab.') },
    cause,
  });
}

/**
 * Everything in a lab's `checks/`, sorted by path, scripts without carriage returns; compiled Python is left out.
 * Links are followed inside the lab's folder only.
 * @param folder of the lab
 * @throws UserError `lab-invalid` where it is too big, leaves the lab or cannot be read
 */
export async function readCheckFiles(folder: string): Promise<CheckFile[]> {
  const confinement = new Confinement(folder);
  const files: CheckFile[] = [];
  let total = 0;
  const walk = async (below: string, above: string[]): Promise<void> => {
    for (const name of (await entries(join(folder, 'checks', below))).sort()) {
      const path = below ? `${below}/${name}` : name;
      const found = confinement.find(`checks/${path}`);
      if (!found.ok) {
        throw broken(`checks/${path} ${found.message}.`);
      }
      if (found.kind === 'folder') {
        if (above.includes(found.file)) {
          throw broken(l10n.t('checks/{0} is a link that leads in a circle.', path));
        }
        if (name !== '__pycache__') {
          await walk(path, [...above, found.file]);
        }
        continue;
      }
      total += confinement.size(found);
      if (found.kind !== 'file' || total > limit) {
        throw broken(found.kind === 'file' ? l10n.t('checks/ holds more than 16 MiB.') : l10n.t('checks/{0} is not a file.', path));
      }
      files.push({ path, content: await readScript(found.file, path) });
    }
  };
  await walk('', []);
  return files;
}

async function entries(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') {
      return [];
    }
    throw broken(l10n.t('checks/ cannot be read: {0}.', messageOf(error)), error);
  }
}

/** Reads one script of a lab, wherever it lies in it. */
export async function readLabScript(folder: string, path: string): Promise<Uint8Array> {
  const found = new Confinement(folder).find(path);
  if (!found.ok) {
    throw broken(`${path} ${found.message}.`);
  }
  const content = await readFile(found.file);
  return interpreterOf(content) ? withoutCarriageReturns(content) : content;
}

async function readScript(file: string, path: string): Promise<Uint8Array> {
  const content = await readFile(file);
  return isScript(path, content) ? withoutCarriageReturns(content) : content;
}
