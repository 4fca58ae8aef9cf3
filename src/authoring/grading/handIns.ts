import { lstat, mkdir, readdir, realpath, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { isCancelled, isUserError, messageOf, systemCode, UserError } from '../../common/errors';
import type { Lab } from '../../curriculum/lab';
import { hasFiles, Intake, type IntakeLimits, intakeLimits, isJunk, refused } from './intake';
import { readFolder } from './readFolder';
import { readZip } from './readZip';

/** What one learner handed in. */
export interface HandIn {
  /** Name of the folder or zip, without `.zip`. */
  learner: string;
  /** Absolute; a folder or a file. */
  path: string;
}

/** System errors that say something of this machine and nothing of the hand-in. */
const noRoom = new Set(['ENOSPC', 'EDQUOT', 'EMFILE', 'ENFILE', 'EROFS']);
const archive = /\.(zip|tar|tgz|gz|bz2|xz|rar|7z)$/i;

/**
 * The hand-ins that paths mean, by learner: a zip or a folder of the lab each, or a folder of many of them. A folder is one of
 * many where it has nothing but folders and archives in it, and none that the lab's starter files have too. Rejects with a
 * UserError `no-hand-ins` where a path is not there or there is nothing.
 */
export async function findHandIns(paths: readonly string[], lab: Lab): Promise<HandIn[]> {
  const starter = await starterNames(lab);
  const found: HandIn[] = [];
  for (const given of paths.map((each) => path.resolve(each))) {
    const names = await visibleNames(given);
    if (names !== undefined && (await isMany(given, names, starter))) {
      found.push(...names.map((name) => handIn(path.join(given, name))));
    } else {
      found.push({ ...handIn(given), path: await realpath(given) });
    }
  }
  const unique = [...new Map(found.map((each) => [each.path, each])).values()];
  if (unique.length === 0) {
    throw noHandIns(`There is nothing handed in at ${paths.join(', ')}.`);
  }
  return unique.sort((a, b) => a.learner.localeCompare(b.learner, 'en', { numeric: true }) || (a.path < b.path ? -1 : 1));
}

function handIn(file: string): HandIn {
  return { learner: path.basename(file).replace(/\.zip$/i, ''), path: file };
}

/** Undefined where it is no folder. */
async function visibleNames(given: string): Promise<string[] | undefined> {
  try {
    return (await readdir(given)).filter((name) => !name.startsWith('.') && !isJunk(name)).sort();
  } catch (error) {
    if (systemCode(error) === 'ENOTDIR') {
      return undefined;
    }
    throw systemCode(error) === 'ENOENT' ? noHandIns(`There is no ${given}.`) : error;
  }
}

async function isMany(folder: string, names: readonly string[], starter: ReadonlySet<string>): Promise<boolean> {
  for (const name of names) {
    const isFolder = (await lstat(path.join(folder, name))).isDirectory();
    if (starter.has(name) || (!isFolder && !archive.test(name))) {
      return false;
    }
  }
  return true;
}

async function starterNames(lab: Lab): Promise<Set<string>> {
  return new Set(await readdir(path.join(lab.folder, 'workspace')).catch(() => []));
}

function noHandIns(message: string): UserError {
  return new UserError(message, {
    code: 'no-hand-ins', action: { label: 'Choose Another', text: 'Name the folders or zips that learners handed in, or the folder they are all in.' },
  });
}

/**
 * Puts the files of a hand-in into a folder, which may be there and empty; `spare` is a path on the same disk to unpack in.
 * Resolves with what a grader should know of it. Rejects with a UserError `hand-in-refused`, CancelledError, or the system's error
 * where this machine has no room.
 */
export async function takeHandIn(given: HandIn, lab: Lab, folder: string, spare: string, signal?: AbortSignal, limits: IntakeLimits = intakeLimits): Promise<string[]> {
  const starter = await starterNames(lab);
  await mkdir(spare, { recursive: true });
  const intake = new Intake(spare, limits, signal);
  try {
    await read(given.path, intake, limits, signal);
  } catch (error) {
    const code = systemCode(error);
    throw code === undefined || noRoom.has(code) || isCancelled(error) || isUserError(error) ? error : refused(`it cannot be read (${code})`, messageOf(error));
  }
  if (!(await hasFiles(spare))) {
    throw refused('it holds no files');
  }
  await rm(folder, { recursive: true, force: true });
  await rename(await innermost(spare, starter), folder);
  await rm(spare, { recursive: true, force: true });
  const there = new Set(await readdir(folder));
  const missing = [...starter].filter((name) => !there.has(name));
  return [
    ...(missing.length > 0 ? [`without ${shortList(missing)} of the starter files`] : []),
    ...(intake.leftOut.length > 0 ? [`left out: ${shortList(intake.leftOut)}`] : []),
  ];
}

async function read(given: string, intake: Intake, limits: IntakeLimits, signal?: AbortSignal): Promise<void> {
  const source = await zipWithin(given);
  const kind = await lstat(source);
  if (kind.isDirectory()) {
    await readFolder(source, intake, signal);
  } else if (kind.isFile() && /\.zip$/i.test(source)) {
    await readZip(source, intake, limits, signal);
  } else {
    throw refused(kind.isSymbolicLink() ? 'it is a link to another place' : 'it is neither a folder nor a zip');
  }
}

/** Learning platforms hand out a folder with one zip in it for each learner. */
async function zipWithin(given: string): Promise<string> {
  const [only, ...others] = (await lstat(given)).isDirectory() ? (await readdir(given)).filter((name) => !isJunk(name)) : [];
  return only !== undefined && others.length === 0 && /\.zip$/i.test(only) ? path.join(given, only) : given;
}

/** Most zips have the folder itself in them, some twice. */
async function innermost(folder: string, starter: ReadonlySet<string>): Promise<string> {
  const [only, ...others] = await readdir(folder, { withFileTypes: true });
  return only?.isDirectory() && others.length === 0 && !starter.has(only.name) ? innermost(path.join(folder, only.name), starter) : folder;
}

function shortList(all: readonly string[]): string {
  return all.length > 3 ? `${all.slice(0, 3).join(', ')} and ${all.length - 3} more` : all.join(', ');
}
