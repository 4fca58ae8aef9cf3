import { createHash } from 'node:crypto';
import * as l10n from '@vscode/l10n';
import { UserError } from '../../common/errors';
import type { Engine, RunningLab } from '../../engines/engine';
import { largestFile, mostEntries } from './hostFolder';
import type { Base, Item, Side } from './item';
import { anyFolder, applyScript, contents, digests, type LabStep, list, nothing, targets } from './labPrograms';

/** What fits into one call: bytes of paths on a command line, and bytes of content. */
const mostWords = 60_000;
const mostContent = 8 * 1024 * 1024;
/** What changed within this time may change again without its times telling, in seconds. */
const freshSeconds = 2;

export interface LabPlace {
  engine: Engine;
  running: RunningLab;
  service: string;
  /** The learner in that service. */
  user: string;
  /** Where the folder is there. */
  target: string;
}

export interface LabSide extends Side {
  tooBig: string[];
  /** The first entry that is one too many; it and what follows is left out. */
  beyond?: string;
  /** Something could not be read by the learner: files of the container's root. */
  locked: boolean;
  /** Something belongs to root, who is not the learner: it may not be changed. */
  foreign: boolean;
}

/** The copy of the learner's folder in a running lab. Everything is done there as the learner, by small programs. */
export class LabFolder {
  constructor(
    private readonly place: LabPlace,
    private readonly most = mostEntries,
  ) {}

  async look(base: Base, signal?: AbortSignal): Promise<LabSide> {
    const [clock = '', ...lines] = (await this.run(['sh', '-c', list, 'sh', this.place.target], undefined, signal)).split('\n');
    const [word, code] = (lines.pop() ?? '').split(' ');
    if (word !== 'end') {
      throw interrupted();
    }
    const tree = new Map<string, Item>();
    const unknown = new Set<string>();
    const tooBig: string[] = [];
    let beyond: string | undefined;
    for (const line of lines) {
      const entry = parseLine(line, Number(clock));
      if (!entry) {
        continue;
      }
      const { path, item } = entry;
      if (!item || item.size > largestFile || tree.size >= this.most) {
        unknown.add(path);
        if (tree.size >= this.most) {
          beyond ??= path;
        }
        if (item && item.size > largestFile) {
          tooBig.push(path);
        }
      } else {
        tree.set(path, item);
      }
    }
    const locked = code !== '0';
    const foreign = !/^(root|0)(:|$)/.test(this.place.user) && lines.some((line) => /^\S+ \d+ \d+ \d+ \d+ 0 /.test(line));
    if (locked) {
      // What is missing may only be hidden.
      [...base.keys()].filter((path) => !tree.has(path)).forEach((path) => unknown.add(path));
    }
    await this.identify(tree, unknown, base, signal);
    return { tree, unknown, tooBig, beyond, locked, foreign };
  }

  /** Finds out what entries hold whose stamp is not the one they were last known by. */
  private async identify(tree: Map<string, Item>, unknown: Set<string>, base: Base, signal?: AbortSignal): Promise<void> {
    const asked: Record<'file' | 'link', string[]> = { file: [], link: [] };
    for (const [path, item] of tree) {
      const known = base.get(path);
      if (item.kind !== 'folder' && known?.kind === item.kind && known.lab === item.stamp) {
        item.id = known.id;
      } else if (item.kind !== 'folder') {
        asked[item.kind].push(path);
      }
    }
    for (const kind of ['file', 'link'] as const) {
      for (const paths of batches(asked[kind], (path) => path.length + 8, mostWords)) {
        const said = (await this.run(this.words(kind === 'file' ? digests : targets, paths), undefined, signal)).split('\n');
        if (said.at(-1) !== 'end' || said.length !== paths.length + 1) {
          throw interrupted();
        }
        paths.forEach((path, index) => {
          const item = tree.get(path);
          const id = said[index];
          if (item && id) {
            item.id = id;
          } else {
            tree.delete(path);
            unknown.add(path);
          }
        });
      }
    }
  }

  /** Contents of files, those that still are what was meant. */
  async read(items: ReadonlyMap<string, Item>, signal?: AbortSignal): Promise<Map<string, Buffer>> {
    const result = new Map<string, Buffer>();
    for (const paths of batches([...items.keys()], (path) => Math.max((path.length + 8) * (mostContent / mostWords), items.get(path)?.size ?? 0), mostContent)) {
      const said = await this.run(this.words(contents, paths), undefined, signal);
      if (!said.endsWith('end')) {
        throw interrupted();
      }
      let at = 0;
      for (const path of paths) {
        const end = said.slice(at).search(/^[.!]$/m) + at;
        const content = Buffer.from(said.slice(at, end), 'base64');
        if (said[end] === '.' && createHash('sha256').update(content).digest('hex') === items.get(path)?.id) {
          result.set(path, content);
        }
        at = end + 2;
      }
    }
    return result;
  }

