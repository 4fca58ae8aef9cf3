import { readdir, stat } from 'node:fs/promises';
import { basename, join, sep } from 'node:path';
import * as l10n from '@vscode/l10n';
import type { EngineItem } from '../../engines/engine';
import { type Belonging, sum } from './belonging';
import { diskUse } from './diskUse';
import { fileKey } from '../fileKey';
import { Home } from '../home';
import type { SessionRecord } from '../state/recordSchema';
import { isAbandoned, rehearsalsFolder } from './rehearsalHome';

/** What is half-written is left alone for this long, in milliseconds: somebody may be at it. */
const writingMs = 60 * 60_000;

/** A belonging that is a folder, with where it is. */
export interface OnDisk {
  belonging: Belonging;
  /** Absolute. */
  path: string;
  /** A rehearsal's own home, by which its containers are found. */
  home?: string;
}

/** Homes of rehearsals below a learner's home, by their id on the engine. */
export async function rehearsalHomes(home: Home): Promise<Set<string>> {
  return new Set((await children(rehearsalsFolder(home.state))).map((path) => new Home(path).id));
}

export interface HomeFacts {
  home: Home;
  records: readonly SessionRecord[];
  /** What is on the engine, for the rehearsals' part of it. */
  items: readonly EngineItem[];
  /** Whether a lab runs; undefined where nobody can say. */
  runs: (identity: string) => boolean | undefined;
  now: number;
}

/** What lies below a learner's home. */
export async function homeBelongings({ home, records, items, runs, now }: HomeFacts): Promise<OnDisk[]> {
  return [
    ...(await rehearsals(home, items, now)),
    ...(await copies(home, records, now)),
    ...(await stepFiles(home, records, runs)),
    ...(await backups(home, now)),
    ...(await notes(home, records)),
    ...(await learnerFolders(records)),
  ];
}

async function rehearsals(home: Home, items: readonly EngineItem[], now: number): Promise<OnDisk[]> {
  return Promise.all(
    (await children(rehearsalsFolder(home.state))).map(async (path) => {
      const own = new Home(path).id;
      const parts = items.filter((item) => item.home === own).map(({ kind, name, bytes }) => ({ kind, name, bytes }));
      const abandoned = await isAbandoned(path, now);
      const folder = { kind: 'folder' as const, name: path, bytes: await diskUse(path) };
      return entry(path, 'rehearsal', {
        title: l10n.t('Rehearsal {0}', path.slice(-12)),
        detail: l10n.t('what a rehearsal that did not come to its end left behind'),
        parts: [...parts, folder],
        offered: abandoned,
        ...(abandoned ? {} : { why: l10n.t('it goes on, or ended not long ago') }),
        ticked: abandoned,
      }, own);
    }),
  );
}

async function copies(home: Home, records: readonly SessionRecord[], now: number): Promise<OnDisk[]> {
  const found: OnDisk[] = [];
  for (const lab of await children(home.labs)) {
    for (const path of await children(lab)) {
      const used = records.some((record) => record.copy.startsWith(path + sep));
      const fresh = path.endsWith('.partial') && now - (await modified(path)) < writingMs;
      const offered = !used && !fresh;
      found.push(entry(path, 'copy', {
        title: l10n.t('Files of {0}', nameOf(lab)),
        detail: offered ? l10n.t('a version of the lab that no session uses any more') : l10n.t('the version of the lab that its session began with'),
        parts: [{ kind: 'folder', name: path, bytes: await diskUse(path) }],
        offered,
        ...(offered ? {} : { why: used ? l10n.t('the lab’s session goes on with it') : l10n.t('it is being written') }),
        ticked: offered,
      }));
    }
  }
  return found;
}

/** What Reset Step takes the learner's folder back to; files that did not change between steps lie there once. */
async function stepFiles(home: Home, records: readonly SessionRecord[], runs: HomeFacts['runs']): Promise<OnDisk[]> {
  return Promise.all(
    (await children(home.steps)).map(async (path) => {
      const record = records.find(({ identity }) => fileKey(identity) === basename(path));
      const up = record ? runs(record.identity) : false;
      return entry(path, 'snapshot', {
        title: l10n.t('Your files of {0} at its steps', nameOf(path)),
        detail: l10n.t('Reset Step goes back to them; your folder itself stays'),
        parts: [{ kind: 'folder', name: path, bytes: await diskUse(path) }],
        offered: up === false,
        ...(up === false ? {} : { why: up ? l10n.t('its lab runs: stop it first') : l10n.t('nobody can say whether its lab runs') }),
        ticked: record === undefined,
      });
    }),
  );
}

