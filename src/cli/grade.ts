import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { systemCode, UserError } from '../common/errors';
import { visibleLine } from '../common/visible';
import { passesAll, type GradedHandIn, type Grading } from '../authoring/grading/grading';
import { criteriaCsv, gradesCsv, gradesJunit } from '../authoring/grading/tables';
import { parseDuration } from '../curriculum/units';
import { askerOf, asking } from './asker';
import { type Command, exit, text, UsageError, type Values, wholeNumber } from './command';
import { coreFor, findEntries, usable } from './labs';
import type { Output } from './output';

const formats = ['csv', 'json', 'junit'] as const;

/** `ai-labs grade`: an instructor runs a lab's checks again, on what learners handed in. */
export const grade: Command = {
  name: 'grade',
  parameters: `LAB PATH… [--jobs N] [--timeout D] [--format csv|json|junit] [--out FILE] ${asking.parameters}`,
  summary: 'Runs a lab\'s checks on handed-in folders and zips, each in a fresh lab, and writes a table of the class.',
  options: { lab: { type: 'string' }, jobs: { type: 'string' }, timeout: { type: 'string' }, format: { type: 'string' }, out: { type: 'string' }, ...asking.options },
  help: {
    lab: 'the lab, where all words are paths', jobs: 'hand-ins at a time (default 2)', timeout: 'how long one hand-in may take (default 10m)',
    format: 'csv (default): a row a hand-in, and beside it a file with a row a criterion', out: 'the file to write; default LAB-grades.csv here, for json and junit standard output',
    ...asking.help,
  },
  async run(context, words, values) {
    const named = text(values, 'lab');
    const [lab, ...paths] = named === undefined ? words : [named, ...words];
    if (lab === undefined || paths.length === 0) {
      throw new UsageError('Name a lab, and the folders or zips that were handed in.');
    }
    const { output } = context;
    const format = chosenFormat(values);
    const timeoutMs = chosenTimeout(values);
    const core = await coreFor(context, [lab]);
    const [entry] = await findEntries(core, [lab], context.signal);
    if (!entry) {
      throw new UsageError(`There is no lab "${lab}".`);
    }
    const plain = format === 'csv' || text(values, 'out') !== undefined;
    const grading = await core.grade(usable(entry), paths, {
      asker: askerOf(context, values), jobs: wholeNumber(values, 'jobs', 2), timeoutMs, signal: context.signal,
      onProgress: (message) => output.progress(visibleLine(message)),
      onGraded: (each) => (plain ? printHandIn(output, each) : undefined),
    });
    output.progressEnd();
    const files = written(grading, format, text(values, 'out') ?? (format === 'csv' ? `${entry.id}-grades.csv` : undefined));
    for (const { file, content } of files) {
      await (file === undefined ? output.line(content.trimEnd()) : write(file, content));
    }
    if (plain) {
      printSummary(output, grading);
      files.forEach(({ file }) => output.line(`Written: ${file ?? ''}`));
    }
    return grading.handIns.every((each) => passesAll(each, grading.checks)) ? exit.good : exit.doesNotHold;
  },
};

function chosenFormat(values: Values): (typeof formats)[number] {
  const given = text(values, 'format') ?? 'csv';
  const format = formats.find((each) => each === given);
  if (!format) {
    throw new UsageError(`--format is one of ${formats.join(', ')}, not "${given}".`);
  }
  return format;
}

/** A day, in milliseconds. */
const longest = 86_400_000;

function chosenTimeout(values: Values): number {
  const given = text(values, 'timeout') ?? '10m';
  const timeout = parseDuration(given);
  if (timeout === undefined || timeout < 1 || timeout > longest) {
    throw new UsageError(`--timeout takes a time like 90s or 10m, up to a day, not "${given}".`);
  }
  return Math.round(timeout);
}

function written(grading: Grading, format: (typeof formats)[number], out: string | undefined): { file?: string; content: string }[] {
  switch (format) {
    case 'csv': {
      const file = out ?? 'grades.csv';
      const { dir, name, ext } = path.parse(file);
      return [{ file, content: gradesCsv(grading) }, { file: path.join(dir, `${name}-criteria${ext}`), content: criteriaCsv(grading) }];
    }
    case 'json':
      return [{ file: out, content: `${JSON.stringify(grading, undefined, 2)}\n` }];
    case 'junit':
      return [{ file: out, content: gradesJunit(grading) }];
  }
}

async function write(file: string, content: string): Promise<void> {
  try {
    await mkdir(path.dirname(path.resolve(file)), { recursive: true });
    await writeFile(file, content);
  } catch (error) {
    throw new UserError(`${file} could not be written (${systemCode(error) ?? 'unknown error'}).`, {
      code: 'grades-not-written', action: { label: 'Choose another place', text: 'Choose another place with --out.' },
    });
  }
}

const states: Record<Exclude<GradedHandIn['state'], 'graded'>, string> = { errored: 'not graded, no fault of theirs', timedOut: 'ran out of time', refused: 'not taken' };

function printHandIn(output: Output, { learner, state, reason, percent, points, possible, results, notes }: GradedHandIn): void {
  const name = visibleLine(learner);
  if (state !== 'graded') {
    output.line(`${output.style('ours', '!')} ${name}  ${states[state]}: ${visibleLine(reason ?? '')}`);
  } else {
    const failed = results.filter(({ verdict }) => verdict !== 'passed');
    const mark = failed.length === 0 ? output.style('good', '✓') : output.style('bad', '✗');
    output.line(`${mark} ${name}  ${percent ?? 0} %  ${output.style('dim', `${points ?? 0} of ${possible ?? 0} points`)}`);
    failed.forEach(({ title, message }) => output.line(`    ${visibleLine(title)}: ${visibleLine(message)}`));
  }
  notes.forEach((note) => output.line(output.style('dim', `    ${visibleLine(note)}`)));
}

function printSummary(output: Output, { checks, questions, compared, handIns }: Grading): void {
  const graded = handIns.filter(({ state }) => state === 'graded');
  const perfect = graded.filter((each) => passesAll(each, checks)).length;
  const mean = graded.reduce((sum, { percent }) => sum + (percent ?? 0), 0) / (graded.length || 1);
  const left = checks.filter((check) => !check.graded);
  output.line();
  output.line(`${handIns.length} handed in: ${perfect} with everything right, ${graded.length - perfect} with something to mend, ${handIns.length - graded.length} not graded${graded.length > 0 ? `; ${mean.toFixed(1)} % on average` : ''}`);
  if (left.length > 0) {
    output.line(`Graded for nobody: ${left.map(({ id }) => id).join(', ')} (what ${left.length === 1 ? 'it looks' : 'they look'} at is in no folder, such as a running program)`);
  }
  if (questions > 0) {
    output.line(`Not graded: ${questions} question${questions === 1 ? '' : 's'} (answers are in no folder; learners' own records have them: \`ai-labs export csv\`)`);
  }
  if (!compared) {
    output.line('The lab has no solution to compare with: a check of what is in no folder fails for everybody.');
  }
}
