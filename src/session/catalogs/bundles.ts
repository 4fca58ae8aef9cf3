import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { CatalogRoot } from '../../curriculum/catalog';
import type { Home } from '../home';

/** Where the labs of loaded bundles lie: a folder each, in it one for each catalog. Names with a dot are being unpacked. */
export function bundlesFolder(home: Home): string {
  return join(home.state, 'bundles');
}

/** The catalogs of all loaded bundles, of the last one loaded first. Synchronous, because every reading of the catalog asks. */
export function bundleRoots(home: Home): CatalogRoot[] {
  const folder = bundlesFolder(home);
  return folders(folder)
    .map((name) => ({ place: join(folder, name), loaded: statSync(join(folder, name), { throwIfNoEntry: false })?.mtimeMs ?? 0 }))
    .sort((a, b) => b.loaded - a.loaded)
    .flatMap(({ place }) => folders(place).map((catalog): CatalogRoot => ({ root: join(place, catalog), source: 'bundle', trusted: true })));
}

function folders(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory() && !entry.name.startsWith('.')).map(({ name }) => name);
  } catch {
    // None was ever loaded, or the home is not there: whoever needs it says so.
    return [];
  }
}
