import type { PackOptions } from '../authoring/packs/packs';
import { readPacks, removePack } from '../session/catalogs/packRecords';
import { Home } from '../session/home';
import { askerOf } from './asker';
import { type CliContext, type Command, exit, flag, UsageError, type Values } from './command';

/** `ai-labs pack`: labs from repositories, fetched by the person's own git. */
export const pack: Command = {
  name: 'pack',
  parameters: 'add URL[#REF] | list [--json] | update [PACK…] | remove PACK [--yes]',
  summary: 'Labs from git repositories: add one you trust, list them, update them, take one away.',
  options: { json: { type: 'boolean' }, yes: { type: 'boolean', short: 'y' } },
  help: { json: 'the packs as {name, url, ref?, commit?, may}', yes: 'agree to what the pack may do, and to its updates' },
  async run(context, [verb, ...words], values) {
    const [word, ...more] = words;
    if (verb === 'list' && words.length === 0) {
      return list(context, values);
    }
    if (verb === 'update') {
      return update(context, words, values);
    }
    if ((verb === 'add' || verb === 'remove') && word !== undefined && more.length === 0) {
      return verb === 'add' ? add(context, word, values) : remove(context, word);
    }
    throw new UsageError('Say add, list, update or remove.');
  },
};

async function options(context: CliContext, values: Values): Promise<PackOptions> {
  const core = await context.core();
  const { catalogs } = await core.catalog.load(context.signal);
  const asker = askerOf(context, values);
  return { home: new Home(core.home), ask: (question) => asker.consent(question), catalogs, signal: context.signal };
}

async function add(context: CliContext, address: string, values: Values): Promise<number> {
  const { addPack } = await import('../authoring/packs/packs');
  const added = await addPack(address, await options(context, values));
  context.output.line(added ? `${added.name} is here, at ${added.commit?.slice(0, 12) ?? ''}. \`ai-labs list\` shows its labs.` : 'Not trusted: none of its labs is listed.');
  return added ? exit.good : exit.doesNotHold;
}

async function list(context: CliContext, values: Values): Promise<number> {
  const packs = readPacks(new Home((await context.core()).home));
  if (flag(values, 'json')) {
    context.output.json(packs.map(({ name, url, ref, commit, may }) => ({ name, url, ref, commit, may })));
    return exit.good;
  }
  for (const { name, url, ref, commit, may } of packs) {
    context.output.line(`${context.output.style('bold', name)}  ${url}${ref === undefined ? '' : `#${ref}`}  ${commit?.slice(0, 12) ?? 'not trusted'}`);
    may.forEach((each) => context.output.line(`    ${each}`));
  }
  if (packs.length === 0) {
    context.output.line('There is no lab pack. `ai-labs pack add URL` gets one.');
  }
  return exit.good;
}

async function update(context: CliContext, words: readonly string[], values: Values): Promise<number> {
  const { changeText, packNamed, updatePack } = await import('../authoring/packs/packs');
  const how = await options(context, values);
  const packs = words.length > 0 ? words.map((word) => packNamed(how.home, word)) : readPacks(how.home).filter(({ commit }) => commit !== undefined);
  for (const each of packs) {
    context.output.progress(`Looking for a newer ${each.name} …`);
    const updated = await updatePack(each, how);
    context.output.progressEnd();
    context.output.line(updated ? `${each.name} ${updated.taken ? 'was updated' : 'stays as it is'}: ${changeText(updated.change)}` : `${each.name}: nothing new`);
  }
  return exit.good;
}

async function remove(context: CliContext, word: string): Promise<number> {
  const { packNamed } = await import('../authoring/packs/packs');
  const home = new Home((await context.core()).home);
  const gone = packNamed(home, word);
  await removePack(home, gone);
  context.output.line(`${gone.name} is gone. What you made in its labs is still there.`);
  return exit.good;
}
