import * as l10n from '@vscode/l10n';
import { UserError } from '../../common/errors';
import type { Lab } from '../../curriculum/lab';
import type { Asker } from '../api';
import { remember, type SessionContext } from '../context';
import { askInputs } from '../start/consents';

/**
 * Asks for a lab's `inputs` anew. Nothing is held while a person thinks: write what comes of it with the lab's lock.
 * Throws CancelledError, and UserErrors `lab-not-started`, `input-invalid`.
 */
export async function askAgain(context: SessionContext, lab: Lab, asker: Asker): Promise<Record<string, string>> {
  const before = answered(context, lab);
  const inputs = Object.entries(lab.definition.inputs).map(([name, wanted]) => [name, { ...wanted, default: before[name] ?? wanted.default }] as const);
  const asked = { ...lab, definition: { ...lab.definition, inputs: Object.fromEntries(inputs) } };
  return askInputs(asked, {}, asker);
}

/** Remembers answers. With the lab's lock held. */
export async function writeInputs(context: SessionContext, lab: Lab, inputs: Record<string, string>): Promise<void> {
  answered(context, lab);
  await remember(context, context.table.get(lab.identity), { inputs });
  context.table.touch(lab.identity);
}

function answered(context: SessionContext, lab: Lab): Readonly<Record<string, string>> {
  const { record } = context.table.get(lab.identity);
  if (!record) {
    throw new UserError(l10n.t('The lab {0} was never started here.', lab.definition.title), {
      code: 'lab-not-started',
      action: { label: l10n.t('Start Lab'), text: l10n.t('Start the lab: it asks then.'), command: 'aiLabs.startLab', arguments: [{ lab: lab.identity }] },
    });
  }
  return record.inputs;
}
