import { createServer, type Server } from 'node:net';
import * as l10n from '@vscode/l10n';
import type { CatalogInfo } from '../../curriculum/catalog';
import type { Lab } from '../../curriculum/lab';
import { parseSize } from '../../curriculum/units';
import type { Engine, EngineResources, ImageSource } from '../../engines/engine';
import { imageNeeds } from '../start/spec';
import type { Finding } from './finding';

const gigabyte = 1e9;
/** Beside their images, labs write logs, volumes and layers of their own (bytes). */
const spareBytes = 1 * gigabyte;
/** What a service may take that says nothing about it. */
const usualProcessors = 2;

/** Whether a class can do these labs here: what is to be built or pulled first, and whether there is room for it. */
export async function classFindings(engine: Engine, labs: readonly Lab[], catalogs: readonly Pick<CatalogInfo, 'id' | 'images'>[], signal?: AbortSignal): Promise<Finding[]> {
  const status = await engine.probe(signal);
  if (!status.usable) {
    return [];
  }
  const images = await imageFindings(engine, labs, catalogs, signal);
  const resources = await engine.resources(signal);
  return [...room(resources, images), ...processors(resources, labs), ...(await ports(status.endpoint, labs)), ...images];
}

async function imageFindings(engine: Engine, labs: readonly Lab[], catalogs: readonly Pick<CatalogInfo, 'id' | 'images'>[], signal?: AbortSignal): Promise<Finding[]> {
  const needed = new Map<string, { source: ImageSource; lab: Lab; labs: number }>();
  for (const lab of labs) {
    for (const source of imageNeeds(lab, lab.folder).sources) {
      const key = JSON.stringify(source);
      const known = needed.get(key);
      needed.set(key, { source, lab, labs: (known?.labs ?? 0) + 1 });
    }
  }
  const all = [...needed.values()];
  const plans = await engine.planImages(all.map(({ source }) => source), signal);
  const facts = await engine.describeImages(plans.map(({ reference }) => reference), signal);
  return all.map(({ source, lab, labs: count }, index): Finding => {
    const name = source.kind === 'build' ? source.name : source.reference;
    const about = { id: `image:${name}`, what: l10n.t('Image {0}', name) };
    const found = facts[index];
    if (plans[index]?.ready && found) {
      return { ...about, severity: 'good', message: l10n.t('is there, {0} MB', megabytes(found.bytes)), bytes: found.bytes, minutes: 0 };
    }
    const cost = catalogs.find(({ id }) => id === lab.catalog)?.images[name.replace(/^ai-labs\//, '')];
    const bytes = cost && parseSize(cost.size);
    const how = source.kind === 'build'
      ? (count === 1 ? l10n.t('has to be built for 1 lab') : l10n.t('has to be built for {0} labs', count))
      : (count === 1 ? l10n.t('has to be downloaded for 1 lab') : l10n.t('has to be downloaded for {0} labs', count));
    return {
      ...about, severity: 'warning', cause: 'image-missing', bytes, minutes: cost?.minutes,
      message: cost && bytes !== undefined ? l10n.t('{0}: about {1} min, {2} MB', how, cost.minutes, megabytes(bytes)) : l10n.t('{0}: how long that takes is not known', how),
      action: { label: l10n.t('Prepare Images'), text: l10n.t('Get it now with `ai-labs prefetch`, or load a bundle that has it.'), command: 'aiLabs.prefetch' },
    };
  });
}

/** Sizes are those of whole images, so what they share is counted more than once: it is enough for sure. */
function room({ freeBytes }: EngineResources, images: readonly Finding[]): Finding[] {
  const missing = images.filter(({ severity }) => severity !== 'good');
  const needed = missing.reduce((sum, { bytes = 0 }) => sum + bytes, spareBytes);
  const about = { id: 'class-disk', what: l10n.t('Disk for these labs') };
  const unknown = missing.filter(({ bytes }) => bytes === undefined).length;
  const need = unknown > 0 ? l10n.t('at least {0} GB are needed', gigabytes(needed)) : l10n.t('at most {0} GB are needed', gigabytes(needed));
  if (freeBytes === undefined) {
    return [{
      ...about, severity: 'warning', cause: 'disk-unknown', message: l10n.t('{0}; the engine does not say how much is free', need),
      action: { label: l10n.t('Show How'), text: l10n.t('See on the engine’s machine that there is as much (`docker system df`, `df -h`).'), command: 'https://docs.docker.com/reference/cli/docker/system/df/' },
    }];
  }
  const message = l10n.t('{0}, {1} GB are free', need, gigabytes(freeBytes));
  return [freeBytes >= needed ? { ...about, severity: 'good', message } : {
    ...about, severity: 'error', cause: 'disk-low', message,
    action: { label: l10n.t('Clean Up'), text: l10n.t('Remove what is not needed with Clean Up (`ai-labs clean`), then `docker system prune`.'), command: 'aiLabs.cleanUp' },
  }];
}

function processors({ processors: has }: EngineResources, labs: readonly Lab[]): Finding[] {
  const most = Math.max(usualProcessors, ...labs.flatMap(({ definition }) => Object.values(definition.services).map(({ cpus }) => cpus ?? 0)));
  const about = { id: 'processors', what: l10n.t('Processors of the engine') };
  if (has === undefined) {
    return [];
  }
  return [has >= most ? { ...about, severity: 'good', message: String(has) } : {
    ...about, severity: 'warning', cause: 'processors-few', message: l10n.t('{0}, and a service may take {1}: labs will be slow', has, most),
    action: { label: l10n.t('Show How'), text: l10n.t('Give the engine more processors (Docker Desktop: Settings, Resources).'), command: 'https://docs.docker.com/desktop/settings-and-maintenance/settings/#resources' },
  }];
}

/** Labs take whatever ports are free on loopback; there have to be as many as the largest publishes. */
async function ports(endpoint: string, labs: readonly Lab[]): Promise<Finding[]> {
  const most = Math.max(0, ...labs.map(({ definition }) => Object.values(definition.services).reduce((sum, service) => sum + (service.hidden ? 0 : service.ports.length), 0)));
  const about = { id: 'ports', what: l10n.t('Ports of labs') };
  if (most === 0) {
    return [];
  }
  if (!/^(unix|npipe):/.test(endpoint)) {
    return [{
      ...about, severity: 'warning', cause: 'engine-remote', message: l10n.t('the engine is on another machine ({0}): a lab’s ports are reached there, not here', endpoint),
      action: { label: l10n.t('Choose Engine'), text: l10n.t('Use an engine on this machine, or forward the ports (`ssh -L`).'), command: 'aiLabs.chooseContext' },
    }];
  }
  const free = await freePorts(most);
  return [free >= most ? { ...about, severity: 'good', message: l10n.t('up to {0} at a time, on 127.0.0.1', most) } : {
    ...about, severity: 'error', cause: 'ports-taken', message: l10n.t('a lab needs {0} on 127.0.0.1, and {1} could be had', most, free),
    action: { label: l10n.t('Try Again'), text: l10n.t('End programs that keep many connections open, then look again.'), command: 'aiLabs.checkClass' },
  }];
}

/** How many of so many ports can be listened at on loopback, all at the same time. */
async function freePorts(many: number): Promise<number> {
  const servers: Server[] = [];
  try {
    while (servers.length < many) {
      const server = createServer();
      await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
      servers.push(server);
    }
  } catch {
    // The system's reason is of no help: how many there were is.
    return servers.length;
  } finally {
    servers.forEach((server) => server.close());
  }
  return servers.length;
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(0);
}

function gigabytes(bytes: number): string {
  return (bytes / gigabyte).toFixed(1);
}
