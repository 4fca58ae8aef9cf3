import { askerOf, asking } from './asker';
import { type Command, exit, flag } from './command';
import { openLab, usable } from './labs';

/** `ai-labs prepare`: lets labs that build on this one begin without it being done. */
export const prepare: Command = {
  name: 'prepare',
  parameters: `LAB [--json] ${asking.parameters}`,
  summary: 'Applies the solution of a lab to a copy of it, so that labs which build on it count as open. Passes nothing.',
  options: { json: { type: 'boolean' }, ...asking.options },
  help: { json: 'what was prepared, as JSON', ...asking.help },
  async run(context, words, values) {
    const { core, entry } = await openLab(context, words);
    const lab = usable(entry);
    await core.prepare(lab, {
      asker: askerOf(context, values),
      signal: context.signal,
      onProgress: (message) => context.output.progress(message),
    });
    context.output.progressEnd();
    if (flag(values, 'json')) {
      context.output.json({ id: lab.id, identity: lab.identity, state: 'prepared' });
      return exit.good;
    }
    context.output.line(`${context.output.style('bold', lab.definition.title)} is prepared. It does not count as passed, and your files of it are as they were.`);
    return exit.good;
  },
};
