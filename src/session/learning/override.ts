import * as l10n from '@vscode/l10n';
import { UserError } from '../../common/errors';
import type { Lab } from '../../curriculum/lab';
import { progressOf } from '../../progress/fold';
import type { Override } from '../api';
import type { SessionContext } from '../context';
import { advance, type Advance } from '../start/entering';
import { currentStep, stepOf } from './steps';

const longest = 500;

/**
 * Counts a step as completed because a person says so, and journals who and why. With the lab's lock held. Throws
 * UserErrors `unknown-step`, `lab-not-started`, `step-completed`, `override-incomplete`.
 */
export async function overrideStep(context: SessionContext, lab: Lab, id: string, { by, reason }: Override, signal: AbortSignal): Promise<Advance> {
  const step = stepOf(lab.definition, id);
  const override = { by: by.trim().slice(0, longest), reason: reason.trim().slice(0, longest) };
  if (!override.by || !override.reason) {
    throw new UserError(l10n.t('An override says who decided, and why.'), {
      code: 'override-incomplete',
      action: { label: l10n.t('Say Who and Why'), text: l10n.t('Give --by NAME and --reason TEXT.') },
    });
  }
  const progress = progressOf(await context.journal.read(), lab.identity);
  if (progress.startedAt === undefined) {
    throw new UserError(l10n.t('The lab {0} was never started here.', lab.definition.title), {
      code: 'lab-not-started',
      action: { label: l10n.t('Start Lab'), text: l10n.t('Start the lab first, or name the home it was started in with --home.'), command: 'aiLabs.startLab', arguments: [{ lab: lab.identity }] },
    });
  }
  if (Object.hasOwn(progress.steps, id)) {
    throw new UserError(l10n.t('The step "{0}" is completed already.', step.title), {
      code: 'step-completed',
      action: { label: l10n.t('Choose a Step'), text: l10n.t('Open steps: {0}.', lab.definition.steps.filter((each) => !Object.hasOwn(progress.steps, each.id)).map((each) => each.id).join(', ') || 'none') },
    });
  }
  if (currentStep(lab.definition, progress).id === id) {
    return advance(context, lab.identity, lab, { step, override }, signal);
  }
  // One further on: it will be passed over when the learner gets there.
  await context.journal.append({ kind: 'step-completed', lab: lab.identity, step: id, override: true, ...override });
  context.table.touch(lab.identity);
  return { completedSteps: [id], completedLab: false };
}
