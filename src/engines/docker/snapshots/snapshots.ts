import * as l10n from '@vscode/l10n';
import type Docker from 'dockerode';
import type { Snapshot } from '../../engine';
import { asking, statusOf, unlessGone } from '../api/errors';
import { label, labelFilters } from '../labels';
import { removeImage } from './oneLayer';
import { listOwn, type Own } from '../own';
import { callApi } from '../api/request';
import { volumeListSchema } from '../api/wire';

/** Parts without a whole are another process's that is at work, for so long; then they are nobody's. In milliseconds. */
const unfinishedMs = 15 * 60_000;

/** The whole snapshots among what belongs to a home or session; oldest first. */
export function snapshotsIn({ volumes }: Pick<Own, 'volumes'>): Snapshot[] {
  return volumes
    .filter(({ Labels }) => Labels[label.marker] === 'snapshot')
    .map(({ Labels }) => ({
      id: Labels[label.snapshot] ?? '',
      lab: Labels[label.lab] ?? '',
      session: Labels[label.session] ?? '',
      home: Labels[label.home] ?? '',
      name: Labels[label.snapshotName] ?? '',
      createdAt: Labels[label.snapshotAt] ?? '',
      bytes: Number(Labels[label.snapshotBytes] ?? 0),
    }))
    .sort((a, b) => a.createdAt.localeCompare(b.createdAt));
}

export async function findSnapshots(docker: Docker, home: string, session?: string, signal?: AbortSignal): Promise<Snapshot[]> {
  const query = { filters: { label: labelFilters(home, session) } };
  const answer = asking(l10n.t('list snapshots'), callApi(docker, { method: 'GET', path: '/volumes', query, signal }));
  return snapshotsIn({ volumes: volumeListSchema.parse(await answer) });
}

/** Removes all parts of a snapshot, its marker first, so that half of one is never taken for a whole. */
export async function dropSnapshot(docker: Docker, snapshot: Pick<Snapshot, 'home' | 'session' | 'id'>): Promise<void> {
  const own = await listOwn(docker, snapshot.home, snapshot.session);
  const volumes = own.volumes.filter(({ Labels }) => Labels[label.snapshot] === snapshot.id);
  const markers = volumes.filter(({ Labels }) => Labels[label.marker] === 'snapshot');
  await Promise.all(markers.map(({ Name }) => removeVolume(docker, Name)));
  await Promise.all([
    ...volumes.filter((volume) => !markers.includes(volume)).map(({ Name }) => removeVolume(docker, Name)),
    ...own.images.filter(({ Labels }) => Labels[label.snapshot] === snapshot.id).map(({ Id }) => removeImage(docker, Id)),
  ]);
}

/** Removes earlier snapshots of the same name, and what is left of some that never became whole or were still in use. */
export async function dropOutdated(docker: Docker, own: Own, latest: Snapshot): Promise<void> {
  const whole = snapshotsIn(own);
  const keep = new Set(whole.filter(({ name, id }) => name !== latest.name || id === latest.id).map(({ id }) => id));
  const parts = [...own.volumes, ...own.images].map(({ Labels }) => Labels).filter((labels) => labels[label.snapshot]);
  const drop = new Set<string>();
  for (const labels of parts) {
    const id = labels[label.snapshot] ?? '';
    const age = Date.now() - Date.parse(labels[label.snapshotAt] ?? '');
    if (id !== latest.id && !keep.has(id) && (whole.some((each) => each.id === id) || !(age < unfinishedMs))) {
      drop.add(id);
    }
  }
  for (const id of drop) {
    await dropSnapshot(docker, { ...latest, id });
  }
}

/** One that a container still has mounted stays. */
export async function removeVolume(docker: Docker, name: string): Promise<void> {
  try {
    await unlessGone(callApi(docker, { method: 'DELETE', path: `/volumes/${name}` }));
  } catch (error) {
    if (statusOf(error) !== 409) {
      throw error;
    }
  }
}
