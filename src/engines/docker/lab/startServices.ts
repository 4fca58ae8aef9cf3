import * as l10n from '@vscode/l10n';
import type Docker from 'dockerode';
import { throwIfAborted } from '../../../common/cancellation';
import type { EngineProgress, ServiceSpec } from '../../engine';
import type { ServiceContainer } from './createService';
import { endedError, inspectContainer, waitCompleted, waitHealthy } from './health';
import { moveInnerStore, proveInnerEngine } from '../images/innerStore';
import { reown } from '../workspace/reown';
import { type DependencyCondition, dependencyConditions } from './serviceFacts';
import { together } from '../api/together';

/** A service whose container is there and not started yet. */
export interface Created extends ServiceContainer {
  spec: ServiceSpec;
  /** Container port -> port on 127.0.0.1. */
  ports: Map<number, number>;
}

export interface StartContext {
  docker: Docker;
  /** Starts one container; may make it again, then changes `item`. */
  start: (item: Created) => Promise<void>;
  onProgress: (progress: EngineProgress) => void;
  /** Fired by the first failure and by cancelling. */
  stop: AbortController;
}

/** Names of services that others wait for to end: exit code 0 is their good state. */
export function completing(services: ServiceSpec[]): Set<string> {
  const conditions = services.flatMap((spec) => [...dependencyConditions(spec)]);
  return new Set(
    conditions
      .filter(([, condition]) => condition === 'service_completed_successfully')
      .map(([name]) => name),
  );
}

async function waitFor(item: Created, condition: DependencyCondition, context: StartContext): Promise<void> {
  const { docker, onProgress, stop } = context;
  const { name } = item.spec;
  if (condition === 'service_healthy') {
    onProgress({ phase: 'healthy', message: l10n.t('Waiting until {0} is healthy', name) });
    await waitHealthy(docker, item.id, name, stop.signal);
  } else if (condition === 'service_completed_successfully') {
    onProgress({ phase: 'healthy', message: l10n.t('Waiting until {0} has done its work', name) });
    await waitCompleted(docker, item.id, name, stop.signal);
  }
}

async function startOne(item: Created, fraction: number, context: StartContext): Promise<void> {
  throwIfAborted(context.stop.signal);
  const { name, service } = item.spec;
  context.onProgress({ phase: 'starting', message: l10n.t('Starting {0}', name), fraction });
  await context.start(item);
  if (item.moved && !item.moved.homeToo && !service.read_only) {
    await reown(context.docker, item.id, item.moved.from.home, item.moved.from, item.moved.to);
  }
  if (service.engine && item.moved) {
    context.onProgress({ phase: 'setup', message: l10n.t('Preparing the images inside {0}', name) });
    await moveInnerStore(context.docker, item.id, item.moved.from, item.moved.to);
  }
  if (service.engine) {
    await proveInnerEngine(context.docker, item.id, item.spec, context.stop.signal);
  }
}

/** A main process that ends at once is noticed here; one that ends later is told by the engine's events. */
async function refuseEnded(made: Created[], context: StartContext): Promise<void> {
  const { docker, stop } = context;
  const mayEnd = completing(made.map(({ spec }) => spec));
  const watched = made.filter(({ spec }) => !spec.idle && !mayEnd.has(spec.name));
  const looks = watched.map(async ({ id, spec }) => {
    const details = await inspectContainer(docker, id, stop.signal);
    if (!details.State.Running) {
      throw await endedError(docker, spec.name, details);
    }
  });
  await together(looks, stop);
}

/**
 * Starts services, each as soon as those it waits for are as it wants them.
 * @param made in an order in which each comes after those it waits for
 * @throws UserError `service-ended`, `service-unhealthy`, `lab-invalid`; CancelledError
 */
export async function startServices(made: Created[], context: StartContext): Promise<void> {
  const started = new Map<string, Promise<void>>();
  const reached = new Map<string, Promise<void>>();
  let done = 0;
  for (const item of made) {
    const waits = [...dependencyConditions(item.spec)].map(([name, condition]) => {
      const key = `${name} ${condition}`;
      const dependency = made.find(({ spec }) => spec.name === name);
      const wait =
        reached.get(key) ??
        started.get(name)?.then(() => dependency && waitFor(dependency, condition, context));
      reached.set(key, wait ?? Promise.resolve());
      return wait ?? Promise.resolve();
    });
    const start = together(waits, context.stop).then(async () => {
      await startOne(item, done / made.length, context);
      done++;
    });
    started.set(item.spec.name, start);
  }
  await together([...started.values()], context.stop);
  await refuseEnded(made, context);
}
