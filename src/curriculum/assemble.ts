import path from 'node:path';
import type { CatalogInfo, CatalogSnapshot, CatalogSource, LabEntry } from './catalog';
import { crossLabProblems } from './crossLab';
import type { FoundLab } from './discover';
import type { LabReading } from './parseLab';
import type { Problem } from './problem';

export interface LoadedLab {
  lab: FoundLab;
  reading: LabReading;
}

export interface LoadedCatalog {
  info: CatalogInfo;
  problems: Problem[];
  labs: LoadedLab[];
}

/** A workspace's lab hides a configured catalog's of the same id, which hides what was got from elsewhere, which hides a built-in one. */
const precedence: Record<CatalogSource, number> = { workspace: 0, configured: 1, pack: 2, bundle: 3, builtin: 4 };

/** Puts what was read together: one visible lab for each id, and the problems that only show across labs. */
export function assemble(catalogs: readonly LoadedCatalog[]): CatalogSnapshot {
  const entries = distinct(catalogs).map(({ info, images, lab, reading }) => ({ entry: entryOf(info, images, lab, reading), places: reading.places, root: info.root }));
  const problems = crossLabProblems(entries);
  const all = entries.map(({ entry }) => entry);
  for (const entry of problems.size > 0 ? all : []) {
    entry.problems = [...entry.problems, ...(problems.get(entry.file) ?? [])];
  }
  hide(all);
  const labs = all.filter((entry) => !entry.shadowedBy);
  const shadowed = all.filter((entry) => entry.shadowedBy);
  const byIdentity = firstBy([...labs, ...shadowed], (entry) => entry.identity);
  const byId = firstBy(labs, (entry) => entry.id);
  return {
    labs,
    shadowed,
    catalogs: catalogs.map(({ info }) => info),
    problems: catalogs.flatMap((catalog) => catalog.problems),
    byIdentity: (identity) => byIdentity.get(identity),
    find: (idOrIdentity) => byId.get(idOrIdentity) ?? byIdentity.get(idOrIdentity),
  };
}

/** A folder that several catalogs reach counts once, for the one that takes precedence. Keeps the order of catalogs. */
function distinct(catalogs: readonly LoadedCatalog[]): (LoadedLab & { info: CatalogInfo; images: string })[] {
  const all = catalogs.flatMap(({ info, labs }) => {
    const images = path.join(info.root, 'images');
    return labs.map(({ lab, reading }) => ({ lab, reading, info, images }));
  });
  if (new Set(all.map(({ lab }) => lab.realFolder)).size === all.length) {
    return all;
  }
  const best = new Map<string, CatalogInfo>();
  for (const { info, lab } of all) {
    const other = best.get(lab.realFolder);
    if (!other || precedence[info.source] < precedence[other.source]) {
      best.set(lab.realFolder, info);
    }
  }
  const taken = new Set<string>();
  return all.filter(({ info, lab }) => {
    const take = best.get(lab.realFolder) === info && !taken.has(lab.realFolder);
    taken.add(take ? lab.realFolder : '');
    return take;
  });
}

function entryOf(info: CatalogInfo, images: string, { folder, file }: FoundLab, { definition, problems }: LabReading): LabEntry {
  const id = path.basename(folder);
  const identity = `${info.id}/${id}`;
  return {
    identity,
    id,
    catalog: info.id,
    source: info.source,
    folder,
    file,
    problems,
    ...(definition && { lab: { identity, catalog: info.id, id, folder, images, definition } }),
  };
}

/** Marks entries that another lab of the same id hides: another catalog's, or, by mistake, one of the same catalog. */
function hide(entries: readonly LabEntry[]): void {
  const visible = new Map<string, LabEntry>();
  for (const entry of entries) {
    const other = visible.get(entry.id);
    if (!other || precedence[entry.source] < precedence[other.source] || (!other.lab && entry.lab && entry.source === other.source)) {
      visible.set(entry.id, entry);
    }
  }
  for (const entry of entries) {
    const winner = visible.get(entry.id);
    if (winner && winner !== entry) {
      entry.shadowedBy = winner.folder;
      winner.shadows = [...(winner.shadows ?? []), entry.folder];
    }
  }
}

function firstBy(entries: readonly LabEntry[], key: (entry: LabEntry) => string): Map<string, LabEntry> {
  const map = new Map<string, LabEntry>();
  for (const entry of entries) {
    if (!map.has(key(entry))) {
      map.set(key(entry), entry);
    }
  }
  return map;
}
