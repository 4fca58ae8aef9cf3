import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { systemCode, UserError } from '../common/errors';
import type { ShownFile } from '../progress/export/evidence';
import { exportFiles, exportFormats, isEmail, readShownFile } from '../session/results/exporting';
import { type Command, exit, text, UsageError, type Values } from './command';

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
    const format = exportFormats.find((each) => each === words[0]);
    if (!format || words.length > 1) {
      throw new UsageError(`Name one format: ${exportFormats.join(', ')}.`);
    }
    const email = text(values, 'email');
    if (email !== undefined && !isEmail(email)) {
      throw new UsageError(`"${email}" is not an e-mail address.`);
    }
    const core = await context.core();
    const learner = { name: text(values, 'name'), email };
    const sources = { ...(await core.exportSources(context.signal)), learner, language: 'en', files: await shownFiles(core.home, values) };
    const files = exportFiles(format, sources);
    const out = text(values, 'out');
    if (format === 'portfolio') {
      for (const { name, content } of files) {
        await write(path.resolve(out ?? 'portfolio', name), content);
        context.output.line(path.resolve(out ?? 'portfolio', name));
      }
    } else if (out === undefined) {
      context.output.line(files.map(({ content }) => content.trimEnd()).join('\n'));
    } else {
      await write(path.resolve(out), files.map(({ content }) => content).join(''));
      context.output.line(path.resolve(out));
    }
    return exit.good;
  },
};

/** Named from the folder of the learner's labs, or from here. */
async function shownFiles(home: string, values: Values): Promise<ShownFile[]> {
  const named = Array.isArray(values.file) ? values.file.filter((each) => typeof each === 'string') : [];
  return Promise.all(
    named.map((name) => {
      const file = [path.resolve(home, name), path.resolve(name)].find((each) => existsSync(each));
      if (file === undefined) {
        throw new UsageError(`There is no file ${name}, neither in ${home} nor here.`);
      }
      return readShownFile(file, name.split(path.sep).join('/'));
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
