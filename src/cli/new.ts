import path from 'node:path';
import { nearest } from '../curriculum/nearest';
import { titleFrom } from '../authoring/scaffold/labName';
import { isTemplate, type TemplateName, templateNames, templateSummaries } from '../authoring/scaffold/templates';
import { type CliContext, type Command, exit, flag, text, UsageError } from './command';
import { productFolder } from './open';

/** `ai-labs new`: a lab of one's own, made of a template. */
export const newLab: Command = {
  name: 'new',
  parameters: 'ID [--template T] [--title TITLE] [--action A] [--to DIR] [--json]',
  summary: 'Makes a lab to change piece by piece: whole, valid, and rehearsing green from the start.',
  options: { template: { type: 'string' }, title: { type: 'string' }, action: { type: 'string' }, to: { type: 'string' }, json: { type: 'boolean' } },
  help: {
    template: `what it begins as (default ${templateNames[0]}): ${templateNames.map((name) => `${name} (${templateSummaries[name]})`).join('; ')}`,
    title: 'what the learner will do; default made of the id', action: 'key action of the career path',
    to: 'folder of labs it goes into (default `labs`)', json: 'what was made, as JSON',
  },
  async run(context, words, values) {
    const [id, ...more] = words;
    if (id === undefined || more.length > 0) {
      throw new UsageError('Name the id of the new lab.');
    }
    const { createLab } = await import('../authoring/scaffold/newLab');
    const product = productFolder();
    const made = await createLab(
      { id, template: templateOf(text(values, 'template')), title: text(values, 'title') ?? titleFrom(id), action: await actionOf(context, text(values, 'action')) },
      { templates: path.join(product, 'templates'), images: path.join(product, 'labs', 'images'), labs: path.resolve(text(values, 'to') ?? 'labs') },
    );
    const folder = path.relative(process.cwd(), made.folder);
    const shown = folder.startsWith('..') ? made.folder : folder;
    if (flag(values, 'json')) {
      context.output.json({ id, folder: made.folder, images: made.images });
    } else {
      context.output.line(`Made ${context.output.style('bold', shown)}${made.images.length > 0 ? `, and beside it ${made.images.map((each) => `images/${path.basename(each)}`).join(', ')}` : ''}.`);
      context.output.line(`Change its files, and prove it with \`ai-labs rehearse ${shown}\`.`);
    }
    return exit.good;
  },
};

function templateOf(name: string | undefined): TemplateName {
  if (name === undefined || isTemplate(name)) {
    return name ?? templateNames[0];
  }
  throw new UsageError(`There is no template "${name}". There is: ${templateNames.join(', ')}.`);
}

async function actionOf(context: CliContext, action: string | undefined): Promise<string | undefined> {
  const { path: known } = action === undefined ? {} : await (await context.core()).careerPath();
  const ids = known?.stages.flatMap(({ actions }) => actions.map(({ id }) => id)) ?? [];
  if (action !== undefined && known && !ids.includes(action)) {
    const meant = nearest(action, ids);
    throw new UsageError(`The career path has no key action "${action}".${meant ? ` Did you mean ${meant}?` : ` There is: ${ids.join(', ')}.`}`);
  }
  return action;
}
