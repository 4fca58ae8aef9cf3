import { type Dirent, readdirSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { systemCode } from '../common/errors';

export interface FoundLab {
  /** Absolute, as reached from the catalog's folder. */
  folder: string;
  /** Real path of the folder: the same lab reached twice has the same. */
  realFolder: string;
  file: string;
  /** Of the lab.yaml: milliseconds, bytes. */
  mtimeMs: number;
  size: number;
}

export interface FoundCatalog {
  /** In order of their folders. */
  labs: FoundLab[];
  /** Where there is a catalog.yaml. */
  file?: { path: string; mtimeMs: number; size: number };
  /** The system's code where the folder cannot be read: `ENOENT` where there is none. */
  unreadable?: string;
}

/** Never a stage or a lab. `images` holds Dockerfiles that labs share. */
const skipped = new Set(['images', 'node_modules']);

/**
 * Finds `<root>/<stage>/<lab>/lab.yaml`, and `<root>/<lab>/lab.yaml` as small catalogs have it. Synchronous: two levels
 * of names are listed in a few milliseconds, where one promise for each would take a hundred.
 */
export function discoverCatalog(root: string): FoundCatalog {
  let realRoot: string;
  let entries: Dirent[];
  try {
    realRoot = realpathSync.native(root);
    entries = readdirSync(realRoot, { withFileTypes: true });
  } catch (error) {
    return { labs: [], unreadable: systemCode(error) ?? 'unknown error' };
  }
  const labs: FoundLab[] = [];
  for (const stage of folders(root, realRoot, entries)) {
    const lab = labIn(stage);
    if (lab) {
      labs.push(lab);
    } else {
      labs.push(...folders(stage.folder, stage.realFolder, list(stage.realFolder)).flatMap((folder) => labIn(folder) ?? []));
    }
  }
  const file = path.join(root, 'catalog.yaml');
  const stats = statSync(file, { throwIfNoEntry: false });
  return { labs, file: stats && { path: file, mtimeMs: stats.mtimeMs, size: stats.size } };
}

type Folder = Pick<FoundLab, 'folder' | 'realFolder'>;

function folders(parent: string, realParent: string, entries: readonly Dirent[]): Folder[] {
  return entries
    .filter((entry) => (entry.isDirectory() || entry.isSymbolicLink()) && !entry.name.startsWith('.') && !skipped.has(entry.name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const realFolder = entry.isSymbolicLink() ? resolveLink(path.join(realParent, entry.name)) : path.join(realParent, entry.name);
      return realFolder === undefined ? [] : { folder: path.join(parent, entry.name), realFolder };
    });
}

/** Where a link leads; undefined for one that leads nowhere. */
function resolveLink(link: string): string | undefined {
  try {
    return realpathSync.native(link);
  } catch {
    return undefined;
  }
}

/** What lies in a folder; nothing where it cannot be listed (a link to a file, or another user's folder). */
function list(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

function labIn({ folder, realFolder }: Folder): FoundLab | undefined {
  const file = path.join(folder, 'lab.yaml');
  try {
    const stats = statSync(file, { throwIfNoEntry: false });
    return stats && { folder, realFolder, file, mtimeMs: stats.mtimeMs, size: stats.size };
  } catch {
    // A folder of another user: what cannot be looked into holds no lab.
    return undefined;
  }
}
