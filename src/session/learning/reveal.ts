import * as l10n from '@vscode/l10n';
import { UserError } from '../../common/errors';
import type { Lab } from '../../curriculum/lab';
import { type SolutionFile, solutionFiles } from '../../curriculum/solutionFiles';
import { progressOf } from '../../progress/fold';
import type { SessionContext } from '../context';
import { stepOf } from './steps';

/** The reference solution of a step, journaled the first time. Throws UserErrors `unknown-step`, `no-solution`, `hints-first`. */
export async function revealSolution(context: SessionContext, lab: Lab, id: string): Promise<SolutionFile[]> {
  const step = stepOf(lab.definition, id);
  const progress = progressOf(await context.journal.read(), lab.identity);
  const shown = Object.hasOwn(progress.solutions, id);
  if (!shown && (progress.hints[id] ?? 0) < step.hints.length) {
    throw new UserError(l10n.t('The step "{0}" has hints that you have not seen yet.', step.title), {
      code: 'hints-first',
      action: { label: l10n.t('Open Guide'), text: l10n.t('Look at all hints of the step first.'), command: 'aiLabs.openGuide', arguments: [{ lab: lab.identity, step: id }] },
    });
  }
  const files = await solutionFiles(lab, step);
  if (files.length === 0) {
    throw new UserError(l10n.t('The step "{0}" comes without a solution.', step.title), {
      code: 'no-solution',
      action: { label: l10n.t('Open Guide'), text: l10n.t('Read the step and its hints again.'), command: 'aiLabs.openGuide', arguments: [{ lab: lab.identity, step: id }] },
    });
  }
  if (!shown) {
    await context.journal.append({ kind: 'solution-shown', lab: lab.identity, step: id });
  }
  return files;
}
