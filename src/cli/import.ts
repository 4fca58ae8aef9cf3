import path from 'node:path';
import { type Command, exit, flag, text, UsageError } from './command';
import { productFolder } from './open';

/** `ai-labs import`: labs made of what was written for other platforms. */
export const importLab: Command = {
  name: 'import',
  parameters: 'SOURCE [--to DIR] [--json]',
  summary: 'Makes labs of a Killercoda or Katacoda scenario, a course of them, or a Docker Labspace.',
  options: { to: { type: 'string' }, json: { type: 'boolean' } },
  help: { to: 'folder of labs they go into (default `labs`)', json: 'what was made and what was refused, as JSON' },
  async run(context, words, values) {
    const [source, ...more] = words;
    if (source === undefined || more.length > 0) {
      throw new UsageError('Name the folder to import.');
    }
    const { importLabs } = await import('../authoring/import/importLabs');
    const result = await importLabs({
      source: path.resolve(source), labs: path.resolve(text(values, 'to') ?? 'labs'), images: path.join(productFolder(), 'labs', 'images'),
    });
    const { output } = context;
    if (flag(values, 'json')) {
      output.json(result);
    } else {
      for (const { folder, title, missing, changed } of result.labs) {
        const relative = path.relative(process.cwd(), folder);
        const shown = relative.startsWith('..') ? folder : relative;
        output.line(`${output.style('good', '✓')} ${shown}  ${title}`);
        output.line(`    ${missing} missing, ${changed} changed: see ${path.join(shown, 'IMPORT.md')}`);
      }
      for (const { why } of result.refused) {
        output.line(`${output.style('bad', '✗')} ${why}`);
      }
    }
    return result.refused.length > 0 ? exit.doesNotHold : exit.good;
  },
};
