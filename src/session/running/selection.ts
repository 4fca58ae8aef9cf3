import * as l10n from '@vscode/l10n';
import { affectedChecks } from '../../checks/affected';
import { UserError } from '../../common/errors';
import { allChecks, type Check, type LabDefinition, type Step } from '../../curriculum/lab';
import type { CheckOptions } from '../api';
import { stepOf } from '../learning/steps';

export interface SelectedCheck {
  step: Step;
  check: Check;
}

/**
 * What is to be checked: what a learner asked for, the current step by default, and after a change only what it may
 * have changed. Throws UserErrors `unknown-step`, `unknown-check`.
 */
export function selectChecks(definition: LabDefinition, options: CheckOptions, current: string): SelectedCheck[] {
  const asked = askedFor(definition, options, current);
  if (!options.changed) {
    return asked;
  }
  const affected = new Set(affectedChecks(asked.map(({ check }) => check), options.changed));
  return asked.filter(({ check }) => affected.has(check));
}

function askedFor(definition: LabDefinition, options: CheckOptions, current: string): SelectedCheck[] {
  const every = allChecks(definition);
  if (options.checks) {
    return options.checks.map((id) => find(definition, every, id));
  }
  if (options.check) {
    return [find(definition, every, options.check)];
  }
  if (options.all) {
    return every;
  }
  const step = stepOf(definition, options.step ?? current);
  return every.filter((selected) => selected.step.id === step.id);
}

function find(definition: LabDefinition, every: SelectedCheck[], id: string): SelectedCheck {
  const found = every.find((selected) => selected.check.id === id);
  if (!found) {
    throw new UserError(l10n.t('The lab {0} has no check "{1}".', definition.id, id), {
      code: 'unknown-check',
      action: { label: l10n.t('Choose a Check'), text: l10n.t('Its checks are: {0}.', every.map(({ check }) => check.id).join(', ')) },
    });
  }
  return found;
}
