import { createHash } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import * as l10n from '@vscode/l10n';
import { systemCode } from '../common/errors';
import { unwritable } from '../progress/unwritable';

/** Where everything of a learner's lives: `aiLabs.home`. Nothing is touched on disk until something is written. */
export class Home {
  /** Absolute, links resolved as far as the folder exists. */
  readonly root: string;
  /** Says on an engine whose labs they are: 12 hex digits of the path's digest. */
  readonly id: string;
  readonly state: string;
  readonly journal: string;
  readonly locks: string;
  readonly sessions: string;
  readonly backups: string;
  readonly labs: string;
  readonly steps: string;
  readonly cache: string;
  readonly sync: string;
  readonly consents: string;
  readonly activity: string;
  readonly windows: string;

  /**
   * `path`: as in the setting; empty for `~/ai-labs`, a leading `~` stands for the person's home. `consents`: the file of what
   * the person agreed to; default one of the home's own.
   */
  constructor(path = '', consents?: string) {
    this.root = realPath(expand(path));
    this.id = createHash('sha256').update(this.root).digest('hex').slice(0, 12);
    this.state = join(this.root, '.state');
    this.journal = join(this.state, 'journal.jsonl');
    this.locks = join(this.state, 'locks');
    this.sessions = join(this.state, 'sessions');
    this.backups = join(this.state, 'backups');
    this.labs = join(this.state, 'labs');
    this.steps = join(this.state, 'steps');
    this.cache = join(this.state, 'cache');
    this.sync = join(this.state, 'sync');
    this.consents = consents ?? join(this.state, 'consents.json');
    this.activity = join(this.state, 'activity');
    this.windows = join(this.state, 'windows');
  }

  /**
   * Makes the folders. What is in `.state` is for the person's own eyes. Throws a UserError with the code
   * `home-not-writable` or `disk-full`.
   */
  async make(): Promise<void> {
    try {
      await mkdir(this.root, { recursive: true });
      for (const folder of [this.state, this.locks, this.sessions, this.backups, this.labs, this.cache]) {
        await mkdir(folder, { recursive: true, mode: 0o700 });
      }
    } catch (error) {
      throw this.notWritable(error);
    }
  }

  /** A system error met while writing below the home, as a UserError; anything else as it is. */
  notWritable(cause: unknown): unknown {
    return unwritable(cause, l10n.t("The labs' folder {0} cannot be written", this.root), 'home-not-writable');
  }
}

function expand(path: string): string {
  if (path === '') {
    return join(homedir(), 'ai-labs');
  }
  if (path === '~' || path.startsWith('~/') || path.startsWith('~\\')) {
    return join(homedir(), path.slice(1));
  }
  return resolve(path);
}

function realPath(path: string): string {
  try {
    return realpathSync.native(path);
  } catch (error) {
    const parent = dirname(path);
    if (parent === path || (systemCode(error) !== 'ENOENT' && systemCode(error) !== 'ENOTDIR' && systemCode(error) !== 'EACCES')) {
      return path;
    }
    return join(realPath(parent), basename(path));
  }
}
