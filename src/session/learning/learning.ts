import * as l10n from '@vscode/l10n';
import { UserError } from '../../common/errors';
import type { Lab, Question, Step } from '../../curriculum/lab';
import { progressOf } from '../../progress/fold';
import type { Answer, AnswerOutcome } from '../api';
import type { SessionContext } from '../context';
import { advance, type Advance } from '../start/entering';
import { grade } from './grade';
import { asksSomething, currentStep, missing, stepOf } from './steps';

/** The lab as its session has it, else as it is on disk. Throws a UserError with the code `unknown-lab`. */
export async function knownLab(context: SessionContext, identity: string): Promise<Lab> {
  const lab = context.table.get(identity).lab ?? (await context.findLab(identity));
  if (!lab) {
    throw new UserError(l10n.t('There is no lab "{0}".', identity), {
      code: 'unknown-lab',
      action: { label: l10n.t('Choose a Lab'), text: l10n.t('Choose one of the labs in the Career Path view.') },
    });
  }
  return lab;
}

/** Throws a UserError with the code `unknown-question`. */
export function findQuestion(lab: Lab, id: string): { step: Step; question: Question } {
  for (const step of lab.definition.steps) {
    const question = step.questions.find((each) => each.id === id);
    if (question) {
      return { step, question };
    }
  }
  throw new UserError(l10n.t('The lab {0} has no question "{1}".', lab.definition.title, id), {
    code: 'unknown-question',
    action: { label: l10n.t('Open Guide'), text: l10n.t('Open the guide again: the lab may have changed.'), command: 'aiLabs.openGuide', arguments: [{ lab: lab.identity }] },
  });
}

/**
 * Grades an answer and journals it at once, whoever is at work on the lab: no answer is lost because that takes long.
 * `inTurn` runs what a right one completes, with the lab's lock held.
 */
export async function answerQuestion(
  context: SessionContext,
  lab: Lab,
  id: string,
  given: Answer,
  inTurn: (task: (signal: AbortSignal) => Promise<Advance>) => Promise<Advance>,
): Promise<AnswerOutcome> {
  const { step, question } = findQuestion(lab, id);
  const correct = grade(question, given);
  await context.journal.append({ kind: 'answered', lab: lab.identity, step: step.id, question: id, correct });
  const outcome = { correct, explain: question.explain, completedStep: false, completedLab: false };
  if (!correct) {
    return outcome;
  }
  const { completedSteps, completedLab } = await inTurn((signal) => advance(context, lab.identity, lab, undefined, signal));
  return { ...outcome, completedStep: completedSteps.includes(step.id), completedLab };
}

/** The next hint of a step, journaled; undefined where there are no more. */
export async function nextHint(context: SessionContext, lab: Lab, step: string): Promise<{ index: number; text: string; remaining: number } | undefined> {
  const { hints } = stepOf(lab.definition, step);
  const index = progressOf(await context.journal.read(), lab.identity).hints[step] ?? 0;
  const text = hints[index];
  if (text === undefined) {
    return undefined;
  }
  await context.journal.append({ kind: 'hint-shown', lab: lab.identity, step, hint: index + 1 });
  return { index, text, remaining: hints.length - index - 1 };
}

/**
 * Completes the current step where it asks for nothing, or holds by what the journal says, and enters the next. With
 * the lab's lock held. Throws a UserError with the code `step-not-finished`.
 */
export async function nextStep(context: SessionContext, lab: Lab, signal: AbortSignal): Promise<void> {
  const progress = progressOf(await context.journal.read(), lab.identity);
  const step = currentStep(lab.definition, progress);
  const lacks = missing(step, progress);
  const open = [...lacks.checks, ...lacks.questions];
  if (asksSomething(step) && open.length > 0) {
    throw new UserError(l10n.t('The step "{0}" is not finished: {1} to go.', step.title, open.join(', ')), {
      code: 'step-not-finished',
      action: { label: l10n.t('Check Step'), text: l10n.t('Check the step first.'), command: 'aiLabs.checkStep', arguments: [{ lab: lab.identity, step: step.id }] },
    });
  }
  await advance(context, lab.identity, lab, { step }, signal);
}
