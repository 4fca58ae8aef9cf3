import { type Command, exit, flag, UsageError } from './command';
import { coreFor, findEntries, lookForLabs } from './labs';

/** `ai-labs stop`: ends what runs; the learner's files stay. */
export const stop: Command = {
  name: 'stop',
  parameters: 'LAB | --all [--remove]',
  summary: 'Stops a lab, or all of them. Your files stay; processes in the lab end.',
  options: { all: { type: 'boolean' }, remove: { type: 'boolean' } },
  help: { all: 'every lab that runs', remove: 'takes the containers away as well (your files still stay)' },
  async run(context, words, values) {
    if ((words.length === 1) === flag(values, 'all')) {
      throw new UsageError('Name one lab, or say --all.');
    }
    const core = await coreFor(context, words);
    await lookForLabs(core, context);
    const identities = flag(values, 'all')
      ? core.sessions.all().filter((view) => flag(values, 'remove') || view.running).map((view) => view.lab.identity)
      : (await findEntries(core, words, context.signal)).map((entry) => entry.identity);
    for (const identity of identities) {
      context.output.progress(`Stopping ${identity} …`);
      await (flag(values, 'remove') ? core.sessions.remove(identity, context.signal) : core.sessions.stop(identity, context.signal));
      context.output.line(`${identity} is stopped; your files are still there.`);
    }
    if (identities.length === 0) {
      context.output.line('No lab runs.');
    }
    return exit.good;
  },
};
