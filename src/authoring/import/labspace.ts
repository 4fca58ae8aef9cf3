import path from 'node:path';
import { UserError } from '../../common/errors';
import { freeId } from '../scaffold/labName';
import { type Draft, idOf, plainLine } from './draft';
import { Fields } from './fields';
import { takeCompose } from './labspaceCompose';
import { inputOf, labspacePage, type Names, variablesAsked } from './labspacePage';
import { Losses } from './losses';
import type { SourceFolder } from './source';

/** Where a Labspace is described, seen from its folder. */
export const labspaceFiles = ['labspace/labspace.yaml', 'labspace/labspace.yml', 'labspace.yaml', 'labspace.yml'];

/** Makes a lab of a Docker Labspace. @param folder of the repository, in the source @param file its labspace.yaml */
export function readLabspace(source: SourceFolder, folder: string, file: string): Draft {
  const fields = new Fields(source, file);
  const losses = new Losses();
  const name = path.posix.basename(folder === '.' ? source.folder.split(path.sep).join('/') : folder);
  const draft: Draft = {
    format: 'the Docker Labspace', from: folder === '.' ? name : folder, losses,
    id: idOf(fields.text(['metadata', 'id'])?.split('/').pop() ?? name, 'labspace'), title: plainLine(fields.text(['title']) ?? name, 120) || name,
    summary: plainLine(fields.text(['description']) ?? '', 600) || 'An imported Labspace.', difficulty: 'beginner',
    image: 'podman', root: false, environment: {}, ports: new Set(), workspace: '/workspace', inputs: {}, files: [], prepare: [], steps: [], content: new Map(),
  };
  for (const key of ['sourceRepo', 'contentVersion']) {
    const value = fields.text(['metadata', key]);
    if (value !== undefined) {
      losses.changed(file, fields.line(['metadata', key]), `A lab has no field for \`${key}\` (${plainLine(value, 200)}): write it into the guide where it matters.`);
    }
  }
  losses.changed(file, 1, 'The Docker of the workspace has become Podman inside the lab\'s container; it answers to `docker`, too. A Labspace checks nothing: steps are left by Next until you write checks.');
  const names = new Map<string, string>();
  takeVariables(fields, draft, names);
  readSections({ source, fields, draft, folder, names });
  takeServices(fields, draft);
  takeProject(source, draft, folder);
  takeCompose(source, draft, folder, path.posix.dirname(file));
  const teardown = fields.text(['teardown_script']);
  if (teardown !== undefined) {
    losses.missing(file, fields.line(['teardown_script']), 'Nothing runs when a lab is removed; its containers and volumes go by themselves.');
  }
  fields.tellOfTheRest(losses);
  return draft;
}

/** Variables become inputs: their learner is asked at the start, and may change the answers later. */
function takeVariables(fields: Fields, draft: Draft, names: Names): void {
  for (const variable of fields.keys(['variables'])) {
    const value = fields.text(['variables', variable]) ?? '';
    const input = inputOf(variable, draft, names);
    draft.inputs[input] = { prompt: `Value of ${plainLine(variable, 60)}`, default: plainLine(value, 400) };
  }
}

interface Sections {
  source: SourceFolder;
  fields: Fields;
  draft: Draft;
  folder: string;
  names: Names;
}

function readSections({ source, fields, draft, folder, names }: Sections): void {
  const instructions = path.posix.dirname(fields.file);
  const count = fields.length(['sections']);
  // A page may speak of a variable that only a later one asks for.
  for (let index = 0; index < count; index++) {
    const place = source.resolve(instructions, fields.text(['sections', index, 'contentPath']) ?? '.');
    const asked = place !== undefined && source.isFile(place) ? variablesAsked(source.textOf(place)) : [];
    asked.forEach((variable) => inputOf(variable, draft, names));
  }
  for (let index = 0; index < count; index++) {
    const at = ['sections', index];
    const title = plainLine(fields.text([...at, 'title']) ?? `Section ${index + 1}`, 120) || `Section ${index + 1}`;
    const name = fields.text([...at, 'contentPath']);
    const place = name === undefined ? undefined : source.resolve(instructions, name);
    const id = freeId(sectionId(title) || `section-${index + 1}`, new Set(draft.steps.map((step) => step.id)));
    const guide = `guide/${String(index + 1).padStart(2, '0')}-${id}.md`;
    let text = `# ${title}\n`;
    if (place !== undefined && source.isFile(place)) {
      text = labspacePage(source.textOf(place), { source, draft, file: place, pictures: folder }, names);
    } else {
      draft.losses.missing(fields.file, fields.line([...at, 'contentPath']), `The page ${name ?? ''} ${place === undefined || source.leadsOut(place) ? 'lies outside of the source' : 'is not there'}.`);
    }
    draft.content.set(guide, { bytes: text, runs: false });
    draft.steps.push({ id, title, guide, before: [], hints: [], checks: [] });
  }
  if (count === 0) {
    throw new UserError(`${fields.file} has no sections, so there is nothing to import.`, {
      code: 'empty-source', action: { label: 'Choose another', text: 'Name the folder of a Labspace with `sections`.' },
    });
  }
}

/** As Labspaces make ids of titles. */
function sectionId(title: string): string {
  return title.toLowerCase().replace(/[^a-z0-9\s-]/g, '').trim().replace(/[\s-]+/g, '-').slice(0, 50).replace(/^-|-$/g, '');
}

/** Tabs of the Labspace's page: ports of this machine that the learner opens. */
function takeServices(fields: Fields, draft: Draft): void {
  for (let index = 0; index < fields.length(['services']); index++) {
    const at = ['services', index];
    const [title, url] = [fields.text([...at, 'title']) ?? fields.text([...at, 'id']), fields.text([...at, 'url'])];
    const port = Number(/^https?:\/\/(?:localhost|127\.0\.0\.1):(\d{1,5})/.exec(url ?? '')?.[1]);
    if (port >= 1 && port <= 65_535) {
      draft.ports.add(port);
    }
    draft.losses.changed(fields.file, fields.line(at), `The tab “${plainLine(title ?? '', 60)}” (${plainLine(url ?? '', 200)}) is opened by “AI Labs: Open Port”.`);
  }
}

/** What lies in `project/` is what the learner finds in their folder. */
function takeProject(source: SourceFolder, draft: Draft, folder: string): void {
  const project = folder === '.' ? 'project' : `${folder}/project`;
  for (const name of source.files(project)) {
    const bytes = source.bytesOf(name);
    draft.content.set(`workspace/${name.slice(project.length + 1)}`, { bytes, runs: bytes.subarray(0, 2).toString() === '#!' });
  }
}
