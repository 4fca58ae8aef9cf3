import * as l10n from '@vscode/l10n';
import type Docker from 'dockerode';
import { throwIfAborted } from '../../../common/cancellation';
import type { Log } from '../../../common/log';
import type { Revived, RunningLab, ServiceFault } from '../../engine';
import type { Client } from '../connect/client';
import { changeTimeoutMs, within } from '../api/deadline';
import { asking, statusOf, toUserError } from '../api/errors';
import { faultsOf, readNote, removeNote, writeNote } from './faultsNote';
import { describeLab } from '../lab/find';
import { inspectContainer, waitHealthy, waitUp } from '../lab/health';
import { labelFilters, names } from '../labels';
import type { Own } from '../own';
import { callApi } from '../api/request';
import { containerOf } from '../lab/services';
import { conditionsOf, inOrder, nameOf, startAgain } from '../lab/startAgain';
import { containerListSchema, type ContainerSummary } from '../api/wire';

/** Seconds between TERM and KILL of a service that is taken down for a check. */
const graceSeconds = 2;
/** The same where it is restarted for the learner: it may have something to write. */
const politeSeconds = 5;

async function containersOf(docker: Docker, lab: RunningLab): Promise<ContainerSummary[]> {
  const filters = { label: labelFilters(lab.home, lab.session) };
  const answer = callApi(docker, { method: 'GET', path: '/containers/json', query: { all: true, filters } });
  return containerListSchema.parse(await asking(l10n.t('find the services of the lab'), answer));
}

/** 304: it is so already. */
async function change(docker: Docker, container: string, what: string, query: Record<string, unknown> = {}): Promise<void> {
  const doing = `${what} a service`;
  try {
    const work = callApi(docker, { method: 'POST', path: `/containers/${container}/${what}`, query });
    await within(changeTimeoutMs, doing, work);
  } catch (error) {
    if (statusOf(error) !== 304) {
      throw toUserError(error, doing);
    }
  }
}

/** A service alone, without a network of the lab, is cut off already. */
async function disconnect(docker: Docker, lab: RunningLab, container: string): Promise<void> {
  const { NetworkSettings } = await inspectContainer(docker, container);
  const network = names.network(lab.session);
  if (NetworkSettings?.Networks && network in NetworkSettings.Networks) {
    const body = { Container: container, Force: true };
    const doing = l10n.t('cut a service off the network');
    await asking(doing, callApi(docker, { method: 'POST', path: `/networks/${network}/disconnect`, body }));
  }
}

async function reconnect(docker: Docker, lab: RunningLab, container: string, service: string): Promise<void> {
  const { NetworkSettings } = await inspectContainer(docker, container);
  const network = names.network(lab.session);
  if (NetworkSettings?.Networks && !(network in NetworkSettings.Networks)) {
    const body = { Container: container, EndpointConfig: { Aliases: [service] } };
    await asking(
      l10n.t('connect a service to the network again'),
      callApi(docker, { method: 'POST', path: `/networks/${network}/connect`, body }).catch((error: unknown) => {
        // No such network: the lab never had one.
        if (statusOf(error) !== 404) {
          throw error;
        }
      }),
    );
  }
}

async function applyOne(docker: Docker, lab: RunningLab, { kind, service }: ServiceFault): Promise<void> {
  const container = containerOf(lab, service);
  switch (kind) {
    case 'stop':
      await change(docker, container, 'stop', { t: graceSeconds });
      return;
    case 'pause':
      await change(docker, container, 'pause');
      return;
    case 'restart':
      await change(docker, container, 'restart', { t: graceSeconds });
      await waitUp(docker, container, service);
      return;
    case 'disconnect':
      await disconnect(docker, lab, container);
  }
}

/**
 * Disturbs services, all at once, after a note on the engine says so. Nothing is broken off once it has begun, so that
 * `undoFaults` afterwards finds everything done.
 * @throws UserError; CancelledError before anything began
 */
