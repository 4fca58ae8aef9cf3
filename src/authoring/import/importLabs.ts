import { existsSync } from 'node:fs';
import path from 'node:path';
import { isUserError, UserError } from '../../common/errors';
import { freeId } from '../scaffold/labName';
import { readCourse } from './course';
import type { Draft } from './draft';
import { labspaceFiles, readLabspace } from './labspace';
import type { Losses } from './losses';
import { readScenario, scenarioFiles } from './scenario';
import { SourceFolder } from './source';
import { writeDraft, type WrittenLab } from './writeDraft';

export interface Imported {
  labs: WrittenLab[];
  /** What was not imported, and why: with its place in the source where it has one. */
  refused: { what: string; why: string }[];
}

export interface ImportPlaces {
  /** Absolute folder to read. */
  source: string;
  /** Absolute folder the labs' folders go into. */
  labs: string;
  /** Absolute folder of the images that come with the product. */
  images: string;
}

/** Folders of a source that a course or scenario is looked for in. */
const mostFolders = 500;

/**
 * Makes labs of a Killercoda or Katacoda scenario, of a course of them, of a repository with several, or of a Docker
 * Labspace. A source that is not what it should be (links that lead out, too many files, YAML that grows) is refused as a
 * whole, with the UserError `hostile-source`; a scenario that cannot become a lab is listed among the refused.
 */
export async function importLabs({ source: folder, labs, images }: ImportPlaces): Promise<Imported> {
  const source = new SourceFolder(folder);
  // Looked at as a whole first: what is hostile in one corner is not imported from another.
  source.files();
  const result: Imported = { labs: [], refused: [] };
  const drafts = read(source, result);
  const taken = new Set<string>();
  for (const draft of drafts) {
    draft.id = freeId(draft.id, taken);
    taken.add(draft.id);
    refuseExisting(path.join(labs, draft.id));
  }
  const single = drafts.length === 1;
  for (const draft of drafts) {
    const own = single ? '.' : draft.from;
    result.labs.push(await writeDraft(draft, labs, images, source.unused(own)));
  }
  return result;
}

/** Before anything is written: half a course helps nobody. */
function refuseExisting(folder: string): void {
  if (existsSync(folder)) {
    throw new UserError(`${folder} is there already, and nothing is overwritten.`, {
      code: 'lab-exists', action: { label: 'Choose another folder', text: 'Name another folder with --to, or move that one away.' },
    });
  }
}

function read(source: SourceFolder, result: Imported): Draft[] {
  const labspace = labspaceFiles.find((file) => source.isFile(file));
  if (labspace !== undefined) {
    return [readLabspace(source, '.', labspace)];
  }
  const drafts: Draft[] = [];
  const seen = new Set<string>();
  const scenario = (folder: string, course?: Losses): void => {
    const file = scenarioFiles.map((name) => join(folder, name)).find((name) => source.isFile(name));
    if (file === undefined || seen.has(folder)) {
      return;
    }
    seen.add(folder);
    try {
      const draft = readScenario(source, folder, file);
      course?.all.forEach((loss) => draft.losses.all.push(loss));
      drafts.push(draft);
    } catch (error) {
      if (!isUserError(error) || error.code !== 'unsupported-image') {
        throw error;
      }
      result.refused.push({ what: folder, why: error.message });
    }
  };
  const courses = foldersOf(source).map((folder) => join(folder, 'structure.json')).filter((file) => source.isFile(file));
  for (const file of courses) {
    const course = readCourse(source, file);
    for (const item of course.items) {
      if (item.folder === undefined) {
        result.refused.push({ what: item.path, why: `${file}:${item.line}: ${item.path} ${item.problem ?? ''}.` });
      } else if (!courses.includes(join(item.folder, 'structure.json')) && !scenarioFiles.some((name) => source.isFile(join(item.folder ?? '.', name)))) {
        result.refused.push({ what: item.path, why: `${file}:${item.line}: ${item.path} holds no scenario.` });
      } else {
        scenario(item.folder, course.losses);
      }
    }
  }
  foldersOf(source).forEach((folder) => scenario(folder));
  if (drafts.length === 0 && result.refused.length === 0) {
    throw new UserError(`${source.folder} holds nothing that can be imported.`, {
      code: 'no-source', action: { label: 'Choose another', text: 'Name a folder with an index.json (Killercoda), a structure.json (a course) or a labspace.yaml.' },
    });
  }
  return drafts;
}

/** The source itself, and every folder in it that holds files. */
function foldersOf(source: SourceFolder): string[] {
  return ['.', ...new Set(source.files().map((file) => path.posix.dirname(file)).filter((folder) => folder !== '.'))].slice(0, mostFolders);
}

function join(folder: string, name: string): string {
  return folder === '.' ? name : `${folder}/${name}`;
}
