import { findCircles } from './circles';
import { unisolatedServices } from './isolation';
import type { LabDefinition } from './lab';
import { nearest } from './nearest';
import { additionOf } from './schemaProblems';
import type { Service } from './service';
import type { YamlDocument } from './yamlDocument';
import type { YamlPath } from './yamlNodes';

/** Services that contradict themselves or each other: no image, ports twice, dependencies that lead nowhere or in a circle. */
export function checkServices(document: YamlDocument, definition: LabDefinition): void {
  const services = new Map(Object.entries(definition.services));
  for (const [name, service] of services) {
    const path = ['services', name];
    checkImage(document, service, path);
    checkPorts(document, service, path);
    if (service.engine && (service.command !== undefined || service.entrypoint !== undefined)) {
      const key = service.command !== undefined ? 'command' : 'entrypoint';
      document.report([...path, key], 'key', 'engine-command', `A service with \`engine: true\` cannot have a \`${key}\` of its own: the engine is started with it. Start yours in \`setup\`.`);
    }
    for (const { on, place, part } of dependencies(service, path)) {
      const health = services.get(on)?.healthcheck;
      if (conditionOf(service, on) === 'service_healthy' && (health?.disable || health?.test?.[0] === 'NONE')) {
        document.report(place, part, 'never-healthy', `\`${on}\` has no healthcheck, so it never becomes healthy. Give it one, or wait for \`service_started\`.`);
      }
      const meant = services.has(on) ? undefined : nearest(on, services.keys());
      if (!services.has(on)) {
        const fix = meant ? { title: `Change to ${meant}`, newText: meant } : undefined;
        document.report(place, part, 'unknown-service', `There is no service \`${on}\` in this lab.${meant ? ` Did you mean \`${meant}\`?` : ''}`, { fix });
      }
    }
  }
  for (const name of unisolatedServices(definition)) {
    const message = `Checks run in \`${name}\`, where the learner is root: nothing is hidden from them there, and they can make any check pass. Give the service another \`user\`, or run its checks elsewhere.`;
    document.report(['services', name, 'user'], 'value', 'unisolated', message, { severity: 'warning' });
  }
  for (const circle of circles(services)) {
    const [first = '', second = first] = circle;
    const place = dependencies(services.get(first), ['services', first]).find((each) => each.on === second);
    const text = [...circle, first].join(' -> ');
    document.report(place?.place ?? ['services', first], place?.part ?? 'key', 'cycle', `These services wait for each other: ${text}. Remove one of the dependencies.`);
  }
}

function checkImage(document: YamlDocument, service: Service, path: YamlPath): void {
  if (service.image === undefined && service.build === undefined) {
    const fix = additionOf(document, path, 'image', 'debian:bookworm-slim');
    document.report(path, 'key', 'missing-key', 'A service needs `image` (by name) or `build` (a folder of this lab).', { fix });
  } else if (service.image !== undefined && service.build !== undefined) {
    document.report([...path, 'image'], 'key', 'one-of', '`image` cannot stand beside `build`. Keep one of them.');
  }
}

function checkPorts(document: YamlDocument, service: Service, path: YamlPath): void {
  service.ports.forEach((port, index) => {
    if (service.ports.indexOf(port) < index) {
      document.report([...path, 'ports', index], 'value', 'duplicate-value', `Port ${port} is already in the list.`);
    }
  });
}

interface Dependency {
  on: string;
  place: YamlPath;
  part: 'key' | 'value';
}

function dependencies(service: Service | undefined, path: YamlPath): Dependency[] {
  const list = service?.depends_on;
  if (list === undefined) {
    return [];
  }
  return Array.isArray(list)
    ? list.map((on, index) => ({ on, place: [...path, 'depends_on', index], part: 'value' }))
    : Object.keys(list).map((on) => ({ on, place: [...path, 'depends_on', on], part: 'key' }));
}

function conditionOf({ depends_on: list }: Service, on: string): string {
  return Array.isArray(list) ? 'service_started' : (list?.[on]?.condition ?? 'service_started');
}

function circles(services: ReadonlyMap<string, Service>): string[][] {
  return findCircles([...services.keys()], (name) => dependencies(services.get(name), []).map((each) => each.on));
}
