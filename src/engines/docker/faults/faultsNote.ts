import * as l10n from '@vscode/l10n';
import type Docker from 'dockerode';
import * as z from 'zod';
import type { RunningLab, ServiceFault } from '../../engine';
import { asking, statusOf, unlessGone } from '../api/errors';
import { label, markerLabels, names } from '../labels';
import { createVolume } from '../network/network';
import type { Own } from '../own';
import { callApi } from '../api/request';
import { volumeSchema } from '../api/wire';

/** What a check is about to do to a lab, noted as labels of an empty volume: so it outlives the process that does it. */
export interface FaultsNote {
  faults: ServiceFault[];
  /** Services that were up before. */
  up: string[];
}

const noteSchema = z.object({
  faults: z.array(z.object({ kind: z.enum(['stop', 'pause', 'restart', 'disconnect']), service: z.string() })),
  up: z.array(z.string()),
});

function parseNote(labels: Record<string, string>): FaultsNote | undefined {
  if (labels[label.marker] !== 'faults') {
    return undefined;
  }
  try {
    return noteSchema.parse(JSON.parse(labels[label.faults] ?? ''));
  } catch {
    // Not written by us: there is nothing that could be undone by it.
    return { faults: [], up: [] };
  }
}

/** The faults noted among what belongs to one session. */
export function faultsOf(own: Own): ServiceFault[] | undefined {
  return own.volumes.map(({ Labels }) => parseNote(Labels)).find((note) => note !== undefined)?.faults;
}

export async function readNote(docker: Docker, lab: RunningLab): Promise<FaultsNote | undefined> {
  try {
    const answer = await callApi(docker, { method: 'GET', path: `/volumes/${names.faults(lab.session)}` });
    return parseNote(volumeSchema.parse(answer).Labels);
  } catch (error) {
    if (statusOf(error) === 404) {
      return undefined;
    }
    throw error;
  }
}

export async function writeNote(docker: Docker, lab: RunningLab, note: FaultsNote): Promise<void> {
  const labels = { ...markerLabels(lab, 'faults'), [label.faults]: JSON.stringify(note) };
  await asking(l10n.t('note what a check does to services'), createVolume(docker, names.faults(lab.session), labels));
}

export async function removeNote(docker: Docker, session: string): Promise<void> {
  const removed = unlessGone(callApi(docker, { method: 'DELETE', path: `/volumes/${names.faults(session)}` }));
  await asking(l10n.t('forget what a check did to services'), removed);
}
