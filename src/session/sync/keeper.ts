import { type FSWatcher, watch } from 'node:fs';
import type { Disposable } from '../../common/disposable';
import { isCancelled, messageOf } from '../../common/errors';
import type { Log } from '../../common/log';
import type { Shell } from '../../engines/engine';
import type { Table } from '../state/table';
import { ownPrefix } from './hostFolder';
import type { WorkspaceLinks } from './workspaceLinks';

/** Saved files go up this long after the last of them, in milliseconds. */
const settleMs = 300;
/** Watching a folder begins a while after it was asked for: what is saved until then is seen by one more look, in milliseconds. */
const begunMs = 3_000;
/** A terminal that printed nothing for this long is quiet, in milliseconds. */
const quietMs = 800;
/** How often open terminals are looked after, and how often the lab is looked at whatever they do, in milliseconds. */
const tickMs = 1_000;
const anywayMs = 10_000;
/** What the end of a terminal waits for, in milliseconds: it must not hang where the engine does. */
const lastMs = 10_000;

interface Watched {
  folder: string;
  watcher?: FSWatcher;
  timer?: NodeJS.Timeout;
  begun?: NodeJS.Timeout;
}

interface OpenShell {
  identity: string;
  /** When something last happened in it, and when the lab was last looked at, in milliseconds since 1970. */
  active: number;
  looked: number;
}

/** Carries changes at the moments people make them: when a file is saved, and when a terminal has become quiet. */
export class LinkKeeper implements Disposable {
  private readonly watched = new Map<string, Watched>();
  private readonly shells = new Set<OpenShell>();
  private readonly subscription: Disposable;
  private ticking?: NodeJS.Timeout;
  private disposed = false;

  constructor(
    private readonly links: WorkspaceLinks,
    private readonly table: Table,
    private readonly log: Log,
  ) {
    this.subscription = table.onDidChange((identity) => this.follow(identity));
  }

  /** Opens a terminal of a lab with the newest files, and looks after it while it is open. */
  async shell(identity: string, openShell: () => Promise<Shell>): Promise<Shell> {
    if (!this.links.isLinked(identity)) {
      return openShell();
    }
    await this.attempt(identity, AbortSignal.timeout(lastMs));
    const shell = await openShell();
    const open: OpenShell = { identity, active: Date.now(), looked: Date.now() };
    this.shells.add(open);
    this.ticking ??= setInterval(() => this.tick(), tickMs).unref();
    const ended = shell.exited.finally(async () => {
      this.shells.delete(open);
      await this.attempt(identity, AbortSignal.timeout(lastMs));
    });
    return {
      write: (data) => {
        open.active = Date.now();
        shell.write(data);
      },
      onData: (listener) =>
        shell.onData((chunk) => {
          open.active = Date.now();
          listener(chunk);
        }),
      resize: (columns, rows) => shell.resize(columns, rows),
      exited: ended,
      dispose: () => {
        this.shells.delete(open);
        shell.dispose();
      },
    };
  }

  private follow(identity: string): void {
    const { record, life } = this.table.get(identity);
    const folder = this.links.isLinked(identity) && life.rest === 'ready' ? record?.folder : undefined;
    const before = this.watched.get(identity);
    if (before?.folder === folder || this.disposed) {
      return;
    }
    this.drop(identity);
    if (folder !== undefined) {
      this.begin(identity, folder);
    }
  }

  private begin(identity: string, folder: string): void {
    const watched: Watched = { folder };
    this.watched.set(identity, watched);
    try {
      watched.watcher = watch(folder, { recursive: true, persistent: false }, (_event, name) => {
        if (!name?.split(/[\\/]/).some((part) => part.startsWith(ownPrefix))) {
          this.soon(identity, watched);
        }
      });
      // Where it cannot be watched, changes go up before a check and while a terminal is open.
      watched.watcher.on('error', (error) => this.log.debug(`${folder} is not watched any more: ${error.message}`));
    } catch (error) {
      this.log.debug(`${folder} cannot be watched: ${messageOf(error)}`);
    }
    this.soon(identity, watched);
    watched.begun = setTimeout(() => void this.attempt(identity), begunMs).unref();
  }

  private soon(identity: string, watched: Watched): void {
    clearTimeout(watched.timer);
    watched.timer = setTimeout(() => void this.attempt(identity), settleMs).unref();
  }

  private tick(): void {
    const now = Date.now();
    const due = new Set<string>();
    for (const open of this.shells) {
      const isQuiet = open.active > open.looked && now - open.active > quietMs;
      if (isQuiet || now - open.looked > anywayMs) {
        open.looked = now;
        due.add(open.identity);
      }
    }
    due.forEach((identity) => void this.attempt(identity));
    if (this.shells.size === 0) {
      clearInterval(this.ticking);
      this.ticking = undefined;
    }
  }

  /** Nobody asked for this: a failure is for the log, and the next occasion tries again. */
  private async attempt(identity: string, signal?: AbortSignal): Promise<void> {
    try {
      await this.links.sync(identity, signal);
    } catch (error) {
      if (!isCancelled(error)) {
        this.log.warn(`The files of ${identity} were not carried between folder and lab: ${messageOf(error)}`);
      }
    }
  }

  private drop(identity: string): void {
    const watched = this.watched.get(identity);
    clearTimeout(watched?.timer);
    clearTimeout(watched?.begun);
    watched?.watcher?.close();
    this.watched.delete(identity);
  }

  dispose(): void {
    this.disposed = true;
    this.subscription.dispose();
    clearInterval(this.ticking);
    [...this.watched.keys()].forEach((identity) => this.drop(identity));
  }
}
