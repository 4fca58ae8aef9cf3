import { UserError } from '../common/errors';
import type { Core } from '../core';
import type { Lab } from '../curriculum/lab';
import type { Asker, ResetOffer } from '../session/api';
import { admit } from './admit';
import { askerOf } from './asker';
import { type CliContext, type Command, exit, flag, text, UsageError } from './command';
import { openLab, playable, usable } from './labs';

/** `ai-labs reset`: goes back to the beginning of a step, or of the whole lab; or brings the files of before back. */
export const reset: Command = {
  name: 'reset',
  parameters: 'LAB [--step S | --current | --undo] [--yes]',
  summary: 'Begins a lab or a step again. Your files are copied aside first; --undo brings them back.',
  options: { step: { type: 'string' }, current: { type: 'boolean' }, undo: { type: 'boolean' }, yes: { type: 'boolean', short: 'y' } },
  help: {
    step: 'back to the beginning of this step', current: 'back to the beginning of the step you are at',
    undo: 'brings back your files as they were before the last reset', yes: 'do not ask',
  },
  async run(context, words, values) {
    const step = text(values, 'step');
    if ([step !== undefined, flag(values, 'current'), flag(values, 'undo')].filter(Boolean).length > 1) {
      throw new UsageError('Say one of --step, --current and --undo.');
    }
    const { core, entry } = await openLab(context, words);
    const asker = askerOf(context, values);
    const told = flag(values, 'undo')
      ? await undo(context, core, playable(core, entry), asker)
      : step !== undefined || flag(values, 'current')
        ? await resetStep(context, core, playable(core, entry), asker, step)
        : await resetLab(context, core, usable(entry), asker);
    context.output.progressEnd();
    context.output.line(told);
    return exit.good;
  },
};

async function resetLab(context: CliContext, core: Core, lab: Lab, asker: Asker): Promise<string> {
  await admit(core, lab, asker, false);
  await agreed(asker, {
    title: `Begin "${lab.definition.title}" again from its starter files?`,
    detail: 'A copy of your files is kept. What the containers hold is lost, programs in the lab end, and its steps begin again.',
    accept: 'Reset the lab',
  });
  const view = await core.sessions.reset(lab, { asker, signal: context.signal, onProgress: ({ message }) => context.output.progress(message) });
  return `${lab.definition.title} begins again in ${view.folder}. \`ai-labs reset ${lab.id} --undo\` brings your files back.`;
}

async function resetStep(context: CliContext, core: Core, lab: Lab, asker: Asker, step?: string): Promise<string> {
  const offer = await core.sessions.resetOffer(lab.identity, step);
  await agreed(asker, { title: `Go back to the beginning of "${offer.title}"?`, detail: consequences(offer).join('\n'), accept: 'Reset the step' });
  await core.sessions.resetStep(lab.identity, {
    asker, step: offer.step, containers: offer.containers, signal: context.signal,
    onProgress: ({ message }) => context.output.progress(message),
  });
  const said = offer.containers === 'snapshot' ? 'Programs in the lab started again.' : 'Its containers were made anew.';
  return `You are at the beginning of "${offer.title}". ${said} \`ai-labs reset ${lab.id} --undo\` brings your files back.`;
}

async function undo(context: CliContext, core: Core, lab: Lab, asker: Asker): Promise<string> {
  if (await core.sessions.canUndoReset(lab.identity)) {
    await agreed(asker, {
      title: `Bring back your files of "${lab.definition.title}" as they were before the last reset?`,
      detail: 'What is in the folder now is copied aside first. Containers and progress stay as they are.',
      accept: 'Undo the reset',
    });
  }
  const { restored } = await core.sessions.undoReset(lab.identity, context.signal);
  return `Your files are back (from ${restored}).`;
}

/** What is lost and what is kept. */
function consequences(offer: ResetOffer): string[] {
  const brought = offer.containers === 'snapshot';
  return [
    offer.files === 'kept' ? 'Your files become what they were when the step began; a copy of what they are now is kept.' : 'Your files become the starter files; a copy of what they are now is kept.',
    ...(offer.late > 0 ? [`${offer.late} of them had been changed already when they were copied.`] : []),
    brought
      ? 'The containers get back what they held then; what changed in them since is lost.'
      : 'The containers are made anew: whatever was changed in them outside your folder is lost, in earlier steps too.',
    ...(offer.why ? [offer.why] : []),
    ...(brought && offer.inMemory ? ['Folders in memory come back empty.'] : []),
    ...(brought && offer.innerEngines.length > 0 ? [`Images and containers of the engine inside ${offer.innerEngines.join(', ')} stay as they are.`] : []),
    'Programs in the lab end and start again. This step and later ones are to be done again.',
  ];
}

async function agreed(asker: Asker, question: { title: string; detail: string; accept: string }): Promise<void> {
  if (!(await asker.consent({ id: 'reset', ...question }))) {
    throw new UserError('Nothing was reset.', { code: 'declined' });
  }
}
