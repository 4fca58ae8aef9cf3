import type { Core } from '../core';
import type { Lab } from '../curriculum/lab';
import { labsOfStage } from '../curriculum/learningOrder';
import { type CliContext, UsageError } from './command';
import { findEntries, usable } from './labs';

/** The labs that words name, those of a stage, or all that can be used. Throws the UserError `broken-lab`, and UsageErrors. */
export async function chooseLabs(context: CliContext, core: Core, words: readonly string[], stage: string | undefined): Promise<Lab[]> {
  if (words.length > 0) {
    if (stage !== undefined) {
      throw new UsageError('Name labs or a stage, not both.');
    }
    return (await findEntries(core, words, context.signal)).map(usable);
  }
  const [catalog, { path }] = await Promise.all([core.catalog.load(context.signal), core.careerPath()]);
  const labs = catalog.labs.flatMap(({ lab }) => lab ?? []);
  if (stage === undefined) {
    return labs;
  }
  const found = path?.stages.find(({ id }) => id === stage);
  if (!found) {
    throw new UsageError(`The career path has no stage "${stage}". There is: ${(path?.stages ?? []).map(({ id }) => id).join(', ')}.`);
  }
  const own = labsOfStage(labs, found);
  if (own.length === 0) {
    throw new UsageError(`No lab belongs to the stage "${stage}" yet.`);
  }
  return own;
}
