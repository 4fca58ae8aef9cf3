import { lstat, mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { messageOf, systemCode, UserError } from '../common/errors';
import { fileKey, type Home } from './home';
import type { SessionRecord } from './recordSchema';
import { copyTree, giveTree, isEmpty, type Owner, sameTree } from './tree';

/** Who gets files that would be root's: the first person of a Linux machine, and of most images. */
const firstPerson: Owner = { uid: 1000, gid: 1000 };
/** Copies kept of a learner's folder. */
export const backupsKept = 5;

/**
 * The learner's folder of a lab: `<home>/<id>`, or `<home>/<id>-<catalog>` where the plain name belongs to a lab of
 * another catalog. Once chosen it is remembered in the lab's record.
 */
export function chooseFolder(home: Home, lab: { identity: string; id: string; catalog: string }, records: readonly SessionRecord[]): string {
  const own = records.find((record) => record.identity === lab.identity);
  if (own && dirname(own.folder) === home.root) {
    return own.folder;
  }
  const taken = new Set(records.map((record) => record.folder.toLowerCase()));
  const plain = join(home.root, lab.id);
  const safeCatalog = lab.catalog.replace(/[^A-Za-z0-9._-]/g, '-');
  return taken.has(plain.toLowerCase()) ? join(home.root, `${lab.id}-${safeCatalog}`) : plain;
}

/**
 * Whose the learner's files are, made so. On Linux an owner of uid 0 (CI, a container) becomes a normal person where
 * we may change that; elsewhere the engine's own file sharing translates, and this is undefined.
 */
export async function settleOwner(home: Home, folder: string): Promise<Owner | undefined> {
  if (process.platform !== 'linux') {
    return undefined;
  }
  const { uid, gid } = await stat(folder);
  if (uid !== 0) {
    return { uid, gid };
  }
  if (process.getuid?.() !== 0) {
    return undefined;
  }
  const owner = await personOf(home.root);
  await giveTree(folder, owner);
  return owner;
}

async function personOf(folder: string): Promise<Owner> {
  const { uid, gid } = await stat(folder);
  return uid === 0 ? firstPerson : { uid, gid };
}

/**
 * Makes sure of the learner's folder. What a learner has is never overwritten, and what they removed does not come back.
 * Returns whether the folder is new, so that `prepare` must run.
 */
export async function makeFolder(options: {
  home: Home;
  identity: string;
  folder: string;
  /** The lab's `workspace/`, which need not exist. */
  starter: string;
  /**
   * What is known of the folder: `prepared` a start got through; `begun` the first one did not, so that it is begun again,
   * after a copy was put aside if anything in it differs from the starter files; `unknown` there is no record of it, so
   * that missing starter files are added and the rest is taken as the learner's.
   */
  history: 'prepared' | 'begun' | 'unknown';
}): Promise<{ isNew: boolean; backup?: string }> {
  const { home, folder, starter } = options;
  try {
    await refuseOdd(folder);
    const existed = !(await isEmpty(folder));
    if (existed && options.history === 'prepared') {
      return { isNew: false };
    }
    const begun = options.history === 'begun';
    let backup: string | undefined;
    if (existed && begun && !(await pristine(starter, folder))) {
      backup = await backUp(home, options.identity, folder);
      await emptyFolder(folder);
    }
    await mkdir(folder, { recursive: true });
    if (await isFolder(starter)) {
      await copyTree(starter, folder, await ownerOfNew(folder));
    }
    return { isNew: !existed || begun, backup };
  } catch (error) {
    throw home.notWritable(error);
  }
}

/**
 * Copies the learner's folder aside, whole or not at all, and returns where. Old copies beyond `backupsKept` go.
 * Throws a UserError with the code `backup-failed`; the folder is then as it was.
 */
export async function backUp(home: Home, identity: string, folder: string): Promise<string | undefined> {
  await refuseOdd(folder);
  if (await isEmpty(folder)) {
    return undefined;
  }
  const place = join(home.backups, fileKey(identity));
  const target = join(place, new Date().toISOString().replace(/[:.]/g, '-'));
  const partial = `${target}.partial`;
  try {
    await mkdir(place, { recursive: true, mode: 0o700 });
    await copyTree(folder, partial);
    await rename(partial, target);
  } catch (error) {
    // What cannot be removed cannot have been made, or goes with the next copies; the cause is what counts.
    await rm(partial, { recursive: true, force: true }).catch(() => undefined);
    throw new UserError(`Your files in ${folder} could not be copied aside, so nothing was changed: ${messageOf(error)}`, {
      code: 'backup-failed',
      cause: error,
      action: { label: 'Show Log', text: `Make sure that the files can be read and that ${place} can be written, then try again.`, command: 'aiLabs.showLog' },
    });
  }
  const names = await readdir(place);
  const copies = names.filter((name) => !name.endsWith('.partial')).sort();
  const halves = names.filter((name) => name.endsWith('.partial'));
  for (const old of [...copies.slice(0, -backupsKept), ...halves]) {
    await rm(join(place, old), { recursive: true, force: true });
  }
  return target;
}

/** Removes what is in the folder, not the folder: windows and terminals that have it open stay where they are. */
export async function emptyFolder(folder: string): Promise<void> {
  await refuseOdd(folder);
  for (const name of await readdir(folder)) {
    await rm(join(folder, name), { recursive: true, force: true });
  }
}

/** A link or a file where the learner's folder should be might lead anywhere: nothing is read from or written to it. */
async function refuseOdd(folder: string): Promise<void> {
  const found = await lstat(folder).catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT') {
      return undefined;
    }
    throw error;
  });
  if (found && !found.isDirectory()) {
    throw new UserError(`${folder} is ${found.isSymbolicLink() ? 'a link to another place' : 'not a folder'}, so the lab's files cannot be put there.`, {
      code: 'folder-odd',
      action: { label: 'Rename It', text: `Rename or move ${basename(folder)} in ${dirname(folder)}, then start the lab again.` },
    });
  }
}

async function pristine(starter: string, folder: string): Promise<boolean> {
  return (await isFolder(starter)) && (await sameTree(starter, folder));
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() ?? false;
}

async function ownerOfNew(folder: string): Promise<Owner | undefined> {
  if (process.platform === 'win32' || process.getuid?.() !== 0) {
    return undefined;
  }
  const { uid, gid } = await stat(folder);
  return { uid, gid };
}
