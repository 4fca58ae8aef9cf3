import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import type { CatalogRoot } from '../../curriculum/catalog';
import type { Home } from '../home';
import { writeAtomically } from '../state/record';

const recordSchema = z.object({
  version: z.literal(1),
  /** As it was given, without what follows `#`. */
  url: z.string(),
  /** What follows `#`: a branch, tag or commit. */
  ref: z.string().optional(),
  /** What its repository, and the folder its labs are in, are called. */
  name: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
  /** The commit whose files lie here; undefined where the person said no: then there are none. */
  commit: z.string().regex(/^[0-9a-f]{40}([0-9a-f]{24})?$/).optional(),
  /** What the person agreed to that it may do, a sentence each. */
  may: z.array(z.string()),
  /** ISO 8601: when they did, or said no. */
  at: z.string(),
});

/** A lab pack that a person was asked about. */
export type PackRecord = z.infer<typeof recordSchema>;

function packsFolder(home: Home): string {
  return join(home.state, 'packs');
}

/** Where everything of a pack lies, whatever its commit. */
export function packFolder(home: Home, url: string): string {
  return join(packsFolder(home), createHash('sha256').update(url).digest('hex').slice(0, 16));
}

/** Where the files of a pack's commit lie. The last part is what its labs' catalog is called where it does not say so. */
export function packFiles(home: Home, { url, name }: Pick<PackRecord, 'url' | 'name'>, commit: string): string {
  return join(packFolder(home, url), commit.slice(0, 12), name);
}

/** The packs of a home, refused ones too, by name. Synchronous, because every reading of the catalog asks. */
export function readPacks(home: Home): PackRecord[] {
  return names(packsFolder(home)).flatMap((key) => read(join(packsFolder(home), key, 'pack.json')) ?? []).sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The folders of labs of all trusted packs. */
export function packRoots(home: Home): CatalogRoot[] {
  return readPacks(home).flatMap((pack): CatalogRoot[] =>
    pack.commit === undefined ? [] : [{ root: join(packFiles(home, pack, pack.commit), 'labs'), source: 'pack', trusted: true }]);
}

export async function writePack(home: Home, record: PackRecord): Promise<void> {
  await writeAtomically(join(packFolder(home, record.url), 'pack.json'), `${JSON.stringify(record, undefined, 2)}\n`);
}

/** Takes a pack away with everything of it. What learners made with its labs stays. */
export async function removePack(home: Home, { url }: Pick<PackRecord, 'url'>): Promise<void> {
  await rm(packFolder(home, url), { recursive: true, force: true });
}

function read(file: string): PackRecord | undefined {
  try {
    return recordSchema.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data;
  } catch {
    // Half-made, or not ours: nobody has agreed to it.
    return undefined;
  }
}

function names(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    // There never was a pack.
    return [];
  }
}
