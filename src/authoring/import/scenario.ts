import path from 'node:path';
import { UserError } from '../../common/errors';
import type { YamlPath } from '../../curriculum/yamlNodes';
import { type Draft, type DraftStep, idOf, plainLine } from './draft';
import { Fields } from './fields';
import { Losses } from './losses';
import { scenarioPage, tellOfMachine } from './scenarioPage';
import { takeAssets } from './scenarioAssets';
import { type ScriptContext, takeBackground, takeForeground, takeScript } from './scenarioScripts';
import type { SourceFolder } from './source';
import { freeId } from '../scaffold/labName';

/** Names of the file that describes a scenario. */
export const scenarioFiles = ['index.json', 'index.yaml', 'index.yml'];

/** Makes a lab of a Killercoda or Katacoda scenario. Rejects with the UserErrors `unsupported-image` and `hostile-source`. */
export function readScenario(source: SourceFolder, folder: string, file: string): Draft {
  const fields = new Fields(source, file);
  const losses = new Losses();
  const name = path.posix.basename(folder === '.' ? source.folder.split(path.sep).join('/') : folder);
  const draft: Draft = {
    format: 'the Killercoda scenario', from: folder === '.' ? name : folder, losses,
    id: idOf(name, 'scenario'), title: plainLine(fields.text(['title']) ?? name, 120) || name,
    summary: plainLine(fields.text(['description']) ?? '', 600) || 'An imported scenario.',
    difficulty: difficultyOf(fields.text(['difficulty'])), minutes: minutesOf(fields.text(['time'])),
    ...machineOf(fields, losses), root: true, environment: {}, ports: new Set(), workspace: '/root', inputs: {}, files: [], prepare: [], steps: [], content: new Map(),
  };
  const context: ScriptContext = { source, draft, fields, folder };
  losses.changed(fields.file, fields.line(['backend', 'imageid']), 'The virtual machine has become a container of Debian, with bash, curl and Python. Its learner is root, so the lab is marked unisolated: nothing can be hidden in it.');
  takeAssets(context, ['details', 'assets']);
  readIntro(context);
  for (let index = 0; index < fields.length(['details', 'steps']); index++) {
    draft.steps.push(readStep(context, index));
  }
  readFinish(context);
  readOldFields(context);
  if (draft.steps.length === 0) {
    draft.steps.push({ id: 'read', title: 'Read', guide: draft.intro ?? draft.finish ?? emptyPage(draft), before: [], hints: [], checks: [] });
  }
  fields.tellOfTheRest(losses);
  return draft;
}

function emptyPage(draft: Draft): string {
  draft.content.set('guide/01-read.md', { bytes: `# ${draft.title}\n\n${draft.summary}\n`, runs: false });
  return 'guide/01-read.md';
}

/** Kubernetes clusters and unknown machines are refused as a whole: half of one helps nobody. */
function machineOf(fields: Fields, losses: Losses): Pick<Draft, 'image' | 'memory'> {
  const image = fields.text(['backend', 'imageid']) ?? 'ubuntu';
  const [, memory] = /^ubuntu(?:[:-]?\d{4})?(?:-(\d{1,2})GB)?(?:-rapid)?$/i.exec(image) ?? [];
  if (!/^ubuntu(?:[:-]?\d{4})?(?:-\d{1,2}GB)?(?:-rapid)?$/i.test(image)) {
    const why = /kube|k8s|k3s/i.test(image) ? 'a Kubernetes cluster of virtual machines' : 'a virtual machine of another kind';
    throw new UserError(`${fields.file}:${fields.line(['backend', 'imageid'])}: the image “${plainLine(image, 60)}” is ${why}, which is not supported.`, {
      code: 'unsupported-image',
      action: { label: 'Import another', text: 'Scenarios on `ubuntu` can be imported.' },
    });
  }
  if (fields.text(['interface', 'layout']) !== undefined) {
    losses.changed(fields.file, fields.line(['interface', 'layout']), 'The layout is VS Code\'s own: an editor and a terminal.');
  }
  return { image: 'slim', ...(memory === undefined ? {} : { memory: `${memory}g` }) };
}

/** A page of the scenario. Undefined where its field names none that can be read. */
function readPage(context: ScriptContext, at: YamlPath, target: string, folds: boolean, begin?: string): { title: string; hints: string[] } | undefined {
  const { source, draft, fields, folder } = context;
  const name = fields.text([...at, 'text']);
  const given = fields.text([...at, 'title']);
  const place = name === undefined ? undefined : source.resolve(folder, name);
  if (place === undefined || !source.isFile(place)) {
    if (name !== undefined) {
      draft.losses.missing(fields.file, fields.line([...at, 'text']), `The page ${name} ${place === undefined || source.leadsOut(place) ? 'lies outside of the source' : 'is not there'}.`);
    }
    if (begin === undefined && given === undefined) {
      return undefined;
    }
  }
  const text = place !== undefined && source.isFile(place) ? source.textOf(place) : '';
  tellOfMachine(text, place ?? fields.file, draft);
  const page = scenarioPage(text, { source, draft, file: place ?? fields.file, pictures: path.posix.dirname(place ?? fields.file) }, folds);
  const title = plainLine(given ?? page.title ?? '', 120);
  const heading = page.title === undefined && title !== '' ? `# ${title}\n\n` : '';
  const [first = '', ...rest] = page.text.split('\n');
  const body = begin === undefined ? page.text : /^#\s/.test(first) ? `${first}\n\n${begin}${rest.join('\n')}` : `${begin}\n${page.text}`;
  draft.content.set(target, { bytes: heading + body, runs: false });
  return { title, hints: page.hints };
}

