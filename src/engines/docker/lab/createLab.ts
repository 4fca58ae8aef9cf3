import * as l10n from '@vscode/l10n';
import { throwIfAborted } from '../../../common/cancellation';
import { CancelledError, messageOf } from '../../../common/errors';
import type { Log } from '../../../common/log';
import type { EngineProgress, LabSpec, RunningLab, RunningService, ServiceSpec } from '../../engine';
import type { Client } from '../connect/client';
import { createService } from './createService';
import { changeTimeoutMs, cleanUpMs, within } from '../api/deadline';
import { asking, statusOf, toUserError } from '../api/errors';
import type { KnownFacts } from '../connect/facts';
import { labLabels, markerLabels, names } from '../labels';
import { createNetwork, createVolume } from '../network/network';
import { fillWorkspace } from '../workspace/streamed';
import { needsNetwork } from '../network/networkConfig';
import { choosePorts } from '../network/ports';
import { removeSession } from './remove';
import { callApi } from '../api/request';
import { serviceVolumes } from './serviceFacts';
import { startOrder } from './startOrder';
import { completing, type Created, startServices } from './startServices';
import { together } from '../api/together';

/**
 * One creation of a lab. Requests that change something are never aborted, because nobody knows then whether they
 * took effect: cancelling lets those under way end, and removes what they made.
 */
class LabCreation {
  private readonly labels: Record<string, string>;
  private readonly createdAt = new Date().toISOString();
  private readonly takenPorts = new Set<number>();
  /** Fires when the caller cancels, and when one service fails while others are still starting. */
  private readonly stop = new AbortController();

  constructor(
    private readonly client: Client,
    private readonly facts: KnownFacts,
    private readonly spec: LabSpec,
    private readonly onProgress: (progress: EngineProgress) => void,
    private readonly log: Log,
  ) {
    this.labels = labLabels(spec, this.createdAt);
  }

  async run(signal?: AbortSignal): Promise<RunningLab> {
    throwIfAborted(signal);
    const onAbort = (): void => this.stop.abort();
    signal?.addEventListener('abort', onAbort, { once: true });
    try {
      return await this.attempt();
    } catch (error) {
      this.stop.abort();
      await this.cleanUp();
      throw signal?.aborted ? new CancelledError() : toUserError(error, l10n.t('start the lab'));
    } finally {
      signal?.removeEventListener('abort', onAbort);
    }
  }

  private async attempt(): Promise<RunningLab> {
    const order = startOrder(this.spec.services);
    this.onProgress({ phase: 'containers', message: l10n.t('Creating containers') });
    await this.createVolumes();
    throwIfAborted(this.stop.signal);
    await fillWorkspace(this.client, this.facts, this.spec, this.labels);
    throwIfAborted(this.stop.signal);
    const network = this.createNetwork();
    if (this.client.podman) {
      await network;
    }
    const services = together(
      order.map((spec) => this.createService(spec, network)),
      this.stop,
    );
    await together<unknown>([network, services], this.stop);
    const made = await services;
    const { docker } = this.client;
    await startServices(made, {
      docker,
      start: (item) => this.start(item),
      onProgress: this.onProgress,
      stop: this.stop,
    });
    throwIfAborted(this.stop.signal);
    return this.describe(made);
  }

  private async createNetwork(): Promise<void> {
    if (needsNetwork(this.spec)) {
      const doing = l10n.t('create a network');
      const { session, internet, services } = this.spec;
      const wish = { session, internet, publishes: services.some(({ ports }) => ports.length > 0) };
      await asking(doing, this.change(doing, createNetwork(this.client, wish, this.labels)));
    }
  }

  /** Awaits something that changes the engine; patience is short once nobody wants the lab any more. */
  private change<T>(doing: string, work: Promise<T>): Promise<T> {
    return within(changeTimeoutMs, doing, work, this.stop.signal);
  }

  private async createVolumes(): Promise<void> {
    const volumes = new Set(
      this.spec.services.flatMap((service) => serviceVolumes(service).map(({ name }) => name)),
    );
    const work = [...volumes].map((name) =>
      createVolume(this.client.docker, names.volume(this.spec.session, name), this.labels),
    );
    await this.change(l10n.t('create volumes'), asking(l10n.t('create volumes'), together(work, this.stop)));
  }

  private async createService(spec: ServiceSpec, network: Promise<unknown>): Promise<Created> {
    const ports = await choosePorts(spec.ports, this.takenPorts);
    const { spec: lab, labels, stop } = this;
    const { docker, podman } = this.client;
    const context = { docker, podman, lab, labels, network, signal: stop.signal };
    const container = await createService(context, this.facts, spec, ports);
    return { spec, ports, ...container };
  }

  /** Somebody may have taken a port since it was chosen: then the container is made again, with other ports. */
  private async start(item: Created): Promise<void> {
    const { docker } = this.client;
    const doing = l10n.t('start the service "{0}"', item.spec.name);
    for (let attempt = 1; ; attempt++) {
      try {
        await this.change(doing, callApi(docker, { method: 'POST', path: `/containers/${item.id}/start` }));
        return;
      } catch (error) {
        if (statusOf(error) !== 500 || item.ports.size === 0 || attempt === 3) {
          throw toUserError(error, doing);
        }
        this.log.debug(`Trying other ports for ${item.spec.name}: ${messageOf(error)}`);
        await asking(
          doing,
          callApi(docker, {
            method: 'DELETE',
            path: `/containers/${item.id}`,
            query: { force: true, v: true },
          }),
        );
        throwIfAborted(this.stop.signal);
        const spec = { ...item.spec, ports: item.spec.ports.map(({ container }) => ({ container })) };
        Object.assign(item, await this.createService(spec, Promise.resolve()));
      }
    }
  }

  private describe(made: Created[]): RunningLab {
    const ended = completing(this.spec.services);
    const services = this.spec.services.flatMap((spec): RunningService[] => {
      const item = made.find((other) => other.spec.name === spec.name);
      const ports = [...(item?.ports ?? [])].map(([container, host]) => ({ container, host }));
      const state = ended.has(spec.name)
        ? { state: 'exited' as const, exitCode: 0 }
        : { state: 'running' as const };
      return item ? [{ name: spec.name, container: item.id, ports, ...state }] : [];
    });
    const { lab, session, home, labels } = this.spec;
    // Whole, but not marked so: that is the caller's word, when its set-up has run.
    return { lab, session, home, labels, createdAt: this.createdAt, state: 'running', services };
  }

  private async cleanUp(): Promise<void> {
    try {
      await removeSession(this.client.docker, this.spec.home, this.spec.session, cleanUpMs);
    } catch (error) {
      // The cause of the failure is what the caller must hear; what is left is found as half-made later.
      this.log.error(`Could not remove what was made of ${this.spec.lab}: ${messageOf(error)}`);
    }
  }
}

/**
 * Creates a lab: all of its services or none of them.
 * @throws UserError, after everything that was made is gone again; CancelledError likewise
 */
export async function createLab(
  client: Client,
  facts: KnownFacts,
  spec: LabSpec,
  onProgress: (progress: EngineProgress) => void,
  log: Log,
  signal?: AbortSignal,
): Promise<RunningLab> {
  return new LabCreation(client, facts, spec, onProgress, log).run(signal);
}

/** Says that a lab is whole, by an empty volume with a label: a container's own labels can't change. */
export async function markReady(client: Client, lab: RunningLab): Promise<void> {
  await asking(l10n.t('mark the lab as ready'), createVolume(client.docker, names.marker(lab.session), markerLabels(lab, 'ready')));
}
