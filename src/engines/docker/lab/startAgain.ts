import * as l10n from '@vscode/l10n';
import { messageOf } from '../../../common/errors';
import type { Log } from '../../../common/log';
import type { Client } from '../connect/client';
import { changeTimeoutMs, within } from '../api/deadline';
import { asking, statusOf } from '../api/errors';
import { label } from '../labels';
import { withOtherPorts } from './rebase';
import { callApi } from '../api/request';
import type { ContainerSummary } from '../api/wire';

type Conditions = Record<string, string>;

/** What a service waits for before it starts, as its container remembers it. */
export function conditionsOf(container: ContainerSummary): Conditions {
  return JSON.parse(container.Labels[label.depends] ?? '{}') as Conditions;
}

/** The name of the service a container is for. */
export function nameOf(container: ContainerSummary): string {
  return container.Labels[label.service] ?? '';
}

/** Containers so that each comes after those it waits for; the circle was refused when the lab was created. */
export function inOrder(containers: ContainerSummary[]): ContainerSummary[] {
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

/** Starts a container that is down or paused. Returns its id: another one where its ports were taken meanwhile. */
export async function startAgain(client: Client, container: ContainerSummary, log: Log): Promise<string> {
  const { docker } = client;
  const doing = l10n.t('start the service "{0}" again', nameOf(container));
  if (container.State === 'paused') {
    await asking(doing, callApi(docker, { method: 'POST', path: `/containers/${container.Id}/unpause` }));
    return container.Id;
  }
  const start = async (id: string): Promise<unknown> =>
    within(
      changeTimeoutMs,
      doing,
      callApi(docker, { method: 'POST', path: `/containers/${id}/start` }).catch((error: unknown) => {
        // 304: it runs already. 404 is no success: the container or its network is gone.
        if (statusOf(error) !== 304) {
          throw error;
        }
      }),
    );
  try {
    await start(container.Id);
    return container.Id;
  } catch (error) {
    if (statusOf(error) !== 500) {
      throw error;
    }
    log.info(`${nameOf(container)} does not start on its old ports, others are tried: ${messageOf(error)}`);
    const id = await asking(doing, withOtherPorts(client, container.Id));
    await asking(doing, start(id));
    return id;
  }
}
