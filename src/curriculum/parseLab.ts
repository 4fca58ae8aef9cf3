import path from 'node:path';
import * as z from 'zod';
import { messageOf, systemCode } from '../common/errors';
import { Confinement } from './confine';
import { named } from './expectation';
import { checkFiles } from './labFiles';
import type { Lab, LabDefinition } from './lab';
import { labSchema } from './labSchema';
import { checkReferences } from './labReferences';
import { nearest } from './nearest';
import { type Problem, hasErrors } from './problem';
import { validate } from './schemaProblems';
import { checkServices } from './serviceReferences';
import { SharedImages } from './sharedImages';
import { type TextRange, fileStart } from './textRange';
import { type YamlDocument, parseYaml } from './yamlDocument';
import { idSchema, sizeSchema } from './values';
import { readYamlFile } from './yamlFile';

export interface LabSource {
  /** Absolute path of the lab.yaml. */
  file: string;
  /** Id of the catalog the lab belongs to. */
  catalog: string;
  /** Absolute path of the catalog's folder of shared images, which need not exist. */
  images: string;
}

/** `catalog.yaml` in the folder of a catalog: what it is called, and how strictly its labs are judged. */
export const catalogFileSchema = z.strictObject({
  version: named(z.literal(1), '1').describe('Version of this format.'),
  id: idSchema.describe("First part of its labs' identities; must not change once people work with them."),
  title: z.string().min(1).max(120).describe('What people read.'),
  profile: z.enum(['curriculum']).optional().describe('`curriculum`: labs must also have hints, wrong solutions and tags.'),
  images: z
    .record(
      idSchema,
      named(
        z.strictObject({
          size: sizeSchema.describe('Disk space it takes once it is built, with what it builds on.'),
          minutes: z.int().min(1).max(600).describe('How long most people wait for it, with what it builds on.'),
        }),
        'the size and minutes of an image',
      ),
    )
    .default({})
    .describe('What building each image of `images/` takes, by its folder: people are told before their first start.'),
});

export type CatalogFile = z.infer<typeof catalogFileSchema>;

/** Reads a catalog.yaml. Never throws. */
export function readCatalogFile(file: string): { content?: CatalogFile; problems: Problem[] } {
  const document = readYamlFile(file);
  const content = validate(document, catalogFileSchema);
  return { content, problems: inOrder(document.problems) };
}

/** What was made of a lab's folder. Plain data, so that it can be cached as JSON. */
export interface LabReading {
  /** The lab's content; undefined where there are errors. */
  definition?: LabDefinition;
  problems: Problem[];
  /** Where the file says `id`, and each item of `requires`: for problems that are only seen across labs. */
  places: { id: TextRange; requires: TextRange[] };
  /**
   * Absolute folders whose entries this reading depends on: files of the lab that were looked for lie in them. With their
   * modification times in milliseconds, as of before they were looked into; null where one was not there.
   */
  folders: Record<string, number | null>;
  /** False where the folders do not tell everything the reading depends on. */
  cacheable: boolean;
}

/** Looks at a lab.yaml while its places are known. `definition` may contradict itself: see the document's problems. */
export type Inspect = (document: YamlDocument, definition: LabDefinition | undefined) => void;

/**
 * Reads a lab: its lab.yaml against the format, and everything that file speaks of. Never throws; every mistake is a
 * problem with its place. Synchronous, as catalogs read hundreds and yield in between.
 *
 * @param options.text the content of lab.yaml where it is newer than the file: an unsaved editor's
 * @param options.inspect is shown the document, and what the schema made of it where it fits, and may report more
 * @param options.shared what is known already of the catalog's images, where many labs are read
 */
export function readLabFolder(source: LabSource, options: { text?: string; inspect?: Inspect; shared?: SharedImages } = {}): LabReading {
  const document = options.text === undefined ? readYamlFile(source.file) : parseYaml(source.file, options.text);
  const definition = validate(document, labSchema);
  const reading: LabReading = {
    problems: document.problems,
    places: { id: document.range(['id']), requires: (definition?.requires ?? []).map((_, index) => document.range(['requires', index])) },
    folders: {},
    cacheable: true,
  };
  if (definition) {
    checkFolderName(document, definition, path.basename(path.dirname(source.file)));
    checkReferences(document, definition);
    checkServices(document, definition);
    checkDisk(document, definition, source, reading, options.shared ?? new SharedImages());
    reading.definition = hasErrors(document.problems) ? undefined : definition;
  }
  options.inspect?.(document, definition);
  inOrder(document.problems);
  return reading;
}

/** Sorts as they stand in the file. */
function inOrder(problems: Problem[]): Problem[] {
  return problems.sort((a, b) => a.line - b.line || a.column - b.column);
}

/** `readLabFolder` for those who want one lab and its problems. */
export function readLab(source: LabSource, options: { text?: string } = {}): { lab?: Lab; problems: Problem[] } {
  const reading = readLabFolder(source, options);
  return { lab: labOf(source, reading), problems: reading.problems };
}

function labOf(source: LabSource, { definition }: LabReading): Lab | undefined {
  return (
    definition && {
      identity: `${source.catalog}/${definition.id}`,
      catalog: source.catalog,
      id: definition.id,
      folder: path.dirname(source.file),
      images: source.images,
      definition,
    }
  );
}

function checkFolderName(document: YamlDocument, definition: LabDefinition, folder: string): void {
  if (definition.id !== folder) {
    const message = `\`id\` must equal the name of the lab's folder, ${folder}. Rename one of the two.`;
    document.report(['id'], 'value', 'id-not-folder', message, { fix: { title: `Change to ${folder}`, newText: folder } });
  }
}

function checkDisk(document: YamlDocument, definition: LabDefinition, source: LabSource, reading: LabReading, shared: SharedImages): void {
  try {
    const lab = new Confinement(path.dirname(source.file), shared.times);
    checkFiles(document, definition, lab);
    const images = checkSharedImages(document, definition, source.images, shared);
    reading.folders = { ...lab.folders, ...images.folders };
    reading.cacheable = !lab.uncertain && !images.uncertain;
  } catch (error) {
    document.reportAt(fileStart, 'unreadable', `The lab's folder cannot be read (${systemCode(error) ?? messageOf(error)}).`);
    reading.cacheable = false;
  }
}

const sharedPrefix = 'ai-labs/';

/** Images named `ai-labs/<name>` are never pulled: their Dockerfile must lie in this catalog. */
function checkSharedImages(document: YamlDocument, definition: LabDefinition, folder: string, shared: SharedImages): Pick<LabReading, 'folders'> & { uncertain: boolean } {
  const folders: LabReading['folders'] = {};
  let uncertain = false;
  for (const [service, { image }] of Object.entries(definition.services)) {
    if (!image?.startsWith(sharedPrefix)) {
      continue;
    }
    const name = image.slice(sharedPrefix.length);
    const { found, names, ...depends } = shared.find(folder, name);
    Object.assign(folders, depends.folders);
    uncertain ||= depends.uncertain;
    if (!found?.ok || found.kind !== 'file') {
      const meant = nearest(name, names);
      const advice = meant ? ` Did you mean \`${sharedPrefix}${meant}\`?` : ' Make it, or name another image.';
      const fix = meant ? { title: `Change to ${sharedPrefix}${meant}`, newText: sharedPrefix + meant } : undefined;
      const message = `There is no image \`${name}\`: it would be built from images/${name}/Dockerfile of this catalog.${advice}`;
      document.report(['services', service, 'image'], 'value', 'missing-image', message, { fix });
    }
  }
  return { folders, uncertain };
}
