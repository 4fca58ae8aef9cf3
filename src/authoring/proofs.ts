import { allChecks, type LabDefinition } from '../curriculum/lab';
import type { Cell } from './rehearsal';

/** What a rehearsal showed of one check. */
export interface CheckProof {
  check: string;
  /** Failed before the work was done; passed, where it is `given`. */
  entered: boolean;
  /** Passed after it. */
  solved: boolean;
  /** Paths of the wrong solutions that it caught, with a message that fits. */
  caught: string[];
  /** No wrong solution says that it fails: nothing shows that it tells wrong work from right. Never so for given ones. */
  unproven: boolean;
}

/** Which check proved what, in declared order. */
export function proofsOf(definition: LabDefinition, cells: readonly Cell[]): CheckProof[] {
  const named = new Set(definition.solution.wrong.flatMap(({ fails }) => Object.keys(fails)));
  return allChecks(definition).map(({ check }) => {
    const proved = cells.filter((cell) => cell.proved.includes(check.id));
    return {
      check: check.id,
      entered: proved.some(({ proof }) => proof === 'entered'),
      solved: proved.some(({ proof }) => proof === 'solved'),
      caught: proved.filter(({ proof }) => proof === 'wrong').map(({ subject }) => subject),
      unproven: !check.given && !named.has(check.id),
    };
  });
}
