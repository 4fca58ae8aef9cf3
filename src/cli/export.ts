import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Core } from '../core';
import { systemCode, UserError } from '../common/errors';
import type { Evidence, ShownFile } from '../progress/export/evidence';
import { type CliContext, type Command, exit, text, UsageError, type Values } from './command';

const formats = ['portfolio', 'csv', 'junit', 'xapi'] as const;
/** A portfolio is read by people: no file of it is longer. In bytes. */
const longestFile = 200_000;

/** `ai-labs export`: what was learned, in forms that others can read. */
export const exportResults: Command = {
  name: 'export',
  parameters: 'portfolio|csv|junit|xapi [--out PATH] [--name NAME] [--email ADDRESS] [--file PATH]…',
  summary: 'Writes what you have done: a portfolio page, or results for a spreadsheet, a CI server, a record store.',
  options: { out: { type: 'string' }, name: { type: 'string' }, email: { type: 'string' }, file: { type: 'string', multiple: true } },
  help: {
    out: 'the file to write (for a portfolio the folder); default standard output (portfolio: ./portfolio)',
    name: 'your name, as it is to be shown', email: 'your address, by which a record store knows you',
    file: 'a file of yours to show in the portfolio, from the folder of your labs; may be repeated',
  },
  async run(context, words, values) {
    const format = formats.find((each) => each === words[0]);
    if (!format || words.length > 1) {
      throw new UsageError(`Name one format: ${formats.join(', ')}.`);
    }
    const email = text(values, 'email');
    if (email !== undefined && !/^[^\s@<>:]+@[^\s@<>:]+$/.test(email)) {
      throw new UsageError(`"${email}" is not an e-mail address.`);
    }
    const core = await context.core();
    const evidence = await readEvidence(context, core, { name: text(values, 'name'), email });
    const out = text(values, 'out');
    if (format === 'portfolio') {
      const files = await shownFiles(core.home, values);
      const folder = path.resolve(out ?? 'portfolio');
      await writePortfolio(folder, evidence, files);
      context.output.line(path.join(folder, 'index.html'));
      context.output.line(path.join(folder, 'portfolio.md'));
      return exit.good;
    }
    const result = await render(format, evidence, core);
    if (out === undefined) {
      context.output.line(result.trimEnd());
    } else {
      await write(path.resolve(out), result);
      context.output.line(path.resolve(out));
    }
    return exit.good;
  },
};

async function readEvidence(context: CliContext, core: Core, learner: Evidence['learner']): Promise<Evidence> {
  const { evidenceOf } = await import('../session/evidence');
  const [snapshot, { path: careerPath }, summary] = await Promise.all([core.catalog.load(context.signal), core.careerPath(), core.summary()]);
  return evidenceOf({ path: careerPath, labs: snapshot.labs.flatMap(({ lab }) => lab ?? []), summary, learner, now: new Date() });
}

async function render(format: 'csv' | 'junit' | 'xapi', evidence: Evidence, core: Core): Promise<string> {
  switch (format) {
    case 'csv':
      return (await import('../progress/export/csv')).csv(evidence);
    case 'junit':
      return (await import('../progress/export/junit')).junitOfEvidence(evidence);
    case 'xapi':
      return `${JSON.stringify((await import('../progress/export/xapi')).xapi(evidence, await core.journalEntries()), null, 2)}\n`;
  }
}

async function writePortfolio(folder: string, evidence: Evidence, files: readonly ShownFile[]): Promise<void> {
  const [{ portfolioHtml }, { portfolioMarkdown }] = await Promise.all([
    import('../progress/export/portfolioHtml'),
    import('../progress/export/portfolioMarkdown'),
  ]);
  await write(path.join(folder, 'index.html'), portfolioHtml(evidence, files));
  await write(path.join(folder, 'portfolio.md'), portfolioMarkdown(evidence, files));
}

/** Text files of the learner's, named from the folder of their labs or from here. */
async function shownFiles(home: string, values: Values): Promise<ShownFile[]> {
  const named = Array.isArray(values.file) ? values.file.filter((each) => typeof each === 'string') : [];
  return Promise.all(
    named.map(async (name) => {
      for (const file of [path.resolve(home, name), path.resolve(name)]) {
        const found = await stat(file).catch(() => undefined);
        if (!found?.isFile()) {
          continue;
        }
        const bytes = found.size > longestFile ? undefined : await readFile(file);
        if (!bytes || bytes.includes(0)) {
          throw new UsageError(`${name} ${bytes ? 'is not a text file' : `is larger than ${longestFile / 1000} kB`}, so the portfolio cannot show it.`);
        }
        return { path: name.split(path.sep).join('/'), text: bytes.toString('utf8') };
      }
      throw new UsageError(`There is no file ${name}, neither in ${home} nor here.`);
    }),
  );
}

async function write(file: string, content: string): Promise<void> {
  try {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, content);
  } catch (error) {
    throw new UserError(`${file} could not be written (${systemCode(error) ?? 'unknown error'}).`, {
      code: 'export-not-written',
      action: { label: 'Choose another place', text: 'Choose another place with --out.' },
    });
  }
}
