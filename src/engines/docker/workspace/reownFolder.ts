import * as l10n from '@vscode/l10n';
import * as z from 'zod';
import type { RunningLab } from '../../engine';
import type { Client } from '../connect/client';
import { asking } from '../api/errors';
import { runHelper, sharedLabels, withHelper } from './helper';
import { callApi } from '../api/request';
import { containerOf } from '../lab/services';
import { keptContainerSchema } from '../snapshots/snapshotVolumes';

const mountedSchema = keptContainerSchema.extend({
  Mounts: z.array(z.object({ Type: z.string().nullish(), Source: z.string().nullish(), Destination: z.string(), RW: z.boolean().nullish() })),
});

/**
 * Gives everything in the learner's folder, as it is mounted into a service, to an owner: by a container of the same image
 * that does nothing else, so that the lab need not run. Links are given, not followed. A folder that is not mounted, or not
 * for writing, is left alone.
 */
export async function reownFolder(
  { docker }: Client,
  lab: RunningLab,
  service: string,
  owner: { uid: number; gid: number },
  signal?: AbortSignal,
): Promise<void> {
  const container = mountedSchema.parse(
    await callApi(docker, { method: 'GET', path: `/containers/${containerOf(lab, service)}/json`, signal }),
  );
  const folder = container.Mounts.find(({ Type, RW }) => Type === 'bind' && RW !== false);
  if (!folder?.Source) {
    return;
  }
  const helper = {
    session: lab.session,
    image: container.Image,
    labels: sharedLabels(container.Config.Labels),
    command: ['chown', '-Rh', `${owner.uid}:${owner.gid}`, folder.Destination],
    mounts: [{ folder: folder.Source, target: folder.Destination }],
  };
  await asking(l10n.t('give files back to the learner'), withHelper(docker, helper, (id) => runHelper(docker, id, signal)));
}
