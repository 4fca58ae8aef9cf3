import { sleep } from '../common/cancellation';
import { messageOf } from '../common/errors';
import type { Core } from '../core';
import { Home } from '../session/home';
import { anyWindow } from '../session/idle/presence';
import { stopAll } from '../session/stopAll';
import { type CliContext, type Command, exit, flag, text, UsageError, type Values, wholeNumber } from './command';
import { coreFor, findEntries } from './labs';

/** `ai-labs stop`: ends what runs; the learner's files stay. */
export const stop: Command = {
  name: 'stop',
  parameters: 'LAB | --all [--remove] [--unless-open SECONDS]',
  summary: 'Stops a lab, or all of them. Your files stay; processes in the lab end.',
  options: { all: { type: 'boolean' }, remove: { type: 'boolean' }, 'unless-open': { type: 'string' } },
  help: {
    all: 'every lab that runs', remove: 'takes the containers away as well (your files still stay)',
    'unless-open': 'waits so many seconds, then leaves everything as it is if a window of VS Code is open',
  },
  async run(context, words, values) {
    if ((words.length === 1) === flag(values, 'all')) {
      throw new UsageError('Name one lab, or say --all.');
    }
    const core = await coreFor(context, words);
    if (await leftOpen(context, values, core.home)) {
      context.output.line('A window is open: nothing is stopped.');
      return exit.good;
    }
    const trouble = await core.sessions.resume(context.signal);
    if (trouble) {
      throw trouble;
    }
    if (flag(values, 'all')) {
      return stopEvery(context, core, flag(values, 'remove'));
    }
    const [entry] = await findEntries(core, words, context.signal);
    const identity = entry?.identity ?? '';
    context.output.progress(`Stopping ${identity} …`);
    await (flag(values, 'remove') ? core.sessions.remove(identity, context.signal) : core.sessions.stop(identity, context.signal));
    context.output.line(`${identity} is stopped; your files are still there.`);
    return exit.good;
  },
};

/** One lab that does not stop keeps no other from it, and makes the exit code say so. */
async function stopEvery(context: CliContext, core: Core, remove: boolean): Promise<number> {
  const { sessions } = core;
  const views = sessions.all().filter((view) => remove || view.running);
  if (views.length === 0) {
    context.output.line('No lab runs.');
    return exit.good;
  }
  context.output.progress(`Stopping ${views.map(({ lab }) => lab.identity).join(', ')} …`);
  const stopped = await stopAll(views, (identity) => (remove ? sessions.remove(identity, context.signal) : sessions.stop(identity, context.signal)));
  for (const { identity, error } of stopped) {
    if (error === undefined) {
      context.output.line(`${identity} is stopped; your files are still there.`);
    } else {
      context.output.error(`${identity} could not be stopped: ${messageOf(error)}`);
    }
  }
  return stopped.some(({ error }) => error !== undefined) ? exit.couldNotRun : exit.good;
}

async function leftOpen(context: CliContext, values: Values, home: string): Promise<boolean> {
  if (text(values, 'unless-open') === undefined) {
    return false;
  }
  await sleep(wholeNumber(values, 'unless-open', 0, 0) * 1000, context.signal);
  return anyWindow(new Home(home).windows);
}
