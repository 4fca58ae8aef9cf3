import { statSync } from 'node:fs';
import path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { throwIfAborted } from '../common/cancellation';
import type { Log } from '../common/log';
import { type LoadedCatalog, type LoadedLab, assemble } from './assemble';
import { CatalogCache } from './catalogCache';
import { type FoundCatalog, type FoundLab, discoverCatalog } from './discover';
import type { Lab } from './lab';
import type { CatalogFile, LabReading } from './parseLab';
import type { Problem } from './problem';
import { SharedImages } from './sharedImages';
import { fileStart } from './textRange';

/** `bundle`: came with a bundle that was loaded. `pack`: a repository that the person trusts. */
export type CatalogSource = 'builtin' | 'workspace' | 'configured' | 'pack' | 'bundle';

export interface CatalogRoot {
  /** Absolute folder. */
  root: string;
  source: CatalogSource;
  /** Catalogs that are not trusted are not read at all. */
  trusted: boolean;
}

export interface CatalogInfo {
  id: string;
  title: string;
  /** Which lint profile its labs are held to, beyond what every lab must keep. */
  profile?: 'curriculum';
  /** What building its images takes, by the folder in `images/`; those it does not tell of are missing. */
  images: CatalogFile['images'];
  root: string;
  source: CatalogSource;
}

/** A lab's folder as found in a catalog, whole or broken. */
export interface LabEntry {
  /** `<catalog>/<id>`. A lab and those it shadows may share it. */
  identity: string;
  /** The folder's name, which the lab's `id` must equal. */
  id: string;
  catalog: string;
  source: CatalogSource;
  /** Absolute. */
  folder: string;
  /** Absolute path of its lab.yaml. */
  file: string;
  problems: Problem[];
  /** Undefined where problems keep it from being used. */
  lab?: Lab;
  /** Folder of the lab that is shown in this one's place. */
  shadowedBy?: string;
  /** Folders of labs of the same id that this one hides. */
  shadows?: string[];
}

export interface CatalogSnapshot {
  /** What there is to learn, in order of catalogs, then folders. Broken labs are among them. */
  labs: LabEntry[];
  /** Labs that another of the same id hides. */
  shadowed: LabEntry[];
  catalogs: CatalogInfo[];
  /** Of the catalogs themselves; those of labs are in their entries. */
  problems: Problem[];
  /** By `<catalog>/<id>`: the visible lab, else a hidden one. */
  byIdentity: (identity: string) => LabEntry | undefined;
  /** By id (the visible one) or identity. */
  find: (idOrIdentity: string) => LabEntry | undefined;
}

export interface CatalogOptions {
  /** Asked again at every load. */
  roots: () => CatalogRoot[];
  /** Absolute path of a JSON file to remember readings in; without it only this object remembers. */
  cacheFile?: string;
  log: Log;
}

/** Longest stretch of work before others get their turn, in milliseconds. */
const sliceTime = 8;

type Parser = typeof import('./parseLab');

interface Reader {
  cache: CatalogCache;
  shared: SharedImages;
  parser: () => Promise<Parser>;
}

/** What a load made, for `reload`. */
interface Last {
  roots: readonly CatalogRoot[];
  loaded: readonly LoadedCatalog[];
}

/** All labs of all catalogs. Loading again reads only what changed. */
export class Catalog {
  private readonly cache: CatalogCache;
  private last?: Last;

  constructor(private readonly options: CatalogOptions) {
    this.cache = new CatalogCache(options.cacheFile, options.log);
  }

  /** A broken lab, or a catalog that is not there, is part of the result. Rejects with CancelledError only. */
  async load(signal?: AbortSignal): Promise<CatalogSnapshot> {
    throwIfAborted(signal);
    const started = performance.now();
    const reader = this.reader();
    const roots = this.trusted();
    const found = roots.map((root) => ({ ...root, found: discoverCatalog(root.root) }));
    const loaded: LoadedCatalog[] = [];
    for (const each of found) {
      const info = await catalogInfo(each, reader);
      loaded.push({ ...info, labs: await labsOf(each.found.labs, info.info, reader, signal) });
    }
    this.last = { roots, loaded };
    const seen = new Set(loaded.flatMap((each) => each.labs.map(({ lab }) => lab.file)));
    await this.cache.save(roots.map((each) => each.root), seen);
    const snapshot = assemble(loaded);
    this.options.log.debug(`Catalog: ${snapshot.labs.length} labs in ${Math.round(performance.now() - started)} ms`);
    return snapshot;
  }

