import type { LabEntry } from './catalog';
import { findCircles } from './circles';
import { requiredIdentity } from './lab';
import { nearest } from './nearest';
import type { LabReading } from './parseLab';
import type { Problem } from './problem';
import type { TextRange } from './textRange';

interface Placed {
  entry: LabEntry;
  places: LabReading['places'];
  /** Folder of its catalog. */
  root: string;
}

/** Problems that only show when labs are seen together, by the lab.yaml they are in: ids given twice, `requires` that lead nowhere or in a circle. */
export function crossLabProblems(labs: readonly Placed[]): Map<string, Problem[]> {
  const problems = new Map<string, Problem[]>();
  const report = (entry: LabEntry, range: TextRange | undefined, problem: Omit<Problem, 'file' | keyof TextRange>): void => {
    const all = problems.get(entry.file) ?? [];
    all.push({ file: entry.file, ...(range ?? { line: 1, column: 1, endLine: 1, endColumn: 1 }), ...problem });
    problems.set(entry.file, all);
  };
  reportDuplicates(labs, report);
  reportRequires(labs, report);
  return problems;
}

type Report = (entry: LabEntry, range: TextRange | undefined, problem: Omit<Problem, 'file' | keyof TextRange>) => void;

function reportDuplicates(labs: readonly Placed[], report: Report): void {
  const groups = new Map<string, Placed[]>();
  for (const lab of labs) {
    const key = `${lab.root}\0${lab.entry.id}`;
    const group = groups.get(key);
    if (group) {
      group.push(lab);
    } else {
      groups.set(key, [lab]);
    }
  }
  for (const group of groups.values()) {
    for (const { entry, places } of group.length > 1 ? group : []) {
      const others = group.filter((other) => other.entry !== entry);
      report(entry, places.id, {
        severity: 'error',
        code: 'duplicate-lab',
        message: `There is another lab \`${entry.id}\` in this catalog. Rename one of them, its folder and its \`id\`.`,
        related: others.map((other) => ({ file: other.entry.file, line: other.places.id.line, column: other.places.id.column, message: 'The other lab.' })),
      });
    }
  }
}

function reportRequires(labs: readonly Placed[], report: Report): void {
  const requiring = labs.filter(({ entry }) => entry.lab && entry.lab.definition.requires.length > 0);
  if (requiring.length === 0) {
    return;
  }
  const byIdentity = new Map<string, Placed>();
  for (const lab of labs) {
    byIdentity.set(lab.entry.identity, byIdentity.get(lab.entry.identity) ?? lab);
  }
  const catalogs = new Set(labs.map((lab) => lab.entry.catalog));
  for (const { entry, places } of requiring) {
    entry.lab?.definition.requires.forEach((required, index) => {
      const identity = requiredIdentity(entry.catalog, required);
      if (!byIdentity.has(identity)) {
        const catalog = identity.split('/')[0] ?? '';
        const ids = new Set(labs.flatMap((lab) => [lab.entry.id, lab.entry.identity]));
        const meant = nearest(required, [...ids].filter((id) => id !== entry.id && id !== entry.identity));
        const missing = catalogs.has(catalog) ? `There is no lab \`${required}\`` : `There is no catalog \`${catalog}\` here, so \`${required}\` cannot be found`;
        report(entry, places.requires[index], {
          // A catalog that is not installed is no mistake of this lab's author.
          severity: catalogs.has(catalog) ? 'error' : 'warning',
          code: 'unknown-lab',
          message: `${missing}.${meant ? ` Did you mean \`${meant}\`?` : ' Correct the id, or take it out of `requires`.'}`,
        });
      }
    });
  }
  const successors = (identity: string): string[] => {
    const entry = byIdentity.get(identity)?.entry;
    return entry?.lab?.definition.requires.map((required) => requiredIdentity(entry.catalog, required)) ?? [];
  };
  for (const circle of findCircles(requiring.map(({ entry }) => entry.identity), successors)) {
    reportCircle(circle.flatMap((identity) => byIdentity.get(identity) ?? []), report);
  }
}

function reportCircle(circle: readonly Placed[], report: Report): void {
  const names = [...circle, ...circle.slice(0, 1)].map(({ entry }) => entry.id).join(' -> ');
  const placeOf = (index: number): TextRange | undefined => {
    const { entry, places } = circle[index] as Placed;
    const next = circle[(index + 1) % circle.length]?.entry.identity;
    const at = entry.lab?.definition.requires.findIndex((required) => requiredIdentity(entry.catalog, required) === next) ?? -1;
    return places.requires[at] ?? places.id;
  };
  circle.forEach(({ entry }, index) => {
    report(entry, placeOf(index), {
      severity: 'error',
      code: 'cycle',
      message:
        circle.length === 1
          ? 'This lab requires itself. Take it out of `requires`.'
          : `These labs require each other in a circle: ${names}. Take one of them out of \`requires\`.`,
      related: circle.flatMap((other, at) => {
        const place = placeOf(at);
        return other.entry === entry || !place ? [] : [{ file: other.entry.file, line: place.line, column: place.column, message: `\`${other.entry.id}\` requires the next one here.` }];
      }),
    });
  });
}
