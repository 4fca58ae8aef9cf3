import path from 'node:path';
import type { Confinement } from './confine';
import { pathProblem } from './confine';
import type { LabDefinition } from './lab';
import { nearest } from './nearest';
import type { YamlDocument } from './yamlDocument';
import type { YamlPath } from './yamlNodes';
import { maxTextBytes } from './yamlText';

const maxCheckBytes = 16 * 1024 * 1024;
const maxCheckFiles = 5000;

type Kind = 'script' | 'Markdown' | 'file' | 'folder';

/** Every file a lab speaks of: that it is there, of its kind, inside the lab's folder and not too large. */
export function checkFiles(document: YamlDocument, definition: LabDefinition, lab: Confinement): void {
  const reported = new Set<string>();
  for (const [place, labPath, kind] of mentioned(definition)) {
    if (labPath !== undefined) {
      checkFile(document, lab, place, labPath, kind);
      reported.add(labPath);
    }
  }
  checkBuilds(document, definition, lab);
  const problem = definition.stack === undefined ? undefined : pathProblem(definition.stack);
  if (problem) {
    document.report(['stack'], 'value', 'outside-lab', `\`stack\` ${problem.replace("the lab's folder", "the learner's folder")}.`);
  } else if (definition.stack !== undefined) {
    document.report(['stack'], 'key', 'reserved-key', 'This version does not start a `stack`: its services would be missing. Write them under `services`.');
  }
  checkSizeOfChecks(document, lab, reported);
}

function* mentioned(definition: LabDefinition): Generator<[YamlPath, string | undefined, Kind]> {
  yield [['intro'], definition.intro, 'Markdown'];
  yield [['finish'], definition.finish, 'Markdown'];
  yield [['solution', 'run'], definition.solution.run, 'script'];
  for (const key of ['prepare', 'setup'] as const) {
    yield* definition[key].map((script, index): [YamlPath, string, Kind] => [[key, index, 'run'], script.run, 'script']);
  }
  yield* definition.files.map((file, index): [YamlPath, string, Kind] => [['files', index, 'from'], file.from, 'file']);
  yield* definition.solution.wrong.map((wrong, index): [YamlPath, string, Kind] => [['solution', 'wrong', index, 'apply'], wrong.apply, 'script']);
  for (const [index, step] of definition.steps.entries()) {
    const at = ['steps', index];
    yield [[...at, 'guide'], step.guide, 'Markdown'];
    yield [[...at, 'solution'], step.solution, 'script'];
    yield* step.before.map((script, i): [YamlPath, string, Kind] => [[...at, 'before', i, 'run'], script.run, 'script']);
    yield* step.checks.map((check, i): [YamlPath, string | undefined, Kind] => [[...at, 'checks', i, 'run'], check.run, 'script']);
  }
}

/** Returns whether the file is as it should be. */
function checkFile(document: YamlDocument, lab: Confinement, place: YamlPath, labPath: string, kind: Kind): boolean {
  const found = lab.find(labPath);
  const refuse = (code: string, message: string): false => {
    document.report(place, 'value', code, message);
    return false;
  };
  if (!found.ok) {
    return found.code === 'missing-file'
      ? refuseMissing(document, lab, place, labPath, found.message)
      : refuse(found.code, `The path \`${labPath}\` ${found.message}.`);
  }
  if ((kind === 'folder') !== (found.kind === 'folder')) {
    return refuse('wrong-kind', kind === 'folder' ? `\`${labPath}\` is a file; a folder is needed here.` : `\`${labPath}\` is a folder; name a file in it.`);
  }
  if (found.kind === 'other') {
    return refuse('wrong-kind', `\`${labPath}\` is no ordinary file.`);
  }
  const size = kind === 'Markdown' ? lab.size(found) : 0;
  if (size > maxTextBytes) {
    return refuse('too-large', `\`${labPath}\` is ${mebibytes(size)} MiB; pages of the guide have at most 1 MiB.`);
  }
  if (kind === 'Markdown' && !/\.(md|markdown)$/i.test(labPath)) {
    return refuse('wrong-kind', `\`${labPath}\` must be a Markdown file, with a name that ends in .md.`);
  }
  return true;
}

function refuseMissing(document: YamlDocument, lab: Confinement, place: YamlPath, labPath: string, message: string): false {
  const folder = path.posix.dirname(labPath);
  const found = lab.find(folder);
  const there = found.ok && found.kind === 'folder' ? lab.names(found) : [];
  const meant = nearest(path.posix.basename(labPath), there);
  const better = meant && path.posix.join(folder, meant);
  const advice = better ? ` Did you mean \`${better}\`?` : ' Make it, or correct the path.';
  const fix = better ? { title: `Change to ${better}`, newText: better } : undefined;
  document.report(place, 'value', 'missing-file', `The file \`${labPath}\` ${message} in this lab.${advice}`, { fix });
  return false;
}

function checkBuilds(document: YamlDocument, definition: LabDefinition, lab: Confinement): void {
  for (const [name, { build }] of Object.entries(definition.services)) {
    const place = ['services', name, 'build'];
    if (build === undefined) {
      continue;
    }
    const context = typeof build === 'string' ? build : build.context;
    const contextPlace = typeof build === 'string' ? place : [...place, 'context'];
    if (!checkFile(document, lab, contextPlace, context, 'folder')) {
      continue;
    }
    const dockerfile = typeof build === 'string' ? undefined : build.dockerfile;
    const file = path.posix.join(context, dockerfile ?? 'Dockerfile');
    const problem = dockerfile === undefined ? undefined : pathProblem(dockerfile);
    if (problem) {
      document.report([...place, 'dockerfile'], 'value', 'outside-lab', `The path \`${dockerfile ?? ''}\` ${problem}.`);
    } else {
      checkFile(document, lab, dockerfile === undefined ? contextPlace : [...place, 'dockerfile'], file, 'file');
    }
  }
}

function checkSizeOfChecks(document: YamlDocument, lab: Confinement, reported: ReadonlySet<string>): void {
  const folders = ['checks'];
  let bytes = 0;
  let files = 0;
  for (let folder = folders.pop(); folder !== undefined && files <= maxCheckFiles; folder = folders.pop()) {
    const found = lab.find(folder);
    for (const name of found.ok && found.kind === 'folder' ? lab.names(found).slice(0, maxCheckFiles + 1) : []) {
      const entry = lab.find(`${folder}/${name}`);
      if (!entry.ok && entry.code === 'outside-lab' && !reported.has(`${folder}/${name}`)) {
        document.report(['steps'], 'key', 'outside-lab', `\`${folder}/${name}\` ${entry.message}.`);
      } else if (entry.ok && entry.kind === 'folder' && !isLinkBack(folder, name, entry.file, lab.root)) {
        folders.push(`${folder}/${name}`);
      } else if (entry.ok && entry.kind === 'file') {
        bytes += lab.size(entry);
      }
      files++;
    }
  }
  if (bytes > maxCheckBytes || files > maxCheckFiles) {
    const size = files > maxCheckFiles ? `more than ${maxCheckFiles} files` : `${mebibytes(bytes)} MiB`;
    document.report(['steps'], 'key', 'too-large', `The folder \`checks\` holds ${size}; at most 16 MiB and ${maxCheckFiles} files go into a container for each check.`);
  }
}

/** A folder reached by a link is not walked, so that links in circles end. */
function isLinkBack(folder: string, name: string, real: string, root: string): boolean {
  return path.relative(root, real).split(path.sep).join('/') !== `${folder}/${name}`;
}

function mebibytes(bytes: number): string {
  return (bytes / 1024 / 1024).toFixed(1);
}
