import { isAbsolute, join } from 'node:path';
import * as l10n from '@vscode/l10n';
import { UserError } from '../../common/errors';
import { type Lab, type LabDefinition, terminalService, workspaceMode } from '../../curriculum/lab';
import type { Service } from '../../curriculum/service';
import { readLabFile, serviceOf } from './labFiles';
import type { FolderEntry, ImageSource, LabSpec, ResolvedImage, ServiceSpec } from '../../engines/engine';

/** Prefix of images that are built from a catalog's own `images/` folder and never pulled. */
const ownImages = 'ai-labs/';

/** Which image each service runs, and what must be prepared for it: `sources[of[service]]`. */
export interface ImageNeeds {
  sources: ImageSource[];
  of: Record<string, number>;
}

/** The images of a lab, each named once. `folder` is where the lab's files are read from, absolute. */
export function imageNeeds(lab: Lab, folder: string): ImageNeeds {
  const services = Object.entries(lab.definition.services);
  const needs: ImageNeeds = { sources: [], of: {} };
  const places = new Map<string, number>();
  const builds = new Set(services.filter(([, service]) => service.build).map(([, service]) => JSON.stringify(service.build)));
  for (const [name, service] of services) {
    const source = imageSource(lab, folder, name, service, builds.size > 1);
    const key = JSON.stringify({ ...source, name: source.kind === 'build' && service.build ? JSON.stringify(service.build) : '' });
    let place = places.get(key);
    if (place === undefined) {
      place = needs.sources.push(source) - 1;
      places.set(key, place);
    }
    needs.of[name] = place;
  }
  return needs;
}

function imageSource(lab: Lab, folder: string, name: string, service: Service, several: boolean): ImageSource {
  if (service.build !== undefined) {
    const build = typeof service.build === 'string' ? { context: service.build } : service.build;
    return {
      kind: 'build',
      name: `${ownImages}lab-${lab.id}${several ? `-${name}` : ''}`,
      context: join(folder, build.context),
      dockerfile: build.dockerfile ?? 'Dockerfile',
      args: build.args ?? {},
      target: build.target,
      images: lab.images,
    };
  }
  if (service.image?.startsWith(ownImages)) {
    return {
      kind: 'build',
      name: service.image,
      context: join(lab.images, service.image.slice(ownImages.length)),
      dockerfile: 'Dockerfile',
      args: {},
      images: lab.images,
    };
  }
  if (service.image) {
    return { kind: 'pull', reference: service.image };
  }
  throw new UserError(l10n.t('The service "{0}" of the lab {1} says neither which image it runs nor how to build one.', name, lab.id), {
    code: 'lab-invalid',
    action: { label: l10n.t('Correct the Lab'), text: l10n.t('Give the service "{0}" an image in lab.yaml.', name) },
  });
}

/** The learner's user in each service: what the lab says, else the image's, else root. */
export function learnerUsers(definition: LabDefinition, image: (service: string) => ResolvedImage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(definition.services).map(([name, service]) => [name, service.user ?? (image(name).user || 'root')]),
  );
}

export interface SpecOptions {
  session: string;
  home: string;
  /** The learner's folder, absolute. */
  folder: string;
  /** Whose files these are; undefined where the engine translates by itself. */
  owner?: { uid: number; gid: number };
  /** Service -> container port -> host port of last time. */
  ports: Readonly<Record<string, Readonly<Record<string, number>>>>;
  inputs: Readonly<Record<string, string>>;
  labels: Record<string, string>;
  image: (service: string) => ResolvedImage;
  /** Set where the engine does not see the folder: what is in it. */
  files?: () => Promise<FolderEntry[]>;
}

/** What the engine is asked to create. Pure. */
export function labSpec(lab: Lab, options: SpecOptions): LabSpec {
  const { definition } = lab;
  return {
    lab: lab.identity,
    session: options.session,
    home: options.home,
    internet: definition.internet,
    services: Object.entries(definition.services).map(([name, service]) => serviceSpec(lab, name, service, options)),
    labels: options.labels,
  };
}

function serviceSpec(lab: Lab, name: string, service: Service, options: SpecOptions): ServiceSpec {
  const { definition } = lab;
  const image = options.image(name);
  const mode = workspaceMode(definition, name);
  const terminal = name === terminalService(definition);
  const says = service.command !== undefined || service.entrypoint !== undefined;
  const idle = !says && (terminal || !image.hasCommand);
  const files = definition.files.filter((file) => serviceOf(lab, file) === name);
  return {
    name,
    service,
    image,
    // The terminal's service is there to be worked in; another one without anything to run can only be, too.
    idle,
    environment: inputEnvironment(options.inputs),
    // Nothing runs in an idle one before they are uploaded.
    ...(idle || files.length === 0 ? {} : { files: () => Promise.all(files.map((file) => readLabFile(lab, file))) }),
    workingDir: service.working_dir ?? (mode === 'none' ? undefined : definition.workspace),
    ports: service.hidden
      ? []
      : service.ports.map((container) => ({ container, host: options.ports[name]?.[String(container)] })),
    workspace:
      mode === 'none'
        ? undefined
        : { folder: absolute(options.folder), target: definition.workspace, readOnly: mode === 'ro', ...(options.files ? { streamed: { files: options.files } } : { owner: options.owner }) },
  };
}

/** `INPUT_USERNAME` for the input `username`: how the lab's scripts and checks learn what was answered. */
export function inputEnvironment(inputs: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase().replaceAll('-', '_')}`, value]),
  );
}

function absolute(folder: string): string {
  if (!isAbsolute(folder)) {
    throw new Error(`The learner's folder must be absolute: ${folder}`);
  }
  return folder;
}