export async function applyFaults(
  client: Client,
  lab: RunningLab,
  faults: ServiceFault[],
  log: Log,
  signal?: AbortSignal,
): Promise<Revived> {
  const { docker } = client;
  const before = await undoFaults(client, lab, log);
  throwIfAborted(signal);
  faults.forEach(({ service }) => containerOf(before.lab, service));
  const containers = await containersOf(docker, lab);
  const up = containers.filter(({ State }) => State === 'running').map(nameOf);
  await writeNote(docker, before.lab, { faults, up });
  const results = await Promise.allSettled(faults.map((fault) => applyOne(docker, before.lab, fault)));
  rethrow(results);
  const restarted = faults.filter(({ kind }) => kind === 'restart').map(({ service }) => service);
  return { lab: await describeLab(docker, lab.home, lab.session), services: [...before.services, ...restarted] };
}

/**
 * Undoes what the note says, whoever wrote it, starts again what fell with it, and waits until the services are as they
 * were. The note is gone afterwards even where a service does not come back: that is then the truth about the lab.
 * @throws UserError
 */
export async function undoFaults(client: Client, lab: RunningLab, log: Log): Promise<Revived> {
  const { docker } = client;
  const note = await readNote(docker, lab);
  if (!note) {
    return { lab, services: [] };
  }
  const containers = inOrder(await containersOf(docker, lab));
  const disturbed = new Set(note.faults.map(({ service }) => service));
  // One that runs needs nothing; what had done its work before is not asked to do it again.
  const down = containers.filter(
    (container) => container.State !== 'running' && (disturbed.has(nameOf(container)) || note.up.includes(nameOf(container))),
  );
  const ids = new Map(containers.map((container) => [nameOf(container), container.Id]));
  const idOf = (name: string): string => ids.get(name) ?? containerOf({ ...lab, services: [] }, name);
  const revived = new Set<string>();
  const bringBack = async (container: ContainerSummary): Promise<void> => {
    const name = nameOf(container);
    for (const [dependency, condition] of Object.entries(conditionsOf(container))) {
      if (condition === 'service_healthy' && revived.has(dependency)) {
        await waitHealthy(docker, idOf(dependency), dependency);
      }
    }
    ids.set(name, await startAgain(client, container, log));
    if (container.State !== 'paused') {
      revived.add(name);
    }
  };
  const cutOff = note.faults.filter(({ kind }) => kind === 'disconnect').map(({ service }) => service);
  // One that stays away must not keep the others away.
  const results = await Promise.allSettled(cutOff.map(async (service) => reconnect(docker, lab, idOf(service), service)));
  for (const container of down) {
    results.push(...(await Promise.allSettled([bringBack(container)])));
  }
  await removeNote(docker, lab.session);
  rethrow(results);
  const waits = [...new Set([...disturbed, ...revived])].map(async (name) => waitUp(docker, idOf(name), name));
  rethrow(await Promise.allSettled(waits));
  return { lab: await describeLab(docker, lab.home, lab.session), services: [...revived] };
}

/** For a lab that is being stopped or started anyway: nothing stays cut off, and the note goes. */
export async function forgetFaults(docker: Docker, lab: RunningLab, own: Own): Promise<void> {
  const faults = faultsOf(own);
  if (faults) {
    const { containers } = own;
    for (const { service } of faults.filter(({ kind }) => kind === 'disconnect')) {
      const container = containers.find((each) => nameOf(each) === service);
      await (container && reconnect(docker, lab, container.Id, service));
    }
    await removeNote(docker, lab.session);
  }
}

/** Ends a service and starts it again. @throws UserError; CancelledError while waiting for it */
export async function restartService(client: Client, lab: RunningLab, service: string, log: Log, signal?: AbortSignal): Promise<Revived> {
  const { docker } = client;
  containerOf(lab, service);
  const container = (await containersOf(docker, lab)).find((each) => nameOf(each) === service);
  const id = container?.Id ?? containerOf(lab, service);
  if (container?.State === 'paused') {
    await change(docker, id, 'unpause');
  }
  await change(docker, id, 'stop', { t: politeSeconds });
  throwIfAborted(signal);
  const now = container ? await startAgain(client, { ...container, State: 'exited' }, log) : id;
  await waitUp(docker, now, service, signal);
  return { lab: await describeLab(docker, lab.home, lab.session), services: [service] };
}

function rethrow(results: PromiseSettledResult<unknown>[]): void {
  const failed = results.find((result) => result.status === 'rejected');
  if (failed) {
    throw failed.reason;
  }
}
