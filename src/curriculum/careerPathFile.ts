import { statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { systemCode } from '../common/errors';
import type { Log } from '../common/log';
import { type FileStamp, buildOf, coarsestTime, readCache, sameStamp, writeCache } from './cacheFile';
import type { CareerPath } from './careerPath';
import type { Problem } from './problem';
import { fileStart } from './textRange';
import { decodeText, maxTextBytes, tooLargeMessage } from './yamlText';

export interface LoadedCareerPath {
  path?: CareerPath;
  problems: Problem[];
}

export interface CareerPathOptions {
  /** Absolute path of the career path's YAML file. */
  file: string;
  /** Absolute path of a JSON file to remember the reading in. */
  cacheFile?: string;
  log: Log;
}

interface Content {
  build: string;
  file: string;
  stamp: FileStamp;
  loaded: LoadedCareerPath;
}

/**
 * The career path, read again only when its file or the code that reads it changed, so that a start usually loads
 * neither the YAML parser nor the schema.
 */
export class CareerPathFile {
  private known: Content | undefined;

  constructor(private readonly options: CareerPathOptions) {}

  /** A file that is not there or cannot be read is a problem at its beginning. */
  async read(): Promise<LoadedCareerPath> {
    const { file, cacheFile, log } = this.options;
    try {
      const { mtimeMs, size } = statSync(file);
      const stamp: FileStamp = { mtimeMs, size };
      const build = buildOf('careerPath.js');
      this.known ??= readCache(cacheFile, build, isContent, log);
      if (this.known?.file === file && sameStamp(this.known.stamp, stamp)) {
        return this.known.loaded;
      }
      const readAt = Date.now();
      const loaded = size > maxTextBytes ? refused(file, 'too-large', tooLargeMessage(size)) : await parse(file);
      this.known = mtimeMs < readAt - coarsestTime ? { build, file, stamp, loaded } : undefined;
      if (cacheFile !== undefined && this.known) {
        await writeCache(cacheFile, this.known, log);
      }
      return loaded;
    } catch (error) {
      const code = systemCode(error);
      if (code === undefined) {
        throw error;
      }
      const reason = code === 'ENOENT' ? 'does not exist' : `cannot be read (${code})`;
      return refused(file, 'missing-file', `The career path ${file} ${reason}. Put it there, or install the product again.`);
    }
  }
}

async function parse(file: string): Promise<LoadedCareerPath> {
  const decoded = decodeText(await readFile(file));
  if (!decoded.ok) {
    return { problems: [{ file, ...decoded.range, severity: 'error', code: decoded.code, message: decoded.message }] };
  }
  const { parseCareerPath } = await import('./parseCareerPath');
  return parseCareerPath(decoded.text, file);
}

function refused(file: string, code: string, message: string): LoadedCareerPath {
  return { problems: [{ file, ...fileStart, severity: 'error', code, message }] };
}

function isContent(value: unknown): value is Content {
  const { build, stamp, loaded } = (value ?? {}) as Partial<Content>;
  return typeof build === 'string' && typeof stamp?.mtimeMs === 'number' && Array.isArray(loaded?.problems);
}
