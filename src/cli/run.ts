import { admit } from './admit';
import { askerOf, asking } from './asker';
import { type Command, exit, flag } from './command';
import { openLab, playable } from './labs';

/** `ai-labs run`: starts a lab or comes back to it, and leaves it running. */
export const run: Command = {
  name: 'run',
  parameters: `LAB [--json] [--anyway] ${asking.parameters}`,
  summary: 'Starts a lab (or comes back to it), prints where it is, and leaves it running.',
  options: { json: { type: 'boolean' }, anyway: { type: 'boolean' }, ...asking.options },
  help: { json: 'folder and ports as JSON', anyway: 'whatever comes before it', ...asking.help },
  async run(context, words, values) {
    const { core, entry } = await openLab(context, words);
    const lab = playable(core, entry);
    core.sessions.onNotice(({ message }) => context.output.error(message));
    const asker = askerOf(context, values);
    await admit(core, lab, asker, flag(values, 'anyway'));
    const view = await core.sessions.start(lab, {
      asker,
      signal: context.signal,
      onProgress: (progress) => context.output.progress(progress.message),
    });
    context.output.progressEnd();
    if (flag(values, 'json')) {
      context.output.json({ id: lab.id, identity: lab.identity, folder: view.folder, step: view.currentStep, ports: view.ports });
      return exit.good;
    }
    const step = lab.definition.steps.find((each) => each.id === view.currentStep);
    context.output.line(`${context.output.style('bold', lab.definition.title)} is running.`);
    context.output.line(`  Your files   ${view.folder}`);
    for (const port of view.ports) {
      context.output.line(`  ${port.service}:${port.container}`.padEnd(15) + `http://127.0.0.1:${port.host}`);
    }
    context.output.line(`  Now          ${step?.title ?? view.currentStep}`);
    context.output.line(`  Terminal     ai-labs shell ${words[0]}`);
    context.output.line(`  Check        ai-labs check ${words[0]}`);
    return exit.good;
  },
};