function readIntro(context: ScriptContext): void {
  const { draft, fields } = context;
  const at = ['details', 'intro'];
  for (const key of ['background', 'courseData']) {
    const scripts = takeBackground(context, [...at, key], key === 'background' ? 'intro' : 'intro-data');
    draft.prepare.push(...scripts);
    if (scripts.length > 0) {
      draft.losses.changed(fields.file, fields.line([...at, key]), 'This runs once for a new folder of the learner\'s, not at every start. Where it installs programs, build an image with them.');
    }
  }
  const begin = takeForeground(context, [...at, 'foreground'], 'intro') ?? takeForeground(context, [...at, 'code'], 'intro-code');
  draft.intro = readPage(context, at, 'guide/00-intro.md', false, begin) && 'guide/00-intro.md';
  const credits = fields.text([...at, 'credits']);
  const page = draft.content.get('guide/00-intro.md');
  if (credits !== undefined && page) {
    draft.content.set('guide/00-intro.md', { bytes: `${page.bytes.toString()}\nCredits: ${plainLine(credits, 300)}\n`, runs: false });
  }
}

function readStep(context: ScriptContext, index: number): DraftStep {
  const { draft, fields } = context;
  const at = ['details', 'steps', index];
  const number = String(index + 1).padStart(2, '0');
  const given = plainLine(fields.text([...at, 'title']) ?? '', 120);
  const id = freeId(idOf(given, `step-${index + 1}`).slice(0, 50).replace(/-$/, ''), new Set(draft.steps.map((step) => step.id)));
  const guide = `guide/${number}-${id}.md`;
  const begin = takeForeground(context, [...at, 'foreground'], `step-${number}`) ?? takeForeground(context, [...at, 'code'], `step-${number}-code`);
  const page = readPage(context, at, guide, true, begin);
  const title = given || page?.title || `Step ${index + 1}`;
  if (!page) {
    draft.content.set(guide, { bytes: `# ${title}\n`, runs: false });
  }
  const hint = fields.text([...at, 'hint']);
  const check = takeScript(context, [...at, 'verify'], `checks/${number}-verify.sh`);
  return {
    id, title, guide,
    before: [...takeBackground(context, [...at, 'background'], `step-${number}`), ...takeBackground(context, [...at, 'courseData'], `step-${number}-data`)],
    hints: [...(hint === undefined ? [] : [hint]), ...(page?.hints ?? []), ...answerOf(context, at)].map(shown).filter((text) => text.trim() !== ''),
    checks: check === undefined ? [] : [{ id: `${id}-done`, title: `“${plainLine(title, 90)}” is done`, run: check }],
  };
}

/** Katacoda's challenges show an answer as a page. */
function answerOf({ source, draft, fields, folder }: ScriptContext, at: YamlPath): string[] {
  const name = fields.text([...at, 'answer']);
  const place = name === undefined ? undefined : source.resolve(folder, name);
  if (place === undefined || !source.isFile(place)) {
    return name === undefined ? [] : [name];
  }
  return [scenarioPage(source.textOf(place), { source, draft, file: place, pictures: path.posix.dirname(place) }, false).text];
}

/** Hints hold no characters that nobody sees. */
function shown(text: string): string {
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, '');
}

function readFinish(context: ScriptContext): void {
  const { draft, fields } = context;
  const at = ['details', 'finish'];
  draft.finish = readPage(context, at, 'guide/99-finish.md', false) && 'guide/99-finish.md';
  for (const key of ['foreground', 'background']) {
    if (fields.text([...at, key]) !== undefined) {
      draft.losses.missing(fields.file, fields.line([...at, key]), `Nothing runs after the last step: the ${key} script of the last page is left out.`);
    }
  }
}

/** What Katacoda knew besides. */
function readOldFields({ draft, fields }: ScriptContext): void {
  const port = Number(fields.text(['backend', 'port']));
  const ports = [port, ...Array.from({ length: fields.length(['environment', 'dashboards']) }, (_, index) =>
    Number(fields.text(['environment', 'dashboards', index, 'port'])))];
  ports.filter((each) => Number.isInteger(each) && each > 0 && each <= 65_535).forEach((each) => draft.ports.add(each));
}

function difficultyOf(text: string | undefined): Draft['difficulty'] {
  const word = text?.toLowerCase() ?? '';
  return word.includes('expert') ? 'expert' : /advanced|hard/.test(word) ? 'advanced' : /intermediate|medium/.test(word) ? 'intermediate' : 'beginner';
}

/** `15`, `15 minutes`, `1h`, `10-15 min`. */
function minutesOf(text: string | undefined): number | undefined {
  const [, number, unit = ''] = /(\d{1,3})(?!.*\d)\s*(h?)/i.exec(text ?? '') ?? [];
  const minutes = Number(number) * (unit === '' ? 1 : 60);
  return minutes >= 1 && minutes <= 600 ? minutes : undefined;
}
