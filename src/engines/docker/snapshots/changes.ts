import { gunzipSync, gzipSync } from 'node:zlib';
import * as z from 'zod';

/**
 * What a container's file system differs in from an image: `add` a path that the image has not, with all below it;
 * `replace` a path that was removed, and may be there again with other content; `touch` a file or a folder itself.
 */
export type Difference = 'add' | 'replace' | 'touch';
/** By absolute path. */
export type Differences = ReadonlyMap<string, Difference>;

/**
 * The answer of `GET /containers/{id}/changes`: 0 modified, 1 added, 2 deleted; null where there is nothing.
 * Source: https://docs.docker.com/reference/api/engine/version/v1.41/#tag/Container/operation/ContainerChanges
 */
export const changesSchema = z
  .array(z.object({ Path: z.string(), Kind: z.number() }))
  .nullish()
  .transform((changes) => changes ?? []);

const kinds: Record<number, Difference> = { 0: 'touch', 1: 'add', 2: 'replace' };
/** What an engine would refuse to carry as an image's comment, in bytes of text. */
const noteLimit = 200_000;

export function differencesOf(changes: z.infer<typeof changesSchema>): Differences {
  const all = new Map<string, Difference>();
  for (const { Path, Kind } of changes) {
    all.set(Path, stronger(all.get(Path), kinds[Kind] ?? 'touch'));
  }
  return outermost(all);
}

/** What a container of a container differs in from the first one's image: `earlier` from that image, `later` on top. */
export function combine(earlier: Differences, later: Differences): Differences {
  const all = new Map(earlier);
  for (const [path, kind] of later) {
    all.set(path, stronger(all.get(path), kind));
  }
  return outermost(all);
}

/** Whether copying `known` also copies every path of `others`. */
export function covers(known: Differences, others: Differences): boolean {
  return [...others].every(([path, kind]) => isBelow(known, path) || stronger(known.get(path), kind) === known.get(path));
}

/** With the folders of what is new since: where files come and go, the folder is what to copy. */
export function widened(known: Differences, others: Differences): Differences {
  const all = new Map(combine(known, others));
  for (const [path, kind] of others) {
    const folder = path.slice(0, path.lastIndexOf('/'));
    if (folder !== '' && kind !== 'touch' && !isBelow(known, path) && !known.has(path)) {
      all.set(folder, 'replace');
    }
  }
  return outermost(all);
}

/** Differences as a line of text; undefined where there are more than an image's comment can say. */
export function writeNote(differences: Differences): string | undefined {
  const text = [...differences].map(([path, kind]) => `${kind[0]}${path}`).join('\0');
  const note = gzipSync(text).toString('base64');
  return note.length <= noteLimit ? note : undefined;
}

/** Undefined where the text is not one of ours. */
export function readNote(note: string): Differences | undefined {
  try {
    const text = gunzipSync(Buffer.from(note, 'base64')).toString('utf8');
    const initials: Record<string, Difference> = { a: 'add', r: 'replace', t: 'touch' };
    return new Map(text.split('\0').filter(Boolean).map((entry) => [entry.slice(1), initials[entry[0] ?? ''] ?? 'touch']));
  } catch {
    return undefined;
  }
}

function stronger(one: Difference | undefined, other: Difference): Difference {
  const rank: Difference[] = ['touch', 'add', 'replace'];
  return one !== undefined && rank.indexOf(one) >= rank.indexOf(other) ? one : other;
}

/** Without what lies below something that is copied whole. */
function outermost(all: ReadonlyMap<string, Difference>): Differences {
  return new Map([...all].filter(([path]) => !isBelow(all, path)));
}

function isBelow(all: ReadonlyMap<string, Difference>, path: string): boolean {
  for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
    const above = all.get(path.slice(0, end));
    if (above === 'add' || above === 'replace') {
      return true;
    }
  }
  return false;
}
