import * as l10n from '@vscode/l10n';
import type Docker from 'dockerode';
import type { RunningLab, RunningService } from '../../engine';
import { faultsOf } from '../faults/faultsNote';
import { asking, unlessGone } from '../api/errors';
import { extraLabels, label } from '../labels';
import { listOwn, listSeen, type Own } from '../own';
import { isCutOff } from '../network/rejoin';
import { callApi } from '../api/request';
import { containerSchema, type ContainerSummary } from '../api/wire';

const states: Record<string, RunningService['state']> = {
  created: 'created',
  configured: 'created',
  initialized: 'created',
  running: 'running',
  restarting: 'running',
  paused: 'paused',
};

/** Exit code of a stopped container, which lists do not carry, and its host ports; undefined where it has gone since. */
async function details(
  docker: Docker,
  container: ContainerSummary,
): Promise<Pick<RunningService, 'exitCode' | 'ports' | 'outOfMemory'> | undefined> {
  const answer = await unlessGone(
    callApi(docker, { method: 'GET', path: `/containers/${container.Id}/json` }),
  );
  if (answer === undefined) {
    return undefined;
  }
  const { State, HostConfig } = containerSchema.parse(answer);
  const ports = Object.entries(HostConfig.PortBindings).map(([port, bindings]) => ({
    container: parseInt(port, 10),
    host: Number(bindings?.[0]?.HostPort ?? 0),
  }));
  return { exitCode: State.ExitCode, ports, ...(State.OOMKilled ? { outOfMemory: true } : {}) };
}

async function describe(docker: Docker, container: ContainerSummary): Promise<RunningService | undefined> {
  const state = states[container.State] ?? 'exited';
  const service = { name: container.Labels[label.service] ?? '', container: container.Id, state };
  if (state === 'running' || state === 'paused') {
    const ports = new Map(
      container.Ports.flatMap((port) => (port.PublicPort ? [[port.PrivatePort, port.PublicPort]] : [])),
    );
    return { ...service, ports: [...ports].map(([inside, host]) => ({ container: inside, host })) };
  }
  const known = await details(docker, container);
  if (!known || state === 'exited') {
    return known && { ...service, ...known };
  }
  return { ...service, ports: known.ports };
}

/** Whether a service is as it should be in a lab that is up. */
function isGood(service: RunningService, container: ContainerSummary | undefined): boolean {
  const completes = container?.Labels[label.completes] === 'true';
  return (
    ((service.state === 'running' || service.state === 'paused') && !(container && isCutOff(container))) ||
    (completes && service.state === 'exited' && service.exitCode === 0)
  );
}

function stateOf(
  services: RunningService[],
  own: Own,
  expected: string[],
  ready: boolean,
  disturbed: boolean,
): RunningLab['state'] {
  const whole =
    ready &&
    expected.length > 0 &&
    expected.every((name) => services.some((service) => service.name === name));
  if (!whole) {
    return 'partial';
  }
  const containerOf = (service: RunningService): ContainerSummary | undefined =>
    own.containers.find(({ Id }) => Id === service.container);
  if (services.every((service) => isGood(service, containerOf(service)))) {
    return 'running';
  }
  if (services.every((service) => service.state === 'exited' || service.state === 'created')) {
    return 'stopped';
  }
  // What a check takes down on purpose is not down, nor what falls with it.
  return disturbed ? 'running' : 'partial';
}

/** Whatever of a session exists carries the same labels, so any of it tells about the lab. */
async function describeSession(docker: Docker, session: string, own: Own): Promise<RunningLab> {
  const labels = [...own.containers, ...own.helpers, ...own.networks, ...own.volumes, ...own.images][0]?.Labels ?? {};
  const expected = (labels[label.services] ?? '').split(',').filter(Boolean);
  const described = await Promise.all(own.containers.map((container) => describe(docker, container)));
  const services = described.filter((service) => service !== undefined);
  services.sort((a, b) => expected.indexOf(a.name) - expected.indexOf(b.name));
  const ready = own.volumes.some((volume) => volume.Labels[label.marker] === 'ready');
  const faults = faultsOf(own);
  return {
    lab: labels[label.lab] ?? '',
    session,
    home: labels[label.home] ?? '',
    labels: extraLabels(labels),
    createdAt: labels[label.created] ?? '',
    state: stateOf(services, own, expected, ready, faults !== undefined),
    services,
    ...(faults ? { faults } : {}),
  };
}

/** The labs of a home, decided by labels alone; oldest first. A lab of which only a volume is left is found too. */
export async function findLabs(docker: Docker, home: string, signal?: AbortSignal): Promise<RunningLab[]> {
  const all = await asking(l10n.t('list the running labs'), listOwn(docker, home, undefined, signal));
  const everything = [...all.containers, ...all.helpers, ...all.networks, ...all.volumes, ...all.images];
  const sessions = new Set(everything.map(({ Labels }) => Labels[label.session] ?? ''));
  sessions.delete('');
  const of = <T extends { Labels: Record<string, string> }>(items: T[], session: string): T[] =>
    items.filter(({ Labels }) => Labels[label.session] === session);
  const labs = await Promise.all(
    [...sessions].map((session) =>
      describeSession(docker, session, {
        containers: of(all.containers, session),
        helpers: of(all.helpers, session),
        networks: of(all.networks, session),
        volumes: of(all.volumes, session),
        images: of(all.images, session),
      }),
    ),
  );
  return labs.sort((a, b) => a.createdAt.localeCompare(b.createdAt));
}

/** One lab, as it is now. */
export async function describeLab(docker: Docker, home: string, session: string): Promise<RunningLab> {
  return describeSession(docker, session, await asking(l10n.t('describe the lab'), listSeen(docker, home, session)));
}
