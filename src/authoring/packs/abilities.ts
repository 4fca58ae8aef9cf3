import { unisolatedServices } from '../../curriculum/isolation';
import type { Lab } from '../../curriculum/lab';

/** What the labs of a pack may do on this machine, a sentence each, in an order that does not change with their number. */
export function abilitiesOf(labs: readonly Lab[]): string[] {
  const services = labs.flatMap(({ definition }) => Object.values(definition.services));
  const with_ = (what: (lab: Lab) => boolean): string => named(labs.filter(what).map(({ id }) => id));
  const pulled = unique(services.flatMap(({ image }) => (image === undefined || image.startsWith('ai-labs/') ? [] : [image])));
  const builds = services.some(({ image, build }) => build !== undefined || image?.startsWith('ai-labs/'));
  const ports = unique(services.flatMap((service) => (service.hidden ? [] : service.ports.map(String))));
  const [internet, engine, root] = [
    with_(({ definition }) => definition.internet),
    with_(({ definition }) => Object.values(definition.services).some((service) => service.engine)),
    with_(({ definition }) => unisolatedServices(definition).length > 0),
  ];
  return [
    'Run its scripts in containers that see the folder of their lab.',
    ...(builds ? ['Build images from its own files, for which programs of its choice run in containers with internet.'] : []),
    ...(pulled.length > 0 ? [`Start containers from images of others: ${pulled.join(', ')}.`] : []),
    ...(ports.length > 0 ? [`Open ports of these services on this machine (127.0.0.1): ${ports.join(', ')}.`] : []),
    ...(internet ? [`Reach the internet while a lab runs: ${internet}.`] : []),
    ...(engine ? [`Run a container engine inside a lab, for which its container gives up two walls: ${engine}.`] : []),
    ...(root ? [`Give you root rights in a lab's container: ${root}.`] : []),
  ];
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}

function named(ids: readonly string[]): string {
  return [...ids].sort().join(', ');
}
