import { throwIfAborted } from '../../common/cancellation';
import { CancelledError, messageOf } from '../../common/errors';
import type { Log } from '../../common/log';
import type { EngineProgress, LabSpec, RunningLab, RunningService, ServiceSpec } from '../engine';
import type { Client } from './client';
import { dependencyConditions, needsNetwork, serviceVolumes } from './containerConfig';
import { createService, type ServiceContainer } from './createService';
import { changeTimeoutMs, within } from './deadline';
import { asking, statusOf, toUserError } from './errors';
import { endedError, inspectContainer, waitCompleted, waitHealthy } from './health';
import { label, labLabels, names } from './labels';
import { createNetwork, createVolume } from './network';
import { moveInnerStore } from './innerStore';
import { choosePorts } from './ports';
import { removeSession } from './remove';
import { callApi } from './request';
import { startOrder } from './startOrder';
import type { KnownFacts } from './facts';

interface Created extends ServiceContainer {
  spec: ServiceSpec;
  ports: Map<number, number>;
}

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
  private started = 0;

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
      throw signal?.aborted ? new CancelledError() : toUserError(error, 'start the lab');
    } finally {
      signal?.removeEventListener('abort', onAbort);
    }
  }

  private async attempt(): Promise<RunningLab> {
    const order = startOrder(this.spec.services);
    this.onProgress({ phase: 'containers', message: 'Creating containers' });
    await this.createVolumes();
    throwIfAborted(this.stop.signal);
    const network = needsNetwork(this.spec)
      ? within(changeTimeoutMs, 'create a network', createNetwork(this.client.docker, this.spec, this.labels))
      : Promise.resolve();
    network.catch(() => undefined);
    if (this.client.podman) {
      await asking('create a network', network);
    }
    const made = await this.all(order.map((spec) => this.createService(spec, network)));
    await asking('create a network', network);
    await this.startAll(made);
    await this.refuseEnded(made);
    throwIfAborted(this.stop.signal);
    return this.describe(made);
  }

  /** Like Promise.all, but settles only when everything has, so that nothing is still being made during clean-up. */
  private async all<T>(work: Promise<T>[]): Promise<T[]> {
    let first: { error: unknown } | undefined;
    const results = await Promise.allSettled(
      work.map((item) =>
        item.catch((error: unknown) => {
          // What the others then fail with is only that they were stopped.
          first ??= { error };
          this.stop.abort();
          throw error;
        }),
      ),
    );
    if (first) {
      throw first.error;
    }
    return results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  }

  private async createVolumes(): Promise<void> {
    const volumes = new Set(
      this.spec.services.flatMap((service) => serviceVolumes(service).map(({ name }) => name)),
    );
    const work = [...volumes].map((name) =>
      createVolume(this.client.docker, names.volume(this.spec.session, name), this.labels),
    );
    await within(changeTimeoutMs, 'create volumes', asking('create volumes', this.all(work)));
  }

  private async createService(spec: ServiceSpec, network: Promise<unknown>): Promise<Created> {
    const ports = await choosePorts(spec.ports, this.takenPorts);
    const container = await createService(
      this.client.docker,
      this.facts,
      this.spec,
      spec,
      this.labels,
      ports,
      network,
      this.stop.signal,
    );
    return { spec, ports, ...container };
  }

  private async startAll(made: Created[]): Promise<void> {
    const running = new Map<string, Promise<void>>();
    const byName = new Map(made.map((item) => [item.spec.name, item]));
    const total = made.length;
    // `made` is in start order, so everything a service waits for is in the map before it.
    for (const item of made) {
      const waits = [...dependencyConditions(item.spec)].map(async ([name, condition]) => {
        await running.get(name);
        const dependency = byName.get(name);
        if (dependency && condition !== 'service_started') {
          await this.await(dependency, condition);
        }
      });
      running.set(item.spec.name, this.startAfter(item, waits, total));
    }
    await this.all([...running.values()]);
  }

  private async startAfter(item: Created, waits: Promise<void>[], total: number): Promise<void> {
    await this.all(waits);
    throwIfAborted(this.stop.signal);
    this.onProgress({
      phase: 'starting',
      message: `Starting ${item.spec.name}`,
      fraction: this.started / total,
    });
    await this.start(item);
    if (item.spec.service.engine && item.moved) {
      this.onProgress({ phase: 'setup', message: `Preparing the images inside ${item.spec.name}` });
      await moveInnerStore(this.client.docker, item.id, item.moved.from, item.moved.to);
    }
    this.started++;
  }

  private async await(
    item: Created,
    condition: 'service_healthy' | 'service_completed_successfully',
  ): Promise<void> {
    const { docker } = this.client;
    const { name } = item.spec;
    if (condition === 'service_healthy') {
      this.onProgress({ phase: 'healthy', message: `Waiting until ${name} is healthy` });
      await waitHealthy(docker, item.id, name, this.stop.signal);
    } else {
      this.onProgress({ phase: 'healthy', message: `Waiting until ${name} has done its work` });
      await waitCompleted(docker, item.id, name, this.stop.signal);
    }
  }

  /** Somebody may have taken a port since it was chosen: then the container is made again, with other ports. */
  private async start(item: Created): Promise<void> {
    const { docker } = this.client;
    const doing = `start the service "${item.spec.name}"`;
    for (let attempt = 1; ; attempt++) {
      try {
        await within(
          changeTimeoutMs,
          doing,
          callApi(docker, { method: 'POST', path: `/containers/${item.id}/start` }),
        );
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

  /** A main process that ends at once is noticed here; one that ends later is told by `watch`. */
  private async refuseEnded(made: Created[]): Promise<void> {
    const { docker } = this.client;
    const awaited = new Set(
      this.spec.services.flatMap((spec) =>
        [...dependencyConditions(spec)].flatMap(([name, condition]) =>
          condition === 'service_completed_successfully' ? [name] : [],
        ),
      ),
    );
    const watched = made.filter(({ spec }) => !spec.idle && !awaited.has(spec.name));
    await this.all(
      watched.map(async ({ id, spec }) => {
        const details = await inspectContainer(docker, id, this.stop.signal);
        if (!details.State.Running) {
          throw await endedError(docker, spec.name, details);
        }
      }),
    );
  }

  private describe(made: Created[]): RunningLab {
    const services = this.spec.services.flatMap((spec): RunningService[] => {
      const item = made.find((other) => other.spec.name === spec.name);
      const ports = [...(item?.ports ?? [])].map(([container, host]) => ({ container, host }));
      return item ? [{ name: spec.name, container: item.id, state: 'running', ports }] : [];
    });
    const { lab, session, home, labels } = this.spec;
    // Whole, but not marked so: that is the caller's word, when its set-up has run.
    return { lab, session, home, labels, createdAt: this.createdAt, state: 'running', services };
  }

  private async cleanUp(): Promise<void> {
    try {
      await removeSession(this.client.docker, this.spec.home, this.spec.session);
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
  const labels = {
    [label.home]: lab.home,
    [label.lab]: lab.lab,
    [label.session]: lab.session,
    [label.services]: lab.services.map(({ name }) => name).join(','),
    [label.created]: lab.createdAt,
    [label.marker]: 'ready',
  };
  await asking('mark the lab as ready', createVolume(client.docker, names.marker(lab.session), labels));
}
