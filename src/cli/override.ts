import { type Command, exit, flag, text, UsageError } from './command';
import { coreFor, findEntries, usable } from './labs';

/** `ai-labs override`: an instructor counts a step as completed; the journal keeps who and why. */
export const override: Command = {
  name: 'override',
  parameters: 'LAB STEP --by NAME --reason TEXT [--json]',
  summary: 'Counts a step as completed whatever its checks say, marked with who decided and why.',
  options: { by: { type: 'string' }, reason: { type: 'string' }, json: { type: 'boolean' } },
  help: { by: 'who decides', reason: 'why, for whoever reads the journal or an export', json: 'what it completed, as JSON' },
  async run(context, words, values) {
    const [lab, step, ...more] = words;
    const by = text(values, 'by');
    const reason = text(values, 'reason');
    if (!lab || !step || more.length > 0 || !by || !reason) {
      throw new UsageError('Name a lab and a step, and say who decides (--by) and why (--reason).');
    }
    // Nothing here needs an engine: whoever grades may have none.
    const core = await coreFor(context, [lab]);
    const { identity } = (await findEntries(core, [lab], context.signal)).map(usable)[0] ?? { identity: lab };
    const outcome = await core.sessions.override(identity, step, { by, reason });
    if (flag(values, 'json')) {
      context.output.json(outcome);
    } else {
      const also = outcome.completedSteps.filter((id) => id !== step);
      context.output.line(`${step} of ${identity} counts as completed, by ${by}: ${reason}`);
      if (also.length > 0) {
        context.output.line(`Completed with it, because their checks pass: ${also.join(', ')}.`);
      }
      if (outcome.completedLab) {
        context.output.line('Lab completed.');
      }
    }
    return exit.good;
  },
};