  /**
   * The same where nothing but these files (absolute) has changed since the last load: only the labs they belong to are
   * read. Loads everything where one belongs to none, or a lab has come or gone. Rejects with CancelledError only.
   */
  async reload(files: readonly string[], signal?: AbortSignal): Promise<CatalogSnapshot> {
    throwIfAborted(signal);
    const roots = this.trusted();
    const { last } = this;
    const owners = last && sameRoots(last.roots, roots) ? ownersOf(last.loaded, files) : undefined;
    if (!owners) {
      return this.load(signal);
    }
    const reader = this.reader();
    const parser = await reader.parser();
    const loaded = last?.loaded.map((catalog) => ({
      ...catalog,
      labs: catalog.labs.map((known): LoadedLab => {
        const lab = owners.get(known.lab.file);
        return lab ? { lab, reading: readLab(lab, catalog.info, reader, parser) } : known;
      }),
    })) ?? [];
    this.last = { roots, loaded };
    return assemble(loaded);
  }

  private trusted(): CatalogRoot[] {
    return this.options.roots().filter((root) => root.trusted);
  }

  private reader(): Reader {
    // The parser brings two large libraries along: it is loaded when something is not in the cache.
    let parser: Promise<Parser> | undefined;
    return { cache: this.cache, shared: new SharedImages(), parser: () => (parser ??= import('./parseLab')) };
  }
}

function sameRoots(some: readonly CatalogRoot[], others: readonly CatalogRoot[]): boolean {
  const texts = [some, others].map((roots) => JSON.stringify(roots.map(({ root, source }) => [root, source])));
  return texts[0] === texts[1];
}

/** The labs that files belong to, by their lab.yaml, as they are found now; undefined where that is not all there is to it. */
function ownersOf(loaded: readonly LoadedCatalog[], files: readonly string[]): Map<string, FoundLab> | undefined {
  const all = loaded.flatMap(({ labs }) => labs);
  const owners = new Map<string, FoundLab>();
  for (const file of files) {
    const mine = all.filter(({ lab }) => file.startsWith(lab.folder + path.sep));
    if (mine.length === 0) {
      return undefined;
    }
    for (const { lab } of mine) {
      const stats = statSync(lab.file, { throwIfNoEntry: false });
      if (!stats) {
        return undefined;
      }
      owners.set(lab.file, { ...lab, mtimeMs: stats.mtimeMs, size: stats.size });
    }
  }
  return owners;
}

async function catalogInfo(
  { root, source, found }: CatalogRoot & { found: FoundCatalog },
  { cache, parser }: Reader,
): Promise<Omit<LoadedCatalog, 'labs'>> {
  let content: CatalogFile | undefined;
  const problems: Problem[] = [];
  if (found.file) {
    const { path: file, ...stamp } = found.file;
    let record = cache.catalog(file, stamp);
    if (!record) {
      const readAt = Date.now();
      record = { ...stamp, ...(await parser()).readCatalogFile(file) };
      cache.setCatalog(file, record, readAt);
    }
    content = record.content;
    problems.push(...record.problems);
  }
  // A workspace need not have labs, but whoever names a folder in a setting expects it to be there.
  if (found.unreadable && (source === 'configured' || found.unreadable !== 'ENOENT')) {
    const reason = found.unreadable === 'ENOENT' ? 'does not exist' : `cannot be read (${found.unreadable})`;
    const message = `The folder of labs ${root} ${reason}. Make it, or take it out of the setting aiLabs.catalogs.`;
    problems.push({ file: root, ...fileStart, severity: 'error', code: 'catalog-folder', message });
  }
  const id = content?.id ?? (source === 'builtin' ? 'builtin' : nameOf(root));
  return { info: { id, title: content?.title ?? id, profile: content?.profile, images: content?.images ?? {}, root, source }, problems };
}

/** An id out of a folder's name; of a folder that is merely called `labs`, the one around it. */
function nameOf(root: string): string {
  const own = path.basename(root);
  const name = own === 'labs' ? path.basename(path.dirname(root)) : own;
  return name.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '') || 'labs';
}

/** The labs of a catalog: from the cache where they are known, else read. */
async function labsOf(found: readonly FoundLab[], info: CatalogInfo, reader: Reader, signal?: AbortSignal): Promise<LoadedLab[]> {
  const labs: LoadedLab[] = [];
  let sliceEnd = performance.now() + sliceTime;
  for (const lab of found) {
    if (performance.now() > sliceEnd) {
      await nextTurn();
      throwIfAborted(signal);
      sliceEnd = performance.now() + sliceTime;
    }
    const known = reader.cache.lab(lab.file, lab, imagesOf(info), reader.shared.times);
    labs.push({ lab, reading: known ?? readLab(lab, info, reader, await reader.parser()) });
  }
  return labs;
}

/** Reads a lab that is not known, or has changed. */
function readLab(lab: FoundLab, info: CatalogInfo, { cache, shared }: Reader, { readLabFolder }: Parser): LabReading {
  const readAt = Date.now();
  const reading = readLabFolder({ file: lab.file, catalog: info.id, images: imagesOf(info) }, { shared });
  cache.setLab(lab.file, lab, imagesOf(info), reading, readAt);
  return reading;
}

function imagesOf({ root }: CatalogInfo): string {
  return path.join(root, 'images');
}
