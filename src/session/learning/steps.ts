import * as l10n from '@vscode/l10n';
import type { LabDefinition, Step } from '../../curriculum/lab';
import { findStep } from '../../curriculum/lab';
import { UserError } from '../../common/errors';
import type { LabProgress } from '../../progress/summary';

/** The first step that is not completed, or the last one. */
export function currentStep(definition: LabDefinition, progress: LabProgress): Step {
  const open = definition.steps.find((step) => !Object.hasOwn(progress.steps, step.id)) ?? definition.steps.at(-1);
  if (!open) {
    throw new Error(`The lab ${definition.id} has no steps`);
  }
  return open;
}

export function isLabCompleted(definition: LabDefinition, progress: LabProgress): boolean {
  return definition.steps.every((step) => Object.hasOwn(progress.steps, step.id));
}

/** Whether a step has something to show for: a step without checks and questions is completed by Next. */
export function asksSomething(step: Step): boolean {
  return step.checks.length > 0 || step.questions.length > 0;
}

/**
 * What a step still lacks: ids of required checks that have not passed, and of questions not answered correctly. Where
 * entering the step changes the lab (`before`), a pass of the time before does not count.
 */
export function missing(step: Step, progress: LabProgress): { checks: string[]; questions: string[] } {
  const changed = step.before.length > 0 && progress.enteredStep === step.id;
  const passes = (id: string): boolean => {
    const known = Object.hasOwn(progress.checks, id) ? progress.checks[id] : undefined;
    return known?.verdict === 'passed' && !(changed && known.earlier);
  };
  return {
    checks: step.checks.filter((check) => !check.optional && !passes(check.id)).map((check) => check.id),
    questions: step.questions
      .filter((question) => !Object.hasOwn(progress.answers, question.id) || progress.answers[question.id] !== true)
      .map((question) => question.id),
  };
}

/** Whether what the journal says is enough for a step. */
export function holds(step: Step, progress: LabProgress): boolean {
  const { checks, questions } = missing(step, progress);
  return asksSomething(step) && checks.length === 0 && questions.length === 0;
}

/** Ids of checks that pass, as far as the journal knows. */
export function passedChecks(progress: LabProgress): Set<string> {
  return new Set(Object.entries(progress.checks).filter(([, check]) => check.verdict === 'passed').map(([id]) => id));
}

/** Throws a UserError with the code `unknown-step`. */
export function stepOf(definition: LabDefinition, id: string): Step {
  const step = findStep(definition, id);
  if (!step) {
    throw new UserError(l10n.t('The lab {0} has no step "{1}".', definition.id, id), {
      code: 'unknown-step',
      action: { label: l10n.t('Choose a Step'), text: l10n.t('Its steps are: {0}.', definition.steps.map((each) => each.id).join(', ')) },
    });
  }
  return step;
}
