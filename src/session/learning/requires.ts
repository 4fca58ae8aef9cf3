import { hasSolution, type Lab, requiredIdentity } from '../../curriculum/lab';
import type { Summary } from '../../progress/summary';

/** A lab to do first. */
export interface Prerequisite {
  lab: string;
  title: string;
  /** Whether it can be prepared: it is here, and brings a solution along. */
  preparable: boolean;
}

/** Why a lab is not open yet. */
export interface Lock {
  missing: Prerequisite[];
  /** It cannot be started anyway: an instructor's setting says so. */
  enforced: boolean;
}

export interface LockFacts {
  summary: Summary;
  enforced?: boolean;
}

export function labsByIdentity(labs: readonly Lab[]): Map<string, Lab> {
  return new Map(labs.map((lab) => [lab.identity, lab]));
}

/**
 * A lab is locked while a lab it requires is neither completed nor prepared, until it is begun all the same. Where locks
 * are enforced what was prepared opens nothing, and a lab that is not there (its catalog is not installed) keeps nothing shut.
 */
export function lockOf({ identity, catalog, definition }: Lab, { summary, enforced = false }: LockFacts, known: ReadonlyMap<string, Lab>): Lock | undefined {
  const own = summary.labs[identity];
  if (definition.requires.length === 0 || own?.startedAt !== undefined || own?.completedAt !== undefined) {
    return undefined;
  }
  const missing = definition.requires
    .map((required) => requiredIdentity(catalog, required))
    .filter((required) => {
      const progress = summary.labs[required];
      return progress?.completedAt === undefined && (enforced ? known.has(required) : progress?.preparedAt === undefined);
    })
    .map((required): Prerequisite => {
      const lab = known.get(required);
      return { lab: required, title: lab?.definition.title ?? required, preparable: lab !== undefined && hasSolution(lab) };
    });
  return missing.length > 0 ? { missing, enforced } : undefined;
}
