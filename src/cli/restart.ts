import { type Command, exit, text, UsageError } from './command';
import { openLab } from './labs';

/** `ai-labs restart`: one service, or all of a lab; the learner's files stay. */
export const restart: Command = {
  name: 'restart',
  parameters: 'LAB [--service S]',
  summary: 'Restarts one service of a running lab, or all of it. Your files stay; processes in it end.',
  options: { service: { type: 'string' } },
  help: { service: 'this service alone' },
  async run(context, words, values) {
    const { core, entry } = await openLab(context, words);
    const { output, signal } = context;
    const onProgress = ({ message }: { message: string }): void => output.progress(message);
    const service = text(values, 'service');
    if (service !== undefined) {
      await core.sessions.restartService(entry.identity, service, { onProgress, signal });
    } else {
      const running = core.sessions.view(entry.identity);
      if (!running?.running) {
        throw new UsageError(`The lab ${entry.id} does not run. Start it with \`ai-labs run ${words[0]}\`.`);
      }
      await core.sessions.stop(entry.identity, signal);
      await core.sessions.start(running.lab, { asker: { consent: async () => true, input: async () => undefined }, onProgress, signal });
    }
    output.progressEnd();
    output.line(`${service ?? entry.identity} is running again.`);
    return exit.good;
  },
};
