import { randomBytes } from 'node:crypto';
import { rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type Docker from 'dockerode';
import { messageOf, UserError } from '../../../common/errors';
import { asking, statusOf } from '../api/errors';
import { collect, streamApi } from '../api/request';
import { readTar } from '../api/tar';

export function notSeenError(folder: string): UserError {
  return new UserError(`The container engine does not see the folder ${folder}.`, {
    code: 'workspace-not-visible',
    action: {
      label: 'Set Folder',
      text: 'Share the folder with the engine (in Docker Desktop: Settings, Resources, File sharing), or set aiLabs.home to a folder that is shared.',
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
    throw new UserError(`The lab's folder ${folder} cannot be written: ${messageOf(error)}`, {
      code: 'workspace-not-writable',
      action: {
        label: 'Open Settings',
        text: 'Make the folder writable, or set aiLabs.home to another one.',
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
    await asking("look at the lab's folder", Promise.reject(error as Error));
    return undefined;
  }
}
