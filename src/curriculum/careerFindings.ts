import type { ProblemSeverity } from './problem';

/** Keys and indices from the root of the data. */
export type Path = (string | number)[];

/** Something the schema can't see, at a place in the data: an id that leads nowhere, or one given twice. */
export interface CareerFinding {
  /** Keys and indices from the root to the value (or, with `onKey`, to the key) that is wrong. */
  path: Path;
  onKey?: boolean;
  severity: ProblemSeverity;
  code: 'duplicate-id' | 'unknown-reference' | 'missing-successor' | 'circular-successor' | 'bad-range';
  message: string;
  /** The id that leads nowhere, and those that would have led somewhere: for a suggestion of the nearest. */
  wanted?: string;
  known?: string[];
  /** Where an id was first given. */
  firstPath?: Path;
}

/** Collects findings; each method looks at one kind of mistake. */
export class Findings {
  readonly list: CareerFinding[] = [];

  /** Reports every id of a list that was given before; returns the ids. */
  unique(what: string, places: readonly { id: string; path: Path }[]): Set<string> {
    const first = new Map<string, Path>();
    for (const { id, path } of places) {
      const before = first.get(id);
      if (before) {
        this.list.push({
          path: [...path, 'id'],
          severity: 'error',
          code: 'duplicate-id',
          message: `There are two ${what} with the id "${id}". Give one of them another id.`,
          firstPath: [...before, 'id'],
        });
      } else {
        first.set(id, path);
      }
    }
    return new Set(first.keys());
  }

  reference(what: string, id: string | undefined, known: ReadonlySet<string>, path: Path, options: { onKey?: boolean; severity?: ProblemSeverity } = {}): void {
    if (id === undefined || known.has(id)) {
      return;
    }
    this.list.push({
      path,
      ...(options.onKey ? { onKey: true } : {}),
      severity: options.severity ?? 'error',
      code: 'unknown-reference',
      message: `There is no ${what} "${id}".`,
      wanted: id,
      known: [...known],
    });
  }

  references(what: string, ids: readonly string[], known: ReadonlySet<string>, path: Path, severity?: ProblemSeverity): void {
    ids.forEach((id, index) => this.reference(what, id, known, [...path, index], { severity }));
  }
}
