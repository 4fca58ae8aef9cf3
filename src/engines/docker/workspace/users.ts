import * as l10n from '@vscode/l10n';
import type Docker from 'dockerode';
import { UserError } from '../../../common/errors';
import type { ServiceSpec } from '../../engine';
import { isRootUser, serviceUser } from '../lab/serviceFacts';
import { asking, statusOf } from '../api/errors';
import { type Account, findAccount, withGroupId, withIds } from './passwd';
import { callApi, collect, streamApi } from '../api/request';
import { packTar, readTar, type TarEntry } from '../api/tar';

/** A home folder bigger than this is not re-owned entry by entry. */
const homeLimit = 64 * 1024 * 1024;
const archiveLimit = 4 * 1024 * 1024;

/** Files and folders at a path of a container, running or not; empty where there is nothing, undefined beyond the limit. */
async function readArchive(
  docker: Docker,
  container: string,
  path: string,
  limit: number,
): Promise<TarEntry[] | undefined> {
  try {
    const stream = await streamApi(docker, {
      method: 'GET',
      path: `/containers/${container}/archive`,
      query: { path },
    });
    const archive = await collect(docker, stream, limit);
    return archive.length < limit ? readTar(archive) : undefined;
  } catch (error) {
    if (statusOf(error) === 404) {
      return [];
    }
    throw error;
  }
}

/** What a file of a container says, running or not; nothing where there is none. */
export async function readText(docker: Docker, container: string, path: string): Promise<string> {
  const [file] = (await readArchive(docker, container, path, archiveLimit)) ?? [];
  return Buffer.from(file?.content ?? new Uint8Array()).toString('utf8');
}

/** Unpacks entries below a folder of a container, running or not; what lies on a tmpfs is lost. Rejects with status 404 where there is no such folder. */
export async function writeArchive(
  docker: Docker,
  container: string,
  folder: string,
  entries: TarEntry[],
): Promise<void> {
  await callApi(docker, {
    method: 'PUT',
    path: `/containers/${container}/archive`,
    query: { path: folder },
    file: packTar(entries),
  });
}

/**
 * Looks a service's user up in the image of a created container.
 * @returns undefined for root and for bare numbers without a name
 * @throws UserError `lab-invalid` where the image has no such user: the engine would only say so when it starts.
 */
export async function lookUpUser(
  docker: Docker,
  container: string,
  spec: ServiceSpec,
): Promise<Account | undefined> {
  const user = serviceUser(spec);
  if (isRootUser(user)) {
    return undefined;
  }
  const passwd = await asking(l10n.t('read the users of an image'), readText(docker, container, '/etc/passwd'));
  const account = findAccount(passwd, user);
  if (!account && !/^\d+(:\d+)?$/.test(user)) {
    throw new UserError(l10n.t('The image of the service "{0}" has no user "{1}".', spec.name, user.split(':')[0] ?? ''), {
      code: 'lab-invalid',
      action: {
        label: l10n.t('Edit Lab'),
        text: l10n.t('Create the user in the image (useradd), or name another one as `user` of "{0}".', spec.name),
      },
    });
  }
  return account;
}

export interface Ids {
  uid: number;
  gid: number;
}

/**
 * The ids a user must get so that the learner's folder is its own, or undefined where it has them. Users given as
 * bare numbers keep theirs: numbers cannot be given other numbers.
 */
export function neededIds(spec: ServiceSpec, account: Account | undefined): Ids | undefined {
  const owner = spec.workspace?.owner;
  const named = !/^\d/.test(serviceUser(spec));
  const same = owner?.uid === account?.uid && owner?.gid === account?.gid;
  return owner && account && named && owner.uid !== 0 && !same ? owner : undefined;
}

/**
 * Gives a user other ids inside a container that was created and not started yet: in its user and group files, and on
 * everything in its home that was its own. Done before the start, so that no process ever sees the old ids.
 * @param ownersTold false where the engine shows every file as root's (Podman). Then the home is re-owned when the
 *   container runs, which nothing notices where its main process is ours, or everything in it becomes the user's.
 * @returns false where the home must be re-owned when the container runs, as where it is too big
 */
export async function overrideUser(
  docker: Docker,
  container: string,
  spec: ServiceSpec,
  account: Account,
  ids: Ids,
  ownersTold: boolean,
): Promise<boolean> {
  const doing = l10n.t('make the learner the owner of their folder');
  const later = !ownersTold && spec.idle && !spec.service.read_only;
  return asking(
    doing,
    rewrite(docker, container, spec.workspace?.target ?? '/', account, ids, later ? 'later' : ownersTold ? 'own' : 'all'),
  );
}

async function rewrite(
  docker: Docker,
  container: string,
  workspace: string,
  account: Account,
  ids: Ids,
  what: 'own' | 'all' | 'later',
): Promise<boolean> {
  const [passwd, group, home] = await Promise.all([
    readText(docker, container, '/etc/passwd'),
    readText(docker, container, '/etc/group'),
    account.home === '/' ? [] : what === 'later' ? undefined : readArchive(docker, container, account.home, homeLimit),
  ]);
  const text = (path: string, content: string): TarEntry => ({
    path,
    type: 'file',
    mode: 0o644,
    content: Buffer.from(content),
  });
  await writeArchive(docker, container, '/etc', [
    text('passwd', withIds(passwd, account, ids.uid, ids.gid)),
    text('group', withGroupId(group, account.gid, ids.gid)),
  ]);
  if (home === undefined) {
    return false;
  }
  const parent = account.home.replace(/\/+[^/]*\/*$/, '');
  const own = home
    .filter((entry) => (what === 'all' || entry.uid === account.uid) && !`${parent}/${entry.path}/`.startsWith(`${workspace}/`))
    .map((entry) => ({ ...entry, uid: ids.uid, gid: what === 'all' || entry.gid === account.gid ? ids.gid : entry.gid }));
  if (own.length > 0) {
    await writeArchive(docker, container, parent || '/', own);
  }
  return true;
}
