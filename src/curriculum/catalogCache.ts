import path from 'node:path';
import type { Log } from '../common/log';
import { type FileStamp, buildOf, coarsestTime, readCache, sameStamp, writeCache } from './cacheFile';
import type { FolderTimes } from './folderTimes';
import type { CatalogFile, LabReading } from './parseLab';
import type { Problem } from './problem';

/**
 * What was read from catalogs, kept so that the next start loads neither the YAML parser nor the schemas.
 *
 * A record is keyed by the path of its file and holds when its modification time and size are the same, and, for a
 * lab, the modification times of the folders in which the files it speaks of lie: adding, removing or renaming a
 * file, or putting a link or a folder in its place, changes those. (Content that merely grows does not: sizes of guide
 * pages and checks are looked at again where those are used.) A record made within two seconds of a change is not
 * trusted, because a second change might leave the same time stamp; nor is one of a lab that uses links. The whole
 * file is for one build of the parser: any other is ignored.
 */
export interface LabRecord extends FileStamp {
  /** Folder of shared images it was read with. */
  images: string;
  reading: LabReading;
}

export interface CatalogRecord extends FileStamp {
  content?: CatalogFile;
  problems: Problem[];
}

interface Content {
  build: string;
  labs: Record<string, LabRecord>;
  catalogs: Record<string, CatalogRecord>;
}

/** More than any class has; records of catalogs not seen lately go first. */
const maxRecords = 5000;

export class CatalogCache {
  private content: Content | undefined;
  private changed = false;

  /** @param file undefined keeps everything in memory only */
  constructor(
    private readonly file: string | undefined,
    private readonly log: Log,
  ) {}

  /** The reading of a lab as it is on disk now, if it is known. `folders` are asked once for each load. */
  lab(file: string, stamp: FileStamp, images: string, folders: FolderTimes): LabReading | undefined {
    const record = this.load().labs[file];
    const current = record && sameStamp(record, stamp) && record.images === images && folders.unchanged(record.reading.folders);
    return current ? record.reading : undefined;
  }

  /** @param readAt when reading began, in milliseconds since 1970 */
  setLab(file: string, stamp: FileStamp, images: string, reading: LabReading, readAt: number): void {
    const times = [stamp.mtimeMs, ...Object.values(reading.folders)];
    if (reading.cacheable && times.every((time) => time === null || time < readAt - coarsestTime)) {
      this.load().labs[file] = { mtimeMs: stamp.mtimeMs, size: stamp.size, images, reading };
      this.changed = true;
    } else if (this.load().labs[file]) {
      delete this.load().labs[file];
      this.changed = true;
    }
  }

  catalog(file: string, stamp: FileStamp): CatalogRecord | undefined {
    const record = this.load().catalogs[file];
    return record && sameStamp(record, stamp) ? record : undefined;
  }

  setCatalog(file: string, record: CatalogRecord, readAt: number): void {
    if (record.mtimeMs < readAt - coarsestTime) {
      this.load().catalogs[file] = record;
      this.changed = true;
    }
  }

  /** Forgets labs below the roots that are gone, and writes the file if anything changed. A failure is only logged. */
  async save(roots: readonly string[], seen: ReadonlySet<string>): Promise<void> {
    const content = this.load();
    const files = Object.keys(content.labs);
    const gone = files.filter((file) => !seen.has(file) && (files.length > maxRecords || roots.some((root) => file.startsWith(root + path.sep))));
    for (const file of gone) {
      delete content.labs[file];
      this.changed = true;
    }
    if (this.file === undefined || !this.changed) {
      return;
    }
    this.changed = false;
    await writeCache(this.file, content, this.log);
  }

  private load(): Content {
    this.content ??= readCache(this.file, build(), isContent, this.log) ?? { build: build(), labs: {}, catalogs: {} };
    return this.content;
  }
}

/** Time and size of the code that reads labs: its bundle, or, run from source, the sources. */
function build(): string {
  return buildOf('parser.js');
}

/** Guards against a file that was cut or edited; what is inside a record was written by this very build. */
function isContent(value: unknown): value is Content {
  const { build, labs, catalogs } = (value ?? {}) as Partial<Content>;
  return (
    typeof build === 'string' &&
    isObject(labs) &&
    isObject(catalogs) &&
    Object.values(labs ?? {}).every(isLabRecord) &&
    Object.values(catalogs ?? {}).every((record) => Array.isArray((record as Partial<CatalogRecord> | null)?.problems))
  );
}

function isLabRecord(value: unknown): boolean {
  const { reading } = (value ?? {}) as Partial<LabRecord>;
  return isObject(reading?.folders) && Array.isArray(reading?.problems) && isObject(reading.places);
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
