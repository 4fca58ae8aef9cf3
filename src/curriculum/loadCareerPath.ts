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
 * neither the YAML parser nor the schema. Never rejects: a file that is not there is a problem like any other.
 */
export async function loadCareerPath({ file, cacheFile, log }: CareerPathOptions): Promise<LoadedCareerPath> {
  try {
    const stats = statSync(file);
    const stamp: FileStamp = { mtimeMs: stats.mtimeMs, size: stats.size };
    const build = buildOf('careerPath.js');
    const cached = readCache(cacheFile, build, isContent, log);
    if (cached && cached.file === file && sameStamp(cached.stamp, stamp)) {
      return cached.loaded;
    }
    const readAt = Date.now();
    const loaded = stats.size > maxTextBytes ? refused(file, 'too-large', tooLargeMessage(stats.size)) : await read(file);
    if (cacheFile !== undefined && stamp.mtimeMs < readAt - coarsestTime) {
      await writeCache(cacheFile, { build, file, stamp, loaded } satisfies Content, log);
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

async function read(file: string): Promise<LoadedCareerPath> {
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
