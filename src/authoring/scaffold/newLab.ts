import { existsSync } from 'node:fs';
import { chmod, cp, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { systemCode, UserError } from '../../common/errors';
import { catalogRootOf } from '../../curriculum/catalogRoot';
import { flowYaml } from '../../curriculum/flowYaml';
import { hasHidden } from '../../common/visible';
import type { LabDefinition } from '../../curriculum/lab';
import type { YamlDocument } from '../../curriculum/yamlDocument';
import { scriptsOf } from '../desk/scriptFindings';
import { isId } from './labName';
import type { TemplateName } from './templates';

export interface NewLab {
  template: TemplateName;
  /** Also the folder's name. */
  id: string;
  title: string;
  /** Key action of the career path; default the template's. */
  action?: string;
}

/** Absolute folders. */
export interface NewLabPlaces {
  /** The templates that come with the product. */
  templates: string;
  /** The images that come with the product: those that the lab uses are copied where the catalog has none of the name. */
  images: string;
  /** Where the lab's folder goes; made where it is not there. */
  labs: string;
}

export interface MadeLab {
  folder: string;
  file: string;
  /** Folders of images that were copied into the catalog. */
  images: string[];
}

/** Files of the lab are read by their kind alone: the mode the product was installed with does not matter. */
const [forAll, runnable] = [0o644, 0o755];

/**
 * Makes a lab of a template: a whole one, to be changed piece by piece. Overwrites nothing, and leaves nothing behind
 * where it fails. Rejects with UserErrors `bad-id`, `bad-title` and `lab-exists`.
 */
export async function createLab(lab: NewLab, places: NewLabPlaces): Promise<MadeLab> {
  checkNames(lab);
  const template = path.join(places.templates, lab.template);
  const { text, definition } = await labYaml(template, lab);
  const folder = path.join(places.labs, lab.id);
  await mkdir(places.labs, { recursive: true });
  await mkdir(folder).catch((error: unknown) => {
    throw systemCode(error) === 'EEXIST' ? exists(folder) : error;
  });
  try {
    await copyFiles(template, folder, new Set(scriptsOf(definition)));
    const images = await copyImages(definition, places.images, path.join(catalogRootOf(folder), 'images'));
    // Last, because it is what makes the folder a lab.
    const file = path.join(folder, 'lab.yaml');
    await writeFile(file, text, { flag: 'wx' });
    return { folder, file, images };
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

function checkNames({ id, title }: NewLab): void {
  if (!isId(id) || id === 'images') {
    throw new UserError(`“${id}” cannot be the id of a lab.`, {
      code: 'bad-id',
      action: { label: 'Choose another', text: 'Use lower-case letters and digits joined by single hyphens, like "first-steps".' },
    });
  }
  if (title.trim() === '' || title.length > 120 || hasHidden(title)) {
    throw new UserError('This cannot be the title of a lab.', {
      code: 'bad-title',
      action: { label: 'Choose another', text: 'Say in at most 120 plain characters what the learner will do.' },
    });
  }
}

function exists(folder: string): UserError {
  return new UserError(`${folder} is there already, and nothing is overwritten.`, {
    code: 'lab-exists',
    action: { label: 'Choose another id', text: 'Choose another id, or move that folder away.' },
  });
}

/** The template's lab.yaml with the names of the new lab; everything else, comments included, stays as it is. */
async function labYaml(template: string, lab: NewLab): Promise<{ text: string; definition: LabDefinition }> {
  const file = path.join(template, 'lab.yaml');
  const text = await readFile(file, 'utf8');
  const { readLabFolder } = await import('../../curriculum/parseLab');
  const read: { document?: YamlDocument; definition?: LabDefinition } = {};
  readLabFolder({ file, catalog: 'templates', images: '' }, { text, inspect: (document, definition) => Object.assign(read, { document, definition }) });
  const { document, definition } = read;
  if (!document || !definition) {
    throw new Error(`The template ${lab.template} cannot be read`);
  }
  const lines = text.split('\n');
  for (const [key, value] of [['id', lab.id], ['title', lab.title.trim()], ['action', lab.action ?? definition.action]] as const) {
    const { line, column, endColumn } = document.range([key]);
    const before = lines[line - 1] ?? '';
    lines[line - 1] = before.slice(0, column - 1) + flowYaml(value) + before.slice(endColumn - 1);
  }
  return { text: lines.join('\n'), definition };
}

async function copyFiles(from: string, to: string, scripts: ReadonlySet<string>): Promise<void> {
  const entries = await readdir(from, { recursive: true, withFileTypes: true });
  for (const entry of entries.filter((each) => each.isFile())) {
    const source = path.join(entry.parentPath, entry.name);
    const name = path.relative(from, source).split(path.sep).join('/');
    if (name !== 'lab.yaml') {
      const target = path.join(to, name);
      await mkdir(path.dirname(target), { recursive: true });
      await writeFile(target, await readFile(source), { flag: 'wx' });
      await chmod(target, scripts.has(name) ? runnable : forAll);
    }
  }
}

/** A catalog builds its labs' images from its own folders, so that it works wherever it is. */
async function copyImages(definition: LabDefinition, from: string, to: string): Promise<string[]> {
  const names = Object.values(definition.services).flatMap(({ image }) => (image?.startsWith('ai-labs/') ? image.slice('ai-labs/'.length) : []));
  const copied: string[] = [];
  for (const name of new Set(names)) {
    const [source, target] = [path.join(from, name), path.join(to, name)];
    if (!existsSync(target) && (await stat(source)).isDirectory()) {
      await cp(source, target, { recursive: true, errorOnExist: true, force: false });
      copied.push(target);
    }
  }
  return copied;
}
