import * as l10n from '@vscode/l10n';
import type { Client } from '../connect/client';
import { asking, statusOf } from '../api/errors';
import { callApi } from '../api/request';
import { type ContainerSummary, networkListSchema } from '../api/wire';
import { label, names, sharedLabels } from '../labels';
import { inspectContainer } from '../lab/health';
import { createNetwork } from './network';
import { nobodysNames } from './networkConfig';

/** The lab's network, where the container was made to be in it. Podman's lists do not say: nothing is known there. */
function networkOf({ Labels, HostConfig }: ContainerSummary): string | undefined {
  const network = names.network(Labels[label.session] ?? '');
  return HostConfig?.NetworkMode === network ? network : undefined;
}

/** Whether a container lost its place in the lab's network: by `docker network disconnect`, or with the network. */
export function isCutOff(container: ContainerSummary): boolean {
  const network = networkOf(container);
  return network !== undefined && !(network in (container.NetworkSettings?.Networks ?? {}));
}

/** Whether a container has its place in a network of that name which is no more. */
function remembersAnother(container: ContainerSummary, network: string, id: string | undefined): boolean {
  const known = container.NetworkSettings?.Networks?.[network]?.NetworkID;
  return known !== undefined && known !== '' && known !== id;
}

/**
 * Makes a lab's network again where it is gone (`docker network prune` takes those of stopped labs), as the containers
 * say it was, and gives each container its place in it.
 * @throws UserError
 */
export async function rejoin(client: Pick<Client, 'docker' | 'podman'>, containers: ContainerSummary[], signal?: AbortSignal): Promise<void> {
  const members = containers.flatMap((container) => {
    const network = networkOf(container);
    return network === undefined ? [] : [{ container, network }];
  });
  const [first] = members;
  if (!first) {
    return;
  }
  const id = await find(client, first.network, signal);
  if (id === undefined) {
    await remake(client, members.map(({ container }) => container));
  }
  for (const { container, network } of members) {
    if (isCutOff(container) || remembersAnother(container, network, id)) {
      await join(client, container, network);
    }
  }
}

async function find({ docker }: Pick<Client, 'docker'>, network: string, signal?: AbortSignal): Promise<string | undefined> {
  // The engine finds names that begin so, too.
  const answer = callApi(docker, { method: 'GET', path: '/networks', query: { filters: { name: [network] } }, signal });
  const found = networkListSchema.parse(await asking(l10n.t("look for the lab's network"), answer));
  return found.find(({ Name }) => Name === network)?.Id;
}

async function remake(client: Pick<Client, 'docker' | 'podman'>, members: ContainerSummary[]): Promise<void> {
  const details = await Promise.all(members.map(({ Id }) => inspectContainer(client.docker, Id)));
  const labels = sharedLabels(members[0]?.Labels ?? {});
  const wish = {
    session: labels[label.session] ?? '',
    internet: !details.some(({ HostConfig }) => HostConfig.Dns.includes(nobodysNames)),
    publishes: details.some(({ HostConfig }) => Object.keys(HostConfig.PortBindings).length > 0),
  };
  await asking(l10n.t('create a network'), createNetwork(client, wish, labels));
}

async function join({ docker }: Pick<Client, 'docker'>, { Id, Labels }: ContainerSummary, network: string): Promise<void> {
  const body = { Container: Id, Force: true };
  const leaving = callApi(docker, { method: 'POST', path: `/networks/${network}/disconnect`, body });
  const doing = l10n.t('connect a service to the network again');
  // It holds a place in the network that was; where it holds none, engines answer with these.
  await asking(doing, leaving.catch((error: unknown) => {
    if (![403, 404, 409, 500].includes(statusOf(error) ?? 0)) {
      throw error;
    }
  }));
  const endpoint = { Container: Id, EndpointConfig: { Aliases: [Labels[label.service] ?? ''] } };
  await asking(doing, callApi(docker, { method: 'POST', path: `/networks/${network}/connect`, body: endpoint }));
}
