import type { LabEntry } from '../../curriculum/catalog';
import { crossLabProblems } from '../../curriculum/crossLab';
import type { LabReading, LabSource } from '../../curriculum/parseLab';
import type { Problem } from '../../curriculum/problem';
import { fileStart } from '../../curriculum/textRange';

/** A lab of the catalogs, as it was last read. */
export interface OtherLab {
  entry: LabEntry;
  /** Folder of its catalog. */
  root: string;
}

/**
 * What is wrong between a lab, as it is being written, and the others: an id given twice, `requires` that lead nowhere
 * or in a circle. Nothing where no catalog holds the lab.
 */
export function crossFindings(source: LabSource, reading: LabReading, others: readonly OtherLab[]): Problem[] {
  if (!others.some(({ entry }) => entry.file === source.file)) {
    return [];
  }
  const placed = others.map(({ entry, root }) => {
    const own = entry.file === source.file && entry.lab && reading.definition;
    return own
      ? { entry: { ...entry, lab: { ...entry.lab, definition: reading.definition } as LabEntry['lab'] }, root, places: reading.places }
      : { entry, root, places: { id: fileStart, requires: [] } };
  });
  return crossLabProblems(placed).get(source.file) ?? [];
}
