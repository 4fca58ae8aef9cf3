import { throwIfAborted } from '../../common/cancellation';
import { messageOf } from '../../common/errors';
import type { Log } from '../../common/log';
import type { EngineProgress, RunningLab } from '../engine';
import type { Client } from './client';
import { changeTimeoutMs, within } from './deadline';
import { asking, statusOf, unlessGone } from './errors';
import { describeLab } from './find';
import { waitHealthy, waitCompleted } from './health';
import { label } from './labels';
import { listOwn } from './own';
import { withOtherPorts } from './rebase';
import { callApi } from './request';
import type { ContainerSummary } from './wire';

type Conditions = Record<string, string>;

function conditionsOf(container: ContainerSummary): Conditions {
  return JSON.parse(container.Labels[label.depends] ?? '{}') as Conditions;
}

function nameOf(container: ContainerSummary): string {
  return container.Labels[label.service] ?? '';
}

/** Containers so that each comes after those it waits for; the circle was refused when the lab was created. */
function inOrder(containers: ContainerSummary[]): ContainerSummary[] {
  const order: ContainerSummary[] = [];
  const visit = (container: ContainerSummary): void => {
    if (order.includes(container)) {
      return;
    }
    for (const name of Object.keys(conditionsOf(container))) {
      const dependency = containers.find((other) => nameOf(other) === name);
      if (dependency) {
        visit(dependency);
      }
    }
    order.push(container);
  };
  containers.forEach(visit);
  return order;
}

/**
 * Starts the stopped containers of a lab again. A host port that somebody else took meanwhile is replaced. What this
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
  const { containers } = await asking('find the lab', listOwn(docker, lab.home, lab.session, signal));
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
          onProgress({ phase: 'healthy', message: `Waiting until ${dependency} is healthy` });
          await waitHealthy(docker, id, dependency, signal);
        } else if (id && condition === 'service_completed_successfully') {
          await waitCompleted(docker, id, dependency, signal);
        }
      }
      onProgress({ phase: 'starting', message: `Starting ${name}`, fraction: done++ / containers.length });
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
          'stop a service',
          unlessGone(callApi(docker, { method: 'POST', path: `/containers/${id}/stop`, query: { t: 2 } })),
        ),
      ),
    );
    throw error;
  }
}

async function startAgain(client: Client, container: ContainerSummary, log: Log): Promise<string> {
  const { docker } = client;
  const doing = `start the service "${nameOf(container)}" again`;
  if (container.State === 'paused') {
    await asking(doing, callApi(docker, { method: 'POST', path: `/containers/${container.Id}/unpause` }));
    return container.Id;
  }
  const start = async (id: string): Promise<unknown> =>
    within(
      changeTimeoutMs,
      doing,
      unlessGone(callApi(docker, { method: 'POST', path: `/containers/${id}/start` })),
    );
  try {
    await start(container.Id);
    return container.Id;
  } catch (error) {
    if (statusOf(error) !== 500) {
      throw error;
    }
    log.info(`${nameOf(container)} does not start on its old ports, others are tried: ${messageOf(error)}`);
    const id = await asking(doing, withOtherPorts(docker, container.Id));
    await asking(doing, start(id));
    return id;
  }
}
