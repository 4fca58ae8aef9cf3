/** One entry of the learner's folder, on this machine (`host`) or in the lab's volume (`lab`). */
export interface Item {
  kind: 'file' | 'link' | 'folder';
  /** Permission bits (0o777) of a file; 0 for everything else. */
  mode: number;
  /** What it holds: the SHA-256 of a file in hex, a link's target, nothing for a folder. */
  id: string;
  /** Changes whenever the entry does; compared before anything is put in its place. Meaning is its side's own. */
  stamp: string;
  /** It changed so lately that another change might leave the stamp as it is: the next look compares contents. */
  fresh?: boolean;
  /** In bytes, of a file. */
  size: number;
}

/** Entries by their path relative to the folder, with forward slashes. A folder is listed as well as what is in it. */
export type Tree = ReadonlyMap<string, Item>;

/** What is known of a side. */
export interface Side {
  tree: Tree;
  /** Paths about which nothing is known, with all below them: too big, unreadable, not a file. Not there is not the same. */
  unknown: ReadonlySet<string>;
}

/** What both sides held when they last agreed. Stamps are empty where the next look must not trust them. */
export interface Agreed {
  kind: Item['kind'];
  mode: number;
  id: string;
  host: string;
  lab: string;
}

export type Base = ReadonlyMap<string, Agreed>;

/** Whether two entries are alike. A folder's mode is its own side's affair. */
export function alike(one: Pick<Item, 'kind' | 'mode' | 'id'> | undefined, other: Pick<Item, 'kind' | 'mode' | 'id'> | undefined): boolean {
  if (!one || !other) {
    return one === other;
  }
  return one.kind === other.kind && one.id === other.id && (one.kind !== 'file' || one.mode === other.mode);
}

/** The folders a path lies in, the nearest first. */
export function* parents(path: string): Generator<string> {
  for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) {
    yield path.slice(0, at);
  }
}

/** Whether a path or a folder it lies in is in a set. */
export function covers(set: ReadonlySet<string>, path: string): boolean {
  if (set.size === 0) {
    return false;
  }
  if (set.has(path)) {
    return true;
  }
  for (const parent of parents(path)) {
    if (set.has(parent)) {
      return true;
    }
  }
  return false;
}
