import { existsSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { nullLog } from '../../common/log';
import { UserError } from '../../common/errors';
import { Catalog, type CatalogInfo } from '../../curriculum/catalog';
import type { Lab } from '../../curriculum/lab';
import type { Asker } from '../../session/api';
import { packFiles, packFolder, type PackRecord, readPacks, removePack, writePack } from '../../session/catalogs/packRecords';
import type { Home } from '../../session/home';
import { labDigest } from '../../session/start/digest';
import { abilitiesOf } from './abilities';
import { fetchPack, refusedPack } from './fetchPack';
import { type PackSource, parsePackSource } from './source';

export interface PackOptions {
  home: Home;
  ask: Asker['consent'];
  /** The catalogs there are: no pack may call itself as one of them that is not its own. */
  catalogs: readonly Pick<CatalogInfo, 'id' | 'root'>[];
  signal?: AbortSignal;
}

/** How a pack would change, lab by lab. */
export interface PackChange {
  from: string;
  to: string;
  added: string[];
  changed: string[];
  removed: string[];
  /** What it may do then and not yet. */
  more: string[];
}

interface PackLabs {
  catalog: string;
  labs: Lab[];
  broken: string[];
}

/**
 * Fetches a pack and asks once whether to trust it, saying what it may do; nothing of it is listed before. A no is
 * remembered, and none of its files stays. Adding one that is trusted already changes nothing. Returns the pack where it is trusted.
 * @throws UserError `pack-address`, `pack-refused`, `git-missing`, `git-failed`, `home-not-writable`; CancelledError
 */
export async function addPack(address: string, options: PackOptions): Promise<PackRecord | undefined> {
  const { home, ask, signal } = options;
  const source = parsePackSource(address);
  const known = findPack(home, source.url);
  if (known?.commit !== undefined && known.ref === source.ref) {
    return known;
  }
  await home.make();
  try {
    const commit = await fetchPack(home, source, signal);
    const found = await labsOf(home, source, commit, options);
    const may = abilitiesOf(found.labs);
    const trusted = await ask({
      id: `pack:${source.url}`,
      title: `Trust the lab pack ${source.name}?`,
      detail: [`${address} at ${commit.slice(0, 12)}: ${labsIn(found)}. It may`, ...may.map((each) => `- ${each}`), 'It cannot reach your files beyond the folder of a lab that you start.'].join('\n'),
      accept: 'Trust This Pack',
    });
    const record: PackRecord = { version: 1, ...source, commit: trusted ? commit : undefined, may: trusted ? may : [], at: new Date().toISOString() };
    if (!trusted) {
      await removePack(home, source);
    }
    await writePack(home, record);
    await dropOthers(home, record);
    return trusted ? record : undefined;
  } catch (error) {
    await (known ? dropOthers(home, known) : removePack(home, source));
    throw home.notWritable(error);
  }
}

/**
 * Looks for a newer commit of a pack and asks whether to go over to it, with what changes. Returns the change, and whether it was
 * made; undefined where there is none. Errors as of `addPack`.
 */
export async function updatePack(pack: PackRecord, options: PackOptions): Promise<{ change: PackChange; taken: boolean } | undefined> {
  const { home, ask, signal } = options;
  const from = pack.commit;
  if (from === undefined) {
    return undefined;
  }
  try {
    const to = await fetchPack(home, pack, signal);
    if (to === from) {
      return undefined;
    }
    const found = await labsOf(home, pack, to, options);
    const may = abilitiesOf(found.labs);
    const change = { from, to, ...(await compare(await readLabs(home, pack, from), found)), more: may.filter((each) => !pack.may.includes(each)) };
    const taken = await ask({ id: `update:${pack.url}`, title: `Update the lab pack ${pack.name}?`, detail: changeText(change), accept: 'Update' });
    if (taken) {
      await writePack(home, { ...pack, commit: to, may, at: new Date().toISOString() });
    }
    await dropOthers(home, taken ? { ...pack, commit: to } : pack);
    return { change, taken };
  } catch (error) {
    await dropOthers(home, pack);
    throw home.notWritable(error);
  }
}

/** The pack of an address or a name. */
export function findPack(home: Home, word: string): PackRecord | undefined {
  const url = word.split('#')[0];
  const packs = readPacks(home);
  return packs.find((pack) => pack.url === url) ?? packs.find(({ name }) => name === word);
}

export function changeText({ from, to, added, changed, removed, more }: PackChange): string {
  const line = (what: string, ids: string[]): string[] => (ids.length > 0 ? [`${what}: ${ids.join(', ')}`] : []);
  const labs = [...line('New labs', added), ...line('Changed labs', changed), ...line('Labs that go', removed)];
  return [`${from.slice(0, 12)} → ${to.slice(0, 12)}`, ...(labs.length > 0 ? labs : ['No lab changes.']), ...(more.length > 0 ? ['It may then also', ...more.map((each) => `- ${each}`)] : [])].join('\n');
}

async function labsOf(home: Home, source: PackSource, commit: string, { catalogs }: PackOptions): Promise<PackLabs> {
  const found = await readLabs(home, source, commit);
  const own = packFolder(home, source.url);
  if (catalogs.some(({ id, root }) => id === found.catalog && !root.startsWith(own + path.sep))) {
    throw refusedPack(`it calls itself ${found.catalog}, as another catalog here does`);
  }
  if (found.labs.length + found.broken.length === 0) {
    throw refusedPack('there is no lab in its folder `labs`');
  }
  return found;
}

/** Read as the catalog will read them, but by themselves. */
async function readLabs(home: Home, source: Pick<PackRecord, 'url' | 'name'>, commit: string): Promise<PackLabs> {
  const root = path.join(packFiles(home, source, commit), 'labs');
  const snapshot = await new Catalog({ roots: () => [{ root, source: 'pack', trusted: true }], log: nullLog }).load();
  return { catalog: snapshot.catalogs[0]?.id ?? source.name, labs: snapshot.labs.flatMap(({ lab }) => lab ?? []), broken: snapshot.labs.filter(({ lab }) => !lab).map(({ id }) => id) };
}

function labsIn({ labs, broken }: PackLabs): string {
  return `${labs.length} lab${labs.length === 1 ? '' : 's'}${broken.length > 0 ? `, and ${broken.length} that cannot be read` : ''}`;
}

async function compare(before: PackLabs, after: PackLabs): Promise<Pick<PackChange, 'added' | 'changed' | 'removed'>> {
  const digests = async ({ labs }: PackLabs): Promise<Map<string, string>> => new Map(await Promise.all(labs.map(async ({ id, folder }) => [id, await labDigest(folder)] as const)));
  const [old, now] = [await digests(before), await digests(after)];
  return {
    added: [...now.keys()].filter((id) => !old.has(id)),
    changed: [...now].filter(([id, digest]) => old.has(id) && old.get(id) !== digest).map(([id]) => id),
    removed: [...old.keys()].filter((id) => !now.has(id)),
  };
}

/** Files of other commits than the one that is used. */
async function dropOthers(home: Home, { url, commit }: PackRecord): Promise<void> {
  const folder = packFolder(home, url);
  const kept = new Set(['pack.json', ...(commit === undefined ? [] : ['git', commit.slice(0, 12)])]);
  for (const name of existsSync(folder) ? await readdir(folder) : []) {
    if (!kept.has(name)) {
      await rm(path.join(folder, name), { recursive: true, force: true });
    }
  }
}

/** @throws UserError `pack-unknown` */
export function packNamed(home: Home, word: string): PackRecord {
  const pack = findPack(home, word);
  if (!pack) {
    throw new UserError(`There is no lab pack "${word}".`, { code: 'pack-unknown', action: { label: 'List packs', text: '`ai-labs pack list` shows them all.' } });
  }
  return pack;
}
