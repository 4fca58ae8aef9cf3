import { randomBytes } from 'node:crypto';
import { rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import type Docker from 'dockerode';
import { messageOf, UserError } from '../../../common/errors';
import { asking, statusOf } from '../api/errors';
import { collect, streamApi } from '../api/request';
import { readTar } from '../api/tar';

export function notSeenError(folder: string): UserError {
  return new UserError(l10n.t('The container engine does not see the folder {0}.', folder), {
    code: 'workspace-not-visible',
    action: {
      label: l10n.t('Set Folder'),
      text: l10n.t('Share the folder with the engine (in Docker Desktop: Settings, Resources, File sharing), or set aiLabs.home to a folder that is shared.'),
      command: 'workbench.action.openSettings',
      arguments: ['aiLabs.home'],
    },
  });
}

/** Podman makes the folder it is to mount where it is not there. @throws UserError `workspace-not-visible` */
export async function requireFolder(folder: string): Promise<void> {
  try {
    await stat(folder);
  } catch {
    throw notSeenError(folder);
  }
}

/**
 * Proves that the engine mounts this machine's folder and not one of the same name on its own machine: a file with a
 * random name and content is written here and read through a container that was created with the mount and need not
 * run. The file is gone again when this settles.
 * @throws UserError `workspace-not-visible`, `workspace-not-writable`
 */
export async function proveWorkspace(
  docker: Docker,
  container: string,
  folder: string,
  target: string,
): Promise<void> {
  const nonce = randomBytes(12).toString('hex');
  const name = `.ai-labs-${nonce}`;
  const file = path.join(folder, name);
  try {
    await writeFile(file, nonce, { mode: 0o644 });
  } catch (error) {
    throw new UserError(l10n.t("The lab's folder {0} cannot be written: {1}", folder, messageOf(error)), {
      code: 'workspace-not-writable',
      action: {
        label: l10n.t('Open Settings'),
        text: l10n.t('Make the folder writable, or set aiLabs.home to another one.'),
        command: 'workbench.action.openSettings',
        arguments: ['aiLabs.home'],
      },
      cause: error,
    });
  }
  try {
    if ((await readThrough(docker, container, `${target}/${name}`)) !== nonce) {
      throw notSeenError(folder);
    }
  } finally {
    await rm(file, { force: true });
  }
}

async function readThrough(docker: Docker, container: string, file: string): Promise<string | undefined> {
  try {
    const stream = await streamApi(docker, {
      method: 'GET',
      path: `/containers/${container}/archive`,
      query: { path: file },
    });
    const [entry] = readTar(await collect(docker, stream, 64 * 1024));
    return Buffer.from(entry?.content ?? new Uint8Array()).toString('utf8');
  } catch (error) {
    if (statusOf(error) === 404) {
      return undefined;
    }
    await asking(l10n.t("look at the lab's folder"), Promise.reject(error as Error));
    return undefined;
  }
}
