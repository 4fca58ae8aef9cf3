import { throwIfAborted } from '../../common/cancellation';
import type { BaseFile, Memory } from './baseFile';
import type { HostFolder, HostSide } from './hostFolder';
import type { Item, Side } from './item';
import { expectedStamp, type LabFolder } from './labFolder';
import type { LabStep } from './labPrograms';
import { plan, type Step } from './plan';

/** Each round does what the one before could not yet; people at work on both sides may keep it busy. */
const mostRounds = 5;

export interface Notice {
  kind: 'kept-both' | 'too-big' | 'too-many' | 'clash';
  path: string;
  /** The other version's name. */
  to?: string;
}

type Change = Extract<Step, { do: 'write' | 'delete' | 'aside' }>;

/**
 * Brings the learner's folder and its copy in a running lab together. Whatever happens in the middle, both sides hold
 * whole files, and the next time goes on from there.
 * @returns what a person should know and was not told yet
 */
export async function synchronise(host: HostFolder, lab: LabFolder, file: BaseFile, signal?: AbortSignal): Promise<Notice[]> {
  const memory = await file.read();
  const notices: Notice[] = [];
  let unlocked = false;
  for (let round = 0; round < mostRounds; round++) {
    throwIfAborted(signal);
    const here = await host.look(memory.base);
    let there = await lab.look(memory.base, signal);
    if ((there.locked || there.foreign) && !unlocked) {
      unlocked = true;
      await lab.unlock(signal);
      there = await lab.look(memory.base, signal);
    }
    const { steps, clashes } = plan(memory.base, here, there, { suffix: suffix(new Date()), caseless: caseless() });
    const done = await carryOut(steps, { host, lab, here, there, memory }, signal);
    const beyond = here.beyond ?? there.beyond;
    notices.push(
      ...untold(memory, 'too-big', [...here.tooBig, ...there.tooBig]),
      ...untold(memory, 'clash', [...clashes, ...host.impossible]),
      // One is enough: which one comes first changes with every file.
      ...(beyond === undefined ? [] : untold(memory, 'too-many', ['']).map((notice) => ({ ...notice, path: beyond }))),
    );
    for (const step of done) {
      if (step.do === 'aside') {
        notices.push({ kind: 'kept-both', path: step.path, to: step.to });
      }
    }
    if (steps.length > 0 || notices.length > 0) {
      await file.write(memory);
    }
    const left = steps.filter((step) => isChange(step) && !host.impossible.has(step.path)).length - done.size;
    if (left === 0 && ![...done].some((step) => step.do === 'aside')) {
      break;
    }
  }
  return notices;
}

function isChange(step: Step): step is Change {
  return step.do !== 'agree' && step.do !== 'forget';
}

/** macOS and Windows usually keep names that differ in case alone in one file; where they do not, little is lost. */
function caseless(): boolean {
  return process.platform === 'darwin' || process.platform === 'win32';
}

function suffix(now: Date): string {
  return `from-lab-${now.toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '-')}`;
}

function untold({ told }: Memory, kind: Notice['kind'], paths: readonly string[]): Notice[] {
  const notices = paths.map((path) => ({ kind, path }));
  return notices.filter(({ path }) => !told.has(`${kind} ${path}`) && told.add(`${kind} ${path}`));
}

interface Sides {
  host: HostFolder;
  lab: LabFolder;
  here: HostSide;
  there: Side;
  memory: Memory;
}

/** Does the steps of a plan and remembers what was agreed by that. Returns the changes that came about. */
async function carryOut(steps: readonly Step[], sides: Sides, signal?: AbortSignal): Promise<Set<Change>> {
  const done = new Set<Change>();
  await changeLab(steps.filter(isChange), sides, done, signal);
  await changeHost(steps.filter(isChange), sides, done, signal);
  const { base } = sides.memory;
  for (const step of steps) {
    if (step.do === 'agree') {
      const { host, lab } = step;
      base.set(step.path, { kind: host.kind, mode: host.mode, id: host.id, host: stampOf(host), lab: stampOf(lab) });
    } else if (step.do === 'forget') {
      base.delete(step.path);
    }
  }
  return done;
}

function stampOf({ stamp, fresh }: Item): string {
  return fresh ? '' : stamp;
}

async function changeLab(changes: readonly Change[], { host, lab, there, memory }: Sides, done: Set<Change>, signal?: AbortSignal): Promise<void> {
  const meant = new Map<LabStep, Change>();
  for (const change of changes) {
    const { path } = change;
    if (change.do === 'aside') {
      meant.set({ do: 'aside', path, to: change.to }, change);
    } else if (change.on === 'lab' && change.do === 'delete') {
      meant.set({ do: 'drop', path, expected: expectedStamp(change.before) }, change);
    } else if (change.on === 'lab' && change.do === 'write') {
      const { item, before } = change;
      if (before && before.kind === 'folder' && item.kind !== 'folder') {
        meant.set({ do: 'drop', path, expected: expectedStamp(before) }, change);
      }
      const expected = expectedStamp(before?.kind === 'folder' && item.kind !== 'folder' ? undefined : before);
      if (item.kind === 'folder') {
        meant.set({ do: 'folder', path, expected }, change);
      } else if (item.kind === 'link') {
        meant.set({ do: 'link', path, expected, target: item.id }, change);
      } else {
        const content = await host.read(path, item);
        if (content) {
          meant.set({ do: 'file', path, expected, mode: item.mode, content }, change);
        }
      }
    }
  }
  const results = meant.size > 0 ? await lab.apply([...meant.keys()], signal) : new Map<LabStep, string>();
  for (const step of results.keys()) {
    const change = meant.get(step);
    if (change && !(step.do === 'drop' && change.do === 'write')) {
      done.add(change);
      remember(change, memory, 'lab', there);
    }
  }
}

async function changeHost(changes: readonly Change[], { host, lab, here, memory }: Sides, done: Set<Change>, signal?: AbortSignal): Promise<void> {
  const own = changes.filter((change) => change.do !== 'aside' && change.on === 'host');
  const files = own.flatMap((change) => (change.do === 'write' && change.item.kind === 'file' ? [[change.path, change.item] as const] : []));
  const contents = files.length > 0 ? await lab.read(new Map(files), signal) : new Map<string, Buffer>();
  for (const change of own) {
    throwIfAborted(signal);
    if (await changeHostEntry(host, change, contents)) {
      done.add(change);
      remember(change, memory, 'host', here);
    }
  }
}

async function changeHostEntry(host: HostFolder, change: Change, contents: ReadonlyMap<string, Buffer>): Promise<boolean> {
  if (change.do === 'delete') {
    return host.remove(change.path, change.before);
  }
  if (change.do !== 'write') {
    return false;
  }
  const content = contents.get(change.path);
  return (change.item.kind !== 'file' || content !== undefined) && host.write(change.path, change.item, content, change.before);
}

/** What a change brought about is agreed on. The new entry's stamp is not known: the next look compares contents. */
function remember(change: Change, { base }: Memory, on: 'host' | 'lab', side: Side): void {
  if (change.do === 'delete') {
    base.delete(change.path);
  } else if (change.do === 'write') {
    const { kind, mode, id } = change.item;
    const stamp = stampOf(change.item);
    base.set(change.path, { kind, mode, id, host: on === 'host' ? '' : stamp, lab: on === 'lab' ? '' : stamp });
  } else {
    for (const path of side.tree.keys()) {
      if (path === change.path || path.startsWith(`${change.path}/`)) {
        base.delete(path);
      }
    }
  }
}