async function backups(home: Home, now: number): Promise<OnDisk[]> {
  const found: OnDisk[] = [];
  for (const lab of await children(home.backups)) {
    for (const path of await children(lab)) {
      const half = path.endsWith('.partial');
      const fresh = half && now - (await modified(path)) < writingMs;
      found.push(entry(path, 'backup', {
        title: l10n.t('Your files of {0}, {1}', nameOf(lab), path.slice(lab.length + 1)),
        detail: half ? l10n.t('half of a copy') : l10n.t('copied aside before a reset; gone for good once removed'),
        parts: [{ kind: 'folder', name: path, bytes: await diskUse(path) }],
        offered: !fresh,
        ...(fresh ? { why: l10n.t('it is being written') } : {}),
        ticked: false,
      }));
    }
  }
  return found;
}

/** What the product wrote down for itself, beside what it remembers of the learner. */
async function notes(home: Home, records: readonly SessionRecord[]): Promise<OnDisk[]> {
  const streamed = records.filter((record) => record.streamed === true).map(({ identity }) => `${fileKey(identity)}.json`);
  const carried = (await names(home.sync)).filter((name) => name.endsWith('.json'));
  const found = await Promise.all(carried.map((name) => note(join(home.sync, name), {
    title: l10n.t('Notes on the files of {0}', nameOf(name)),
    detail: l10n.t('what was last carried between its folder and the lab'),
    offered: !streamed.includes(name),
    ...(streamed.includes(name) ? { why: l10n.t('the lab still needs them') } : {}),
    ticked: !streamed.includes(name),
  })));
  if ((await names(home.cache)).length > 0) {
    found.push(await note(home.cache, { title: l10n.t('Cache'), detail: l10n.t('labs as last read; read anew when they are needed'), offered: true, ticked: false }));
  }
  const listed = new Set([home.labs, home.steps, home.backups, home.sync, home.cache, rehearsalsFolder(home.state)]);
  const rest = (await names(home.state)).map((name) => join(home.state, name)).filter((path) => !listed.has(path));
  const parts = await Promise.all(rest.map(async (path) => ({ kind: 'folder' as const, name: path, bytes: await diskUse(path) })));
  if (parts.length > 0) {
    found.push(entry(home.state, 'folder', {
      title: l10n.t('Your progress'), detail: l10n.t('the journal, and what is remembered of your labs'), parts,
      offered: false, why: l10n.t('it is yours; remove it by hand if you must'), ticked: false,
    }));
  }
  return found;
}

async function note(path: string, about: Pick<Belonging, 'title' | 'detail' | 'offered' | 'why' | 'ticked'>): Promise<OnDisk> {
  return entry(path, 'notes', { ...about, parts: [{ kind: 'folder', name: path, bytes: await diskUse(path) }] });
}

async function names(folder: string): Promise<string[]> {
  return (await readdir(folder).catch(() => [])).sort();
}

async function learnerFolders(records: readonly SessionRecord[]): Promise<OnDisk[]> {
  const folders = [...new Set(records.map((record) => record.folder))];
  const sizes = await Promise.all(folders.map(diskUse));
  return folders.flatMap((path, index) =>
    sizes[index] === 0
      ? []
      : [entry(path, 'folder', {
          title: path,
          detail: l10n.t('your work'),
          parts: [{ kind: 'folder', name: path, bytes: sizes[index] }],
          offered: false,
          why: l10n.t('it is yours; remove it by hand if you must'),
          ticked: false,
        })],
  );
}

function entry(path: string, kind: Belonging['kind'], about: Omit<Belonging, 'key' | 'kind' | 'whose' | 'bytes'>, home?: string): OnDisk {
  const bytes = sum(about.parts.map((part) => part.bytes));
  return { path, home, belonging: { ...about, key: `${kind} ${path}`, kind, whose: 'this', bytes } };
}

/** The lab's id, from the name of its folder in `.state` (`<id>@<catalog>`). */
function nameOf(folder: string): string {
  return folder.slice(Math.max(folder.lastIndexOf('/'), folder.lastIndexOf('\\')) + 1).replace(/@.*/, '');
}

async function modified(path: string): Promise<number> {
  return (await stat(path).catch(() => undefined))?.mtimeMs ?? 0;
}

async function children(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries.filter((each) => each.isDirectory()).map((each) => join(folder, each.name)).sort();
}
