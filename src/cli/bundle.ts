import path from 'node:path';
import type { Engine } from '../engines/engine';
import { Home } from '../session/home';
import { chooseLabs } from './chooseLabs';
import { type CliContext, type Command, exit, flag, text, UsageError, type Values } from './command';
import { coreFor } from './labs';

/** `ai-labs bundle`: labs and what they start from in one file, for rooms without a network. */
export const bundle: Command = {
  name: 'bundle',
  parameters: 'FILE [LAB… | --stage S] [--force] [--json], or: load FILE [--json]',
  summary: 'Writes labs and all their images to one file, or loads such a file; nobody needs a network then.',
  options: { stage: { type: 'string' }, force: { type: 'boolean' }, json: { type: 'boolean' } },
  help: { stage: 'all labs of a stage of the career path', force: 'replace the file', json: 'what was made or loaded, as JSON' },
  async run(context, words, values) {
    const [first, second, ...more] = words;
    if (first === 'load') {
      if (second === undefined || more.length > 0) {
        throw new UsageError('Name the file to load.');
      }
      return load(context, path.resolve(second), values);
    }
    if (first === undefined) {
      throw new UsageError('Name the file to write.');
    }
    return make(context, path.resolve(first), words.slice(1), values);
  },
};

async function make(context: CliContext, file: string, words: string[], values: Values): Promise<number> {
  const { output, signal } = context;
  const core = await coreFor(context, words);
  const labs = await chooseLabs(context, core, words, text(values, 'stage'));
  const { makeBundle, megabytes } = await import('../authoring/bundle/makeBundle');
  const made = await makeBundle({
    file, labs, engine: await usableEngine(core.engine(), signal), replace: flag(values, 'force'), signal,
    onProgress: (message) => output.progress(message),
    onEstimate: ({ bytes }) => output.error(`${count(labs.length, 'lab')}: about ${megabytes(bytes)} MB`),
  });
  output.progressEnd();
  if (flag(values, 'json')) {
    output.json(made);
  } else {
    output.line(`${made.file}: ${count(made.labs, 'lab')}, ${count(made.images, 'image')}, ${megabytes(made.bytes)} MB`);
    output.line('Where it is to be used: `ai-labs bundle load FILE`, or AI Labs: Load Class Bundle.');
  }
  return exit.good;
}

async function load(context: CliContext, file: string, values: Values): Promise<number> {
  const { output, signal } = context;
  const core = await context.core();
  const catalog = await core.catalog.load(signal);
  const { loadBundle } = await import('../authoring/bundle/loadBundle');
  const loaded = await loadBundle({
    file, engine: await usableEngine(core.engine(), signal), home: new Home(core.home), signal,
    known: (identity) => catalog.byIdentity(identity)?.lab,
    onProgress: (message) => output.progress(message),
  });
  output.progressEnd();
  const missing = loaded.images.filter(({ state }) => state === 'missing');
  if (flag(values, 'json')) {
    output.json(loaded);
  } else {
    for (const { reference, state } of loaded.images) {
      output.line(`${state === 'missing' ? output.style('bad', '✗') : output.style('good', '✓')} ${reference}  ${state === 'there' ? 'was there' : state === 'loaded' ? 'is there now' : 'is not in the bundle: it is built or pulled at the start'}`);
    }
    for (const { id, title } of loaded.labs) {
      output.line(`  ${id}  ${title}`);
    }
    output.line(loaded.folder === undefined ? 'The labs were here already.' : `The labs are in ${loaded.folder}`);
    output.line(`Begin with \`ai-labs run ${loaded.labs[0]?.id ?? 'LAB'}\`.`);
  }
  return missing.length > 0 ? exit.doesNotHold : exit.good;
}

async function usableEngine(opening: Promise<Engine>, signal: AbortSignal): Promise<Engine> {
  const engine = await opening;
  const status = await engine.probe(signal);
  if (!status.usable) {
    throw status.error;
  }
  return engine;
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
