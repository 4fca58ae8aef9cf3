import * as l10n from '@vscode/l10n';
import type Docker from 'dockerode';
import { throwIfAborted } from '../../../common/cancellation';
import type { ServiceSpec } from '../../engine';
import { createContainer, type LabContext } from './createContainer';
import { asking } from '../api/errors';
import type { KnownFacts } from '../connect/facts';
import type { Account } from '../workspace/passwd';
import { callApi } from '../api/request';
import { commitContainer } from '../snapshots/snapshot';
import { type Ids, lookUpUser, neededIds, overrideUser } from '../workspace/users';
import { placeFiles } from '../workspace/placeFiles';
import { proveWorkspace, requireFolder } from '../workspace/workspaceProof';

export interface Moved {
  from: Account;
  to: Ids;
  /** False where the files of its home still have the old ids. */
  homeToo: boolean;
}

export interface ServiceContainer {
  id: string;
  /** Set where the service's user got other ids than the image gave it. */
  moved?: Moved;
}

/**
 * Creates the container of a service, and before it starts makes sure of what must hold then: the engine sees the
 * learner's folder, the service's user exists and owns that folder, its files are there.
 * @param ports container port -> port on 127.0.0.1
 * @throws UserError; CancelledError after the container was made, which the caller removes
 */
export async function createService(
  context: LabContext,
  facts: KnownFacts,
  spec: ServiceSpec,
  ports: ReadonlyMap<number, number>,
): Promise<ServiceContainer> {
  const made = await withItsUser(context, facts, spec, ports);
  // A read-only root takes no files: those of its tmpfs come after the start.
  if (spec.files && !spec.service.read_only) {
    throwIfAborted(context.signal);
    await asking(l10n.t('create the service "{0}"', spec.name), placeFiles(context.docker, made.id, await spec.files()));
  }
  return made;
}

async function withItsUser(
  context: LabContext,
  facts: KnownFacts,
  spec: ServiceSpec,
  ports: ReadonlyMap<number, number>,
): Promise<ServiceContainer> {
  const { docker, signal } = context;
  const doing = l10n.t('create the service "{0}"', spec.name);
  if (context.podman && spec.workspace && !spec.workspace.streamed) {
    await requireFolder(spec.workspace.folder);
  }
  const create = (of: ServiceSpec): Promise<string> => asking(doing, createContainer(context, of, ports));
  const id = await create(spec);
  throwIfAborted(signal);
  const [account] = await Promise.all([
    facts.account(spec, () => lookUpUser(docker, id, spec)),
    prove(docker, facts, spec, id),
  ]);
  const ids = neededIds(spec, account);
  if (!account || !ids) {
    return { id };
  }
  const moved = { from: account, to: ids };
  if (!spec.service.read_only) {
    return { id, moved: { ...moved, homeToo: await overrideUser(docker, id, spec, account, ids, !context.podman) } };
  }
  await asking(
    doing,
    callApi(docker, { method: 'DELETE', path: `/containers/${id}`, query: { force: true, v: true } }),
  );
  return overrideReadOnly(context, spec, moved, create);
}

async function prove(docker: Docker, facts: KnownFacts, spec: ServiceSpec, id: string): Promise<void> {
  const { workspace } = spec;
  if (workspace && !workspace.streamed) {
    await facts.workspace(workspace.folder, () =>
      proveWorkspace(docker, id, workspace.folder, workspace.target),
    );
  }
}

/** A read-only root takes no files, not even before the start: they get into it by way of an image of this session. */
async function overrideReadOnly(
  { docker, podman }: LabContext,
  spec: ServiceSpec,
  { from, to }: Omit<Moved, 'homeToo'>,
  create: (of: ServiceSpec) => Promise<string>,
): Promise<ServiceContainer> {
  const writable = await create({ ...spec, service: { ...spec.service, read_only: false } });
  const homeToo = await overrideUser(docker, writable, spec, from, to, !podman);
  const image = await asking(l10n.t('keep the changed users of an image'), commitContainer(docker, writable));
  await asking(
    l10n.t('create a service'),
    callApi(docker, { method: 'DELETE', path: `/containers/${writable}`, query: { force: true, v: true } }),
  );
  const id = await create({ ...spec, image: { ...spec.image, id: image } });
  return { id, moved: { from, to, homeToo } };
}
