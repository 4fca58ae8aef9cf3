import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import type { LabEntry } from '../curriculum/catalog';
import { catalogRootOf } from '../curriculum/catalogRoot';
import type { Problem } from '../curriculum/problem';
import { type CliContext, type Command, exit, flag, UsageError } from './command';
import { isLabFolder, problemLine } from './labs';

/** `ai-labs validate`: the problems of labs and of the career path, with places. */
export const validate: Command = {
  name: 'validate',
  parameters: '[PATH…] [--json]',
  summary: 'Finds the mistakes in labs: a lab\'s folder or file, a catalog, or by default the built-in labs.',
  options: { json: { type: 'boolean' } },
  help: { json: 'problems as {file, line, column, severity, code, message, fix?}' },
  async run(context, words, values) {
    const { problems, labs } = words.length === 0 ? await builtIn(context) : await named(context, words);
    if (flag(values, 'json')) {
      context.output.json(problems);
    } else {
      for (const problem of problems) {
        context.output.line(problemLine(problem));
      }
      const count = (severity: Problem['severity']): number => problems.filter((problem) => problem.severity === severity).length;
      const notes = count('information');
      context.output.line(`${labs} lab${labs === 1 ? '' : 's'}: ${count('error')} errors, ${count('warning')} warnings${notes > 0 ? `, ${notes} notes` : ''}`);
    }
    return problems.some((problem) => problem.severity === 'error') ? exit.doesNotHold : exit.good;
  },
};

interface Found {
  problems: Problem[];
  labs: number;
}

async function builtIn(context: CliContext): Promise<Found> {
  const core = await context.core();
  const [snapshot, careerPath] = await Promise.all([core.catalog.load(context.signal), core.careerPath()]);
  const entries = [...snapshot.labs, ...snapshot.shadowed].filter((entry) => entry.source === 'builtin');
  const problems = [...careerPath.problems, ...snapshot.problems, ...(await problemsOf(entries))];
  return { problems, labs: entries.length };
}

/** Everything an author is told in the editor, too: of pages, scripts, and what nothing proves. */
async function problemsOf(entries: readonly LabEntry[]): Promise<Problem[]> {
  const { LabDesk, loadReaders } = await import('../authoring/desk/labDesk');
  const { EditedTexts } = await import('../authoring/desk/texts');
  const readers = await loadReaders();
  const texts = new EditedTexts(() => undefined);
  return entries.flatMap(({ problems, lab, file, catalog }) => {
    const known = new Set(problems.map(placeOf));
    const more = lab ? new LabDesk({ file, catalog, images: lab.images }, readers, texts).look().problems : [];
    return [...problems, ...more.filter((problem) => !known.has(placeOf(problem)))];
  });
}

function placeOf({ file, line, column, code }: Problem): string {
  return `${file}:${line}:${column}:${code}`;
}

async function named(context: CliContext, words: readonly string[]): Promise<Found> {
  const targets = words.map((word) => {
    const full = path.resolve(word);
    if (!existsSync(full)) {
      throw new UsageError(`There is no ${word}.`);
    }
    return statSync(full).isFile() ? path.dirname(full) : full;
  });
  const roots = targets.map((target) => (isLabFolder(target) ? catalogRootOf(target) : target));
  const core = await context.core({ catalogs: roots });
  const snapshot = await core.catalog.load(context.signal);
  const entries = [...snapshot.labs, ...snapshot.shadowed].filter((entry) =>
    targets.some((target) => entry.folder === target || entry.folder.startsWith(target + path.sep)),
  );
  if (entries.length === 0) {
    throw new UsageError(`There is no lab.yaml in ${words.join(', ')}.`);
  }
  const ofCatalogs = snapshot.problems.filter(({ file }) => roots.some((root) => file === root || file.startsWith(root + path.sep)));
  return { problems: [...ofCatalogs, ...(await problemsOf(entries))], labs: entries.length };
}
