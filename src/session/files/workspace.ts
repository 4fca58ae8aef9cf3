import { mkdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { backUp } from '../reset/backups';
import { emptyFolder, refuseOdd } from './folder';
import type { Home } from '../home';
import type { SessionRecord } from '../state/recordSchema';
import { copyTree, giveTree, isEmpty, type Owner, sameTree } from './tree';

/** Who gets files that would be root's: the first person of a Linux machine, and of most images. */
const firstPerson: Owner = { uid: 1000, gid: 1000 };

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

async function pristine(starter: string, folder: string): Promise<boolean> {
  return (await isFolder(starter)) && (await sameTree(starter, folder));
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() ?? false;
}

/** Whose new files in a folder must be: the folder's owner's, where this process may give files away. */
export async function ownerOfNew(folder: string): Promise<Owner | undefined> {
  if (process.platform === 'win32' || process.getuid?.() !== 0) {
    return undefined;
  }
  const { uid, gid } = await stat(folder);
  return { uid, gid };
}
