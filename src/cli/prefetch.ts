import type { LabEntry } from '../curriculum/catalog';
import type { Core } from '../core';
import { type CliContext, type Command, exit, flag, text, UsageError } from './command';
import { coreFor, findEntries, usable } from './labs';

/** `ai-labs prefetch`: everything that labs start from, before the class begins. */
export const prefetch: Command = {
  name: 'prefetch',
  parameters: '[LAB… | --stage S] [--json]',
  summary: 'Builds and pulls everything that labs start from, so that nobody waits for it later.',
  options: { stage: { type: 'string' }, json: { type: 'boolean' } },
  help: { stage: 'all labs of a stage of the career path', json: 'images as {name, labs, state, problem?}' },
  async run(context, words, values) {
    const core = await coreFor(context, words);
    const labs = (await chosen(context, core, words, text(values, 'stage'))).map(usable);
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

async function chosen(context: CliContext, core: Core, words: readonly string[], stage: string | undefined): Promise<LabEntry[]> {
  if (words.length > 0) {
    if (stage !== undefined) {
      throw new UsageError('Name labs or a stage, not both.');
    }
    return findEntries(core, words, context.signal);
  }
  const [{ labs }, { path }] = await Promise.all([core.catalog.load(context.signal), core.careerPath()]);
  if (stage === undefined) {
    return labs.filter(({ lab }) => lab !== undefined);
  }
  const found = path?.stages.find(({ id }) => id === stage);
  if (!found) {
    throw new UsageError(`The career path has no stage "${stage}". There is: ${(path?.stages ?? []).map(({ id }) => id).join(', ')}.`);
  }
  const actions = new Set(found.actions.map(({ id }) => id));
  const entries = labs.filter(({ lab }) => lab && actions.has(lab.definition.action));
  if (entries.length === 0) {
    throw new UsageError(`No lab belongs to the stage "${stage}" yet.`);
  }
  return entries;
}
