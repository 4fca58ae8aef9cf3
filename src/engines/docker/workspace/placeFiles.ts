import path from 'node:path';
import type Docker from 'dockerode';
import type { UploadFile } from '../../engine';
import { statusOf } from '../api/errors';
import type { TarEntry } from '../api/tar';
import { findAccount } from './passwd';
import { readText, type Ids, writeArchive } from './users';

/**
 * Puts files into a container that was created and not started yet, so that its own command finds them. Parent folders
 * that are missing are made, root's; those that are there stay as they are. What lies on a tmpfs is not there before the
 * start, and a file whose owner the image does not know is root's: both are as they should be after the upload that
 * follows the start.
 */
export async function placeFiles(docker: Docker, container: string, files: readonly UploadFile[]): Promise<void> {
  const named = files.some(({ owner }) => owner !== 'root' && !/^\d+(:\d+)?$/.test(owner));
  const passwd = named ? await readText(docker, container, '/etc/passwd') : '';
  for (const { path: target, content, mode, owner } of files) {
    const { dir, base } = path.posix.parse(path.posix.normalize(target));
    await place(docker, container, dir, { path: base, type: 'file', mode, content, ...idsOf(owner, passwd) });
  }
}

/** The engine refuses a folder that is not there, so the nearest one above that is gets it with what is missing. */
async function place(docker: Docker, container: string, folder: string, file: TarEntry, missing: readonly string[] = []): Promise<void> {
  const folders = missing.map((_, index): TarEntry => ({ path: missing.slice(0, index + 1).join('/'), type: 'directory', mode: 0o755 }));
  try {
    await writeArchive(docker, container, folder, [...folders, { ...file, path: [...missing, file.path].join('/') }]);
  } catch (error) {
    const status = statusOf(error);
    if (status === 400 || status === 403) {
      // Below a file, or read-only: what can be done about it the upload after the start tells.
      return;
    }
    if (status !== 404 || folder === '/') {
      throw error;
    }
    await place(docker, container, path.posix.dirname(folder), file, [path.posix.basename(folder), ...missing]);
  }
}

function idsOf(owner: string, passwd: string): Ids {
  const [uid = '', gid] = owner.split(':');
  if (/^\d+$/.test(uid)) {
    return { uid: Number(uid), gid: Number(gid ?? 0) };
  }
  const account = findAccount(passwd, owner);
  return { uid: account?.uid ?? 0, gid: account?.gid ?? 0 };
}
