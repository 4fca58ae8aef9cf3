import * as l10n from '@vscode/l10n';
import type Docker from 'dockerode';
import type { RunningLab } from '../../engine';
import { changeTimeoutMs, within } from '../api/deadline';
import { unlessGone } from '../api/errors';
import { forgetFaults } from '../faults/faults';
import { listSeen } from '../own';
import { callApi } from '../api/request';

/** Seconds between TERM and KILL. */
const graceSeconds = 5;

/** Ends the processes of a lab and keeps its containers. Services stop together; those that are down already are fine. */
export async function stopLab(docker: Docker, lab: RunningLab): Promise<void> {
  const own = await listSeen(docker, lab.home, lab.session);
  const { containers } = own;
  const work = containers.map(async ({ Id, State }) => {
    if (State === 'paused') {
      await unlessGone(callApi(docker, { method: 'POST', path: `/containers/${Id}/unpause` }));
    }
    await unlessGone(
      callApi(docker, { method: 'POST', path: `/containers/${Id}/stop`, query: { t: graceSeconds } }),
    );
  });
  // All come to their end before a failure is told: whoever looks next sees what will stay so.
  const results = await within(changeTimeoutMs, l10n.t('stop the lab'), Promise.allSettled(work));
  const failed = results.find((result) => result.status === 'rejected');
  if (failed) {
    throw failed.reason;
  }
  await forgetFaults(docker, lab, own);
}
