import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import * as l10n from '@vscode/l10n';
import { abandonOnAbort } from '../../common/cancellation';
import type { Disposable } from '../../common/disposable';
import { isUserError } from '../../common/errors';
import type { Log } from '../../common/log';
import { type Lab, terminalService, workspaceMode } from '../../curriculum/lab';
import type { Engine, RunningLab } from '../../engines/engine';
import { fileKey } from '../fileKey';
import type { Home } from '../home';
import { Locks } from '../locks/lock';
import type { LabNotice } from '../notices';
import type { SessionRecord } from '../state/recordSchema';
import type { Table } from '../state/table';
import { BaseFile } from './baseFile';
import { bringHome } from './bringHome';
import { HostFolder, mostEntries } from './hostFolder';
import { LabFolder } from './labFolder';
import { type Notice, synchronise } from './synchronise';

/** A copy that takes longer has met an engine that no longer answers, in milliseconds. */
const patienceMs = 5 * 60_000;
/** How long another process may be at it, in milliseconds. */
const waitMs = 60_000;

export interface LinkOptions {
  home: Home;
  table: Table;
  log: Log;
  engine(): Promise<Engine>;
  /** Told of what a person should know of a lab's folder, once. */
  tell(notice: LabNotice): void;
}

/** Of a container that somebody else removed nothing can be copied any more. */
const gone = new Set(['service-missing', 'service-not-running']);

/**
 * Keeps the learner's folder and its copy in the lab together where the engine does not see the folder. For labs whose
 * folder is mounted there is nothing to do, and everything here does just that.
 */
export class WorkspaceLinks implements Disposable {
  private closed = false;
  private readonly locks: Locks;
  private readonly folder: string;
  /** What goes on with a lab, and what begins when that has ended. */
  private readonly going = new Map<string, { now: Promise<void>; next?: Promise<void> }>();

  constructor(private readonly options: LinkOptions) {
    this.folder = options.home.sync;
    this.locks = new Locks(this.folder);
  }

  /** Whether a lab's folder is streamed, and the lab runs. */
  isLinked(identity: string): boolean {
    const { record, running } = this.options.table.get(identity);
    return record?.streamed === true && running !== undefined;
  }

  /**
   * Carries changes both ways until both sides are alike, including those made before this was called. Throws the
   * engine's UserErrors, `workspace-not-synchronised`, `lab-busy`; both sides keep what they have.
   */
  async sync(identity: string, signal?: AbortSignal): Promise<void> {
    if (!this.isLinked(identity)) {
      return;
    }
    await abandonOnAbort(this.queue(identity), signal);
  }

  /**
   * Before containers go, and when they come back: what changed in the lab comes to this machine, from a lab that does
   * not run as well. Throws a UserError where that does not work; nothing must be removed then.
   */
  async bringHome(identity: string, running: RunningLab, signal?: AbortSignal): Promise<void> {
    const { record, lab } = this.options.table.get(identity);
    if (!record?.streamed || !lab || record.session !== running.session) {
      return;
    }
    const place = await this.place(lab, record, running);
    await this.alone(identity, async () => {
      const host = new HostFolder(record.folder);
      const file = this.file(record);
      if ((await mkdir(record.folder, { recursive: true })) !== undefined) {
        // The folder itself was taken away: all of the lab's files come back, instead of being removed there as well.
        await file.remove();
      }
      const up = running.services.some(({ name, state }) => name === place.service && state === 'running');
      try {
        this.tell(identity, up ? await synchronise(host, new LabFolder(place), file, signal) : await bringHome(host, place, file, signal));
      } catch (error) {
        if (!isUserError(error) || !gone.has(error.code)) {
          throw error;
        }
        this.options.log.warn(`The container that held the files of ${identity} is gone: what changed there last could not be copied.`);
      }
    });
  }

  /** Nothing that waits its turn begins any more. */
  dispose(): void {
    this.closed = true;
  }

  private queue(identity: string): Promise<void> {
    const going = this.going.get(identity);
    if (going) {
      // What is under way may have looked already; one more time is enough for all who ask meanwhile.
      going.next ??= going.now.catch(() => undefined).then(() => this.begin(identity));
      return going.next;
    }
    return this.begin(identity);
  }

  private begin(identity: string): Promise<void> {
    const now = this.run(identity);
    const entry = { now };
    this.going.set(identity, entry);
    const end = (): void => {
      if (this.going.get(identity) === entry) {
        this.going.delete(identity);
      }
    };
    now.then(end, end);
    return now;
  }

  private async run(identity: string): Promise<void> {
    const { record, running, lab } = this.options.table.get(identity);
    if (!record?.streamed || !running || !lab) {
      return;
    }
    const place = await this.place(lab, record, running);
    await this.alone(identity, async () => {
      // Whoever is left syncs, and can tell of it.
      if (this.closed) {
        return;
      }
      const signal = AbortSignal.timeout(patienceMs);
      this.tell(identity, await synchronise(new HostFolder(record.folder), new LabFolder(place), this.file(record), signal));
    });
  }

  private async place(lab: Lab, record: SessionRecord, running: RunningLab): Promise<ConstructorParameters<typeof LabFolder>[0]> {
    const { definition } = lab;
    const terminal = terminalService(definition);
    const writers = Object.keys(definition.services).filter((name) => workspaceMode(definition, name) === 'rw');
    const service = writers.includes(terminal) ? terminal : (writers[0] ?? terminal);
    const engine = await this.options.engine();
    return { engine, running, service, user: record.users[service] ?? 'root', target: definition.workspace };
  }

  private file(record: SessionRecord): BaseFile {
    return new BaseFile(join(this.folder, `${fileKey(record.identity)}.json`), record.session);
  }

  /** No other process is at it meanwhile: two at once would only find each other's changes. */
  private async alone(identity: string, work: () => Promise<void>): Promise<void> {
    const lock = await this.locks.acquire(fileKey(identity), { purpose: 'step', waitMs });
    try {
      await work();
    } finally {
      await lock.release();
    }
  }

  private tell(lab: string, notices: Notice[]): void {
    for (const notice of notices) {
      const message = noticeText(notice);
      this.options.log.info(`${lab}: ${message}`);
      this.options.tell({ lab, notice, message });
    }
  }
}

function noticeText({ kind, path, to }: Notice): string {
  switch (kind) {
    case 'kept-both':
      return l10n.t("{0} was changed here and in the lab. Both are kept: the lab's is {1} now.", path, to ?? '');
    case 'too-big':
      return l10n.t('{0} is too big to be carried between your folder and the lab, and stays where it is.', path);
    case 'too-many':
      return l10n.t("Your folder or the lab's holds more than {0} files and folders: {1} and more are not carried between them, and stay where they are.", mostEntries, path);
    case 'clash':
      return l10n.t('{0} of the lab cannot be kept in your folder: its name or kind does not fit this machine.', path);
  }
}