  /** Does steps, each only where its place is as expected. Returns the stamps of those done. */
  async apply(steps: readonly LabStep[], signal?: AbortSignal): Promise<Map<LabStep, string>> {
    const result = new Map<LabStep, string>();
    for (const some of batches(steps, (step) => 500 + (step.do === 'file' ? step.content.length : 0), mostContent)) {
      const script = Buffer.from(applyScript(some));
      const lines = (await this.run(['sh', '-s', this.place.target], script, signal)).split('\n');
      for (const line of lines) {
        const [, index, stamp = ''] = /^done (\d+) (.*)$/.exec(line) ?? [];
        const step = some[Number(index)];
        if (index !== undefined && step) {
          result.set(step, stamp);
        }
      }
      if (lines.at(-1) !== 'end') {
        throw interrupted();
      }
    }
    return result;
  }

  /** Gives what the container's root left in the folder to the learner. */
  async unlock(signal?: AbortSignal): Promise<void> {
    const { engine, running, service, user, target } = this.place;
    const owner = user.includes(':') ? user : `${user}:`;
    await engine.exec(running, service, { command: ['chown', '-Rh', owner, target], user: '0' }, signal);
  }

  private words(program: string, paths: readonly string[]): string[] {
    return ['sh', '-c', program, 'sh', this.place.target, ...paths.map((path) => `./${path}`)];
  }

  /** What a command printed, without the last line break. */
  private async run(command: string[], stdin: Uint8Array | undefined, signal?: AbortSignal): Promise<string> {
    const { engine, running, service, user } = this.place;
    const chunks: Buffer[] = [];
    const errors: Buffer[] = [];
    const { exitCode } = await engine.exec(
      running,
      service,
      { command, user, stdin, onStdout: (chunk) => chunks.push(chunk), onStderr: (chunk) => errors.push(chunk) },
      signal,
    );
    if (exitCode === undefined) {
      throw interrupted();
    }
    if (exitCode !== 0) {
      throw new UserError(l10n.t("The lab's copy of your files cannot be looked at (exit code {0}).", exitCode), {
        code: 'workspace-not-synchronised',
        detail: Buffer.concat(errors).toString('utf8').trim(),
        action: { label: l10n.t('Show Log'), text: l10n.t('Its image needs sh, find, stat, base64 and sha256sum; the log says what is missing.'), command: 'aiLabs.showLog' },
      });
    }
    return Buffer.concat(chunks).toString('utf8').replace(/\n$/, '');
  }
}

/** An expected stamp for the lab's programs. */
export function expectedStamp(before: Item | undefined): string {
  return before ? (before.kind === 'folder' ? anyFolder : before.stamp) : nothing;
}

function interrupted(): UserError {
  return new UserError(l10n.t('The lab went away while your files were brought up to date. They are kept on both sides.'), {
    code: 'workspace-not-synchronised',
    action: { label: l10n.t('Start Lab'), text: l10n.t('Start the lab again.'), command: 'aiLabs.startLab' },
  });
}

/** A line of \`list\`; without an item where it is neither file, link nor folder. */
function parseLine(line: string, clock: number): { path: string; item?: Item } | undefined {
  const match = /^([0-9a-f]+) (\d+) (\d+) (\d+) (\d+) \d+ \.\/(.+)$/.exec(line);
  const [, hex = '', size = '', modified = '', changed = '', inode = '', path = ''] = match ?? [];
  if (!match || path.split('/').some((part) => part === '' || part === '.' || part === '..')) {
    return undefined;
  }
  if (path.includes('\ufffd')) {
    // A name that is no text.
    return { path };
  }
  const mode = parseInt(hex, 16);
  const stamp = `${hex} ${size} ${modified} ${changed} ${inode}`;
  const fresh = Math.abs(clock - Number(changed)) < freshSeconds ? { fresh: true } : {};
  switch (mode & 0o170000) {
    case 0o040000:
      return { path, item: { kind: 'folder', mode: 0, id: '', stamp: inode, size: 0 } };
    case 0o120000:
      return { path, item: { kind: 'link', mode: 0, id: '', stamp, size: 0, ...fresh } };
    case 0o100000:
      return { path, item: { kind: 'file', mode: mode & 0o777, id: '', stamp, size: Number(size), ...fresh } };
    default:
      return { path };
  }
}

function* batches<T>(items: readonly T[], weight: (item: T) => number, most: number): Generator<T[]> {
  let batch: T[] = [];
  let size = 0;
  for (const item of items) {
    if (batch.length > 0 && size + weight(item) > most) {
      yield batch;
      [batch, size] = [[], 0];
    }
    batch.push(item);
    size += weight(item);
  }
  if (batch.length > 0) {
    yield batch;
  }
}
