import { chooseLabs } from './chooseLabs';
import { type Command, exit, flag, text } from './command';
import { coreFor } from './labs';

/** `ai-labs prefetch`: everything that labs start from, before the class begins. */
export const prefetch: Command = {
  name: 'prefetch',
  parameters: '[LAB… | --stage S] [--json]',
  summary: 'Builds and pulls everything that labs start from, so that nobody waits for it later.',
  options: { stage: { type: 'string' }, json: { type: 'boolean' } },
  help: { stage: 'all labs of a stage of the career path', json: 'images as {name, labs, state, problem?}' },
  async run(context, words, values) {
    const core = await coreFor(context, words);
    const labs = await chooseLabs(context, core, words, text(values, 'stage'));
    const engine = await core.engine();
    const status = await engine.probe(context.signal);
    if (!status.usable) {
      throw status.error;
    }
    const json = flag(values, 'json');
    const { output } = context;
    const { prefetch: prefetchLabs } = await import('../authoring/prefetch');
    const images = await prefetchLabs(labs, engine, {
      signal: context.signal,
      onProgress: (message) => output.progress(message),
      onImage: ({ name, state, problem }) => {
        if (!json) {
          output.line(`${state === 'failed' ? output.style('bad', '✗') : output.style('good', '✓')} ${name}  ${state === 'there' ? 'was there' : state === 'made' ? 'is there now' : (problem ?? '')}`);
        }
      },
    });
    output.progressEnd();
    const failed = images.filter(({ state }) => state === 'failed').length;
    if (json) {
      output.json(images);
    } else {
      output.line(`${labs.length} lab${labs.length === 1 ? '' : 's'}: ${images.length - failed} of ${images.length} images are there`);
    }
    return failed > 0 ? exit.doesNotHold : exit.good;
  },
};
