import * as l10n from '@vscode/l10n';
import type Docker from 'dockerode';
import { sleep } from '../../../common/cancellation';
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
  await listedAsStopped(docker, lab);
}

/**
 * Dockers from 26 on may list a container as up for a moment after they have stopped it, and whoever looks next would
 * take the lab for one that runs. Waits a few seconds at most; an engine that cannot be asked has stopped the lab all the same.
 */
async function listedAsStopped(docker: Docker, { home, session }: RunningLab): Promise<void> {
  for (let attempt = 0; attempt < 50; attempt++) {
    const { containers } = await listSeen(docker, home, session).catch(() => ({ containers: [] }));
    if (!containers.some(({ State }) => State === 'running' || State === 'paused')) {
      return;
    }
    await sleep(100);
  }
}
