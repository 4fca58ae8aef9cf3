import * as l10n from '@vscode/l10n';
import { throwIfAborted } from '../../../common/cancellation';
import type { Log } from '../../../common/log';
import type { EngineProgress, RunningLab } from '../../engine';
import type { Client } from '../connect/client';
import { changeTimeoutMs, within } from '../api/deadline';
import { asking, unlessGone } from '../api/errors';
import { forgetFaults } from '../faults/faults';
import { describeLab } from './find';
import { waitHealthy, waitCompleted } from './health';
import { rejoin } from '../network/rejoin';
import { listSeen } from '../own';
import { callApi } from '../api/request';
import { conditionsOf, inOrder, nameOf, startAgain } from './startAgain';

/**
 * Starts the stopped containers of a lab again, and gives back the network it lost. A host port that somebody else took meanwhile is replaced. What this
 * started is stopped again when it fails or is cancelled.
 * @throws UserError; CancelledError
 */
export async function resumeLab(
  client: Client,
  lab: RunningLab,
  onProgress: (progress: EngineProgress) => void,
  log: Log,
  signal?: AbortSignal,
): Promise<RunningLab> {
  const { docker } = client;
  const own = await asking(l10n.t('find the lab'), listSeen(docker, lab.home, lab.session, signal));
  const { containers } = own;
  await forgetFaults(docker, lab, own);
  await rejoin(client, containers, signal);
  const started: string[] = [];
  const ids = new Map(containers.map((container) => [nameOf(container), container.Id]));
  try {
    let done = 0;
    for (const container of inOrder(containers)) {
      throwIfAborted(signal);
      const name = nameOf(container);
      for (const [dependency, condition] of Object.entries(conditionsOf(container))) {
        const id = ids.get(dependency);
        if (id && condition === 'service_healthy') {
          onProgress({ phase: 'healthy', message: l10n.t('Waiting until {0} is healthy', dependency) });
          await waitHealthy(docker, id, dependency, signal);
        } else if (id && condition === 'service_completed_successfully') {
          await waitCompleted(docker, id, dependency, signal);
        }
      }
      onProgress({ phase: 'starting', message: l10n.t('Starting {0}', name), fraction: done++ / containers.length });
      if (container.State !== 'running') {
        const id = await startAgain(client, container, log);
        ids.set(name, id);
        started.push(id);
      }
    }
    throwIfAborted(signal);
    return await describeLab(docker, lab.home, lab.session);
  } catch (error) {
    await Promise.allSettled(
      started.map((id) =>
        within(
          changeTimeoutMs,
          l10n.t('stop a service'),
          unlessGone(callApi(docker, { method: 'POST', path: `/containers/${id}/stop`, query: { t: 2 } })),
        ),
      ),
    );
    throw error;
  }
}
