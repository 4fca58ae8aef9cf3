import * as l10n from '@vscode/l10n';
import { asking } from '../api/errors';
import type { Client } from '../connect/client';
import type { LabSpec, ServiceSpec, FolderEntry } from '../../engine';
import { UserError } from '../../../common/errors';
import type { KnownFacts } from '../connect/facts';
import { sharedLabels, withHelper } from './helper';
import { names } from '../labels';
import { createVolume } from '../network/network';
import { callApi, collect, streamApi } from '../api/request';
import { packTar, readTar, type TarEntry } from '../api/tar';
import { lookUpUser } from './users';
import { serviceUser } from '../lab/serviceFacts';

/**
 * Makes the volume that stands for the learner's folder on an engine that does not see it, filled before anything
 * starts: a main process may need its files from its first moment. A container that never runs carries them, because a
 * service may have a read-only root.
 */
export async function fillWorkspace(client: Client, facts: KnownFacts, lab: LabSpec, labels: Record<string, string>): Promise<void> {
  const spec = lab.services.find(({ workspace }) => workspace?.streamed && !workspace.readOnly) ?? lab.services.find(({ workspace }) => workspace?.streamed);
  const { target, streamed } = spec?.workspace ?? {};
  if (!spec || !streamed || target === undefined) {
    return;
  }
  const { docker } = client;
  const volume = names.workspace(lab.session);
  const files = await streamed.files();
  await asking(l10n.t('make room for your files'), createVolume(docker, volume, labels));
  const helper = { session: lab.session, image: spec.image.id, labels: sharedLabels(labels), mounts: [{ volume, target }] };
  await asking(
    l10n.t('copy your files into the lab'),
    withHelper(docker, helper, async (id) => {
      const owner = ownerOf(spec, await facts.account(spec, () => lookUpUser(docker, id, spec)));
      await callApi(docker, {
        method: 'PUT',
        path: `/containers/${id}/archive`,
        query: { path: '/' },
        file: packTar(entries(target, files, owner)),
        timeoutMs: Infinity,
      });
    }),
  );
}

function ownerOf(spec: ServiceSpec, account: { uid: number; gid: number } | undefined): { uid: number; gid: number } {
  const [uid, gid] = /^\d+(:\d+)?$/.test(serviceUser(spec)) ? serviceUser(spec).split(':').map(Number) : [];
  return account ?? { uid: uid ?? 0, gid: gid ?? uid ?? 0 };
}

/** The folder itself first, so that it gets its owner as well. */
function entries(target: string, files: readonly FolderEntry[], owner: { uid: number; gid: number }): TarEntry[] {
  const root = target.replace(/^\/+|\/+$/g, '');
  const all: FolderEntry[] = [{ path: '', type: 'directory', mode: 0o755 }, ...files];
  return all.map((entry) => ({ ...entry, ...owner, path: entry.path ? `${root}/${entry.path}` : root }));
}

/** What a folder of a container holds, running or not, as the engine packs it. Paths are relative to it. */
export async function readFolder(client: Client, container: string, path: string, limit: number, signal?: AbortSignal): Promise<FolderEntry[]> {
  const stream = await streamApi(client.docker, { method: 'GET', path: `/containers/${container}/archive`, query: { path }, signal });
  const archive = await collect(client.docker, stream, limit + 1);
  if (archive.length > limit) {
    throw new UserError(l10n.t('The folder {0} of the lab holds more than {1} MB.', path, Math.round(limit / 1024 ** 2)), {
      code: 'folder-too-big',
      action: { label: l10n.t('Open Terminal'), text: l10n.t('Remove what is not needed in it, or copy it elsewhere, then try again.'), command: 'aiLabs.openTerminal' },
    });
  }
  const [root = '', ...found] = readTar(archive);
  return found.map(({ path: name, type, mode, content, target }) => ({
    path: name.slice((root as TarEntry).path.length + 1), type, mode, content, target,
  }));
}
