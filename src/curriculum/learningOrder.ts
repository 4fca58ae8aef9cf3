import type { CareerPath } from './careerPath';
import { difficulties } from './difficulty';
import { type Lab, requiredIdentity } from './lab';

/** The labs that belong to a stage of the career path: those of its key actions. */
export function labsOfStage(labs: readonly Lab[], stage: Pick<CareerPath['stages'][number], 'actions'>): Lab[] {
  const actions = new Set(stage.actions.map(({ id }) => id));
  return labs.filter(({ definition }) => actions.has(definition.action));
}

/**
 * Labs in the order one does them: as the path has their key actions (those of none come last, one after the other), and
 * within a key action a lab after those it requires, the easier before the harder, then by title.
 */
export function inLearningOrder(labs: readonly Lab[], path: Pick<CareerPath, 'stages'> | undefined): Lab[] {
  const actions = [...(path?.stages ?? []).flatMap((stage) => stage.actions.map(({ id }) => id)), ...labs.map(({ definition }) => definition.action)];
  const places = new Map(actions.map((action, place) => [action, place] as const).reverse());
  const place = ({ definition }: Lab): number => places.get(definition.action) ?? 0;
  const rank = ({ definition }: Lab): number => difficulties.indexOf(definition.difficulty);
  const sorted = [...labs].sort((a, b) => place(a) - place(b) || rank(a) - rank(b) || compare(a.definition.title, b.definition.title));
  const known = new Map(sorted.map((lab) => [lab.identity, lab]));
  const ordered: Lab[] = [];
  const visited = new Set<Lab>();
  const take = (lab: Lab): void => {
    // Labs that require each other in a circle are a mistake told elsewhere; here it must merely come to an end.
    if (visited.has(lab)) {
      return;
    }
    visited.add(lab);
    for (const required of lab.definition.requires) {
      const before = known.get(requiredIdentity(lab.catalog, required));
      if (before?.definition.action === lab.definition.action) {
        take(before);
      }
    }
    ordered.push(lab);
  };
  sorted.forEach(take);
  return ordered;
}

/** The same on every machine, whatever its language. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
