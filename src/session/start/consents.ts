import { readFile } from 'node:fs/promises';
import * as l10n from '@vscode/l10n';
import { CancelledError, systemCode, UserError } from '../../common/errors';
import type { Lab } from '../../curriculum/lab';
import { matchesWhole } from '../../curriculum/pattern';
import type { Asker } from '../api';
import type { Home } from '../home';
import { writeAtomically } from '../state/record';

const engineQuestionId = 'engine';

function engineQuestion(): Parameters<Asker['consent']>[0] {
  return {
    id: engineQuestionId,
    title: l10n.t('This lab runs a container engine inside its own container'),
    detail: l10n.t('To build and run containers of your own, the lab gets a container engine without root rights. For that, its container gives up two of the walls other labs have: the filter of system calls, and the rule that a program never gains rights. It still cannot reach your files beyond its own folder, nor the container engine of this machine. You are asked once for all labs of this kind.'),
    accept: l10n.t('Allow'),
  };
}

/**
 * Asks for what a lab needs a yes for, once a home. Throws CancelledError where the answer is no.
 */
export async function askConsents(home: Home, lab: Lab, asker: Asker): Promise<void> {
  if (!Object.values(lab.definition.services).some((service) => service.engine)) {
    return;
  }
  const given = await readConsents(home);
  if (Object.hasOwn(given, engineQuestionId)) {
    return;
  }
  if (!(await asker.consent(engineQuestion()))) {
    throw new CancelledError(l10n.t('The lab was not started: it needs a container engine of its own.'));
  }
  const all = { ...given, [engineQuestionId]: new Date().toISOString() };
  await writeAtomically(home.consents, `${JSON.stringify(all, undefined, 2)}\n`).catch((error: unknown) => {
    throw home.notWritable(error);
  });
}

/**
 * The values of a lab's `inputs`: those known, and the others asked for. Throws CancelledError where one is not given,
 * and a UserError with the code `input-invalid` where one does not fit its pattern.
 */
export async function askInputs(lab: Lab, known: Readonly<Record<string, string>>, asker: Asker): Promise<Record<string, string>> {
  const inputs: Record<string, string> = {};
  for (const [name, wanted] of Object.entries(lab.definition.inputs)) {
    const fits = (value: string): boolean => wanted.pattern === undefined || matchesWhole(wanted.pattern, value);
    const before = Object.hasOwn(known, name) ? known[name] : undefined;
    const value = before !== undefined && fits(before) ? before : await asker.input({ name, ...wanted });
    if (value === undefined) {
      throw new CancelledError(l10n.t('The lab was not started: it needs a value for "{0}".', name));
    }
    if (!fits(value)) {
      throw new UserError(l10n.t('"{0}" does not fit what the lab asks for as "{1}" ({2}).', value, name, wanted.pattern ?? ''), {
        code: 'input-invalid',
        action: { label: l10n.t('Start Again'), text: l10n.t('Start the lab again with another value.'), command: 'aiLabs.startLab', arguments: [{ lab: lab.identity }] },
      });
    }
    inputs[name] = value;
  }
  return inputs;
}

async function readConsents(home: Home): Promise<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(await readFile(home.consents, 'utf8'));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch (error) {
    if (systemCode(error) === 'ENOENT' || error instanceof SyntaxError) {
      return {};
    }
    throw error;
  }
}
