import type { Core } from '../core';
import type { LabEntry } from '../curriculum/catalog';
import type { Lab } from '../curriculum/lab';
import { type CliContext, UsageError } from './command';
import { findEntries, usable } from './labs';

/** The labs that words name, those of a stage, or all that can be used. Throws the UserError `broken-lab`, and UsageErrors. */
export async function chooseLabs(context: CliContext, core: Core, words: readonly string[], stage: string | undefined): Promise<Lab[]> {
  return (await chosen(context, core, words, stage)).map(usable);
}

async function chosen(context: CliContext, core: Core, words: readonly string[], stage: string | undefined): Promise<LabEntry[]> {
  if (words.length > 0) {
    if (stage !== undefined) {
      throw new UsageError('Name labs or a stage, not both.');
    }
    return findEntries(core, words, context.signal);
  }
  const [{ labs }, { path }] = await Promise.all([core.catalog.load(context.signal), core.careerPath()]);
  if (stage === undefined) {
    return labs.filter(({ lab }) => lab !== undefined);
  }
  const found = path?.stages.find(({ id }) => id === stage);
  if (!found) {
    throw new UsageError(`The career path has no stage "${stage}". There is: ${(path?.stages ?? []).map(({ id }) => id).join(', ')}.`);
  }
  const actions = new Set(found.actions.map(({ id }) => id));
  const entries = labs.filter(({ lab }) => lab && actions.has(lab.definition.action));
  if (entries.length === 0) {
    throw new UsageError(`No lab belongs to the stage "${stage}" yet.`);
  }
  return entries;
}
