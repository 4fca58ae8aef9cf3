import * as l10n from '@vscode/l10n';
import { sleep } from '../../common/cancellation';
import { isCancelled, isUserError, messageOf } from '../../common/errors';
import type { Log } from '../../common/log';
import type { Engine, RunningLab, Snapshot } from '../../engines/engine';
import { fileKey } from '../fileKey';
import type { Home } from '../home';
import type { Locks } from '../locks/lock';
import { keepFiles, type KeptStep, readKept, writeKept } from './stepFiles';

/** What keeping is made of. */
export interface KeepingContext {
  home: Home;
  log: Log;
  locks: Locks;
  engine(): Promise<Engine>;
  snapshotLimit?(): number;
  keepPatienceMs?: number;
}

/** A step that is being entered. */
export interface Entry {
  identity: string;
  step: string;
  /** The learner's folder. */
  folder: string;
  running: RunningLab;
  /** Its folder is copied into the containers: they begin anew with the folder. */
  streamed: boolean;
}

/** Files are kept up to this size, in bytes, whatever containers may take. */
const filesLimit = 1024 ** 3;
/** How long entering a step that changes the lab waits, in milliseconds: what is kept is what was there before. */
const usualPatienceMs = 5_000;

/**
 * Keeps what a lab is like on entering a step, for Reset Step: the learner's folder first, then what the containers hold.
 * It happens beside everything else and never makes it fail; what could not be kept is told when it is asked for.
 */
export class Keeping {
  private readonly going = new Map<string, { step: string; stop: AbortController; done: Promise<void> }>();

  constructor(private readonly context: KeepingContext) {}

  /** Begins to keep a step, unless it was kept already in these containers. Settles at once, or sooner than patience ends. */
  async enter(entry: Entry, options: { wait: boolean }): Promise<void> {
    const { identity, step, running } = entry;
    if (this.context.snapshotLimit === undefined || (await readKept(this.context.home, identity, step))?.session === running.session) {
      return;
    }
    await this.cancel(identity);
    const stop = new AbortController();
    const done = this.keep(entry, new Date(), stop.signal).finally(() => {
      if (this.going.get(identity)?.stop === stop) {
        this.going.delete(identity);
      }
    });
    this.going.set(identity, { step, stop, done });
    if (options.wait) {
      await Promise.race([done, sleep(this.context.keepPatienceMs ?? usualPatienceMs)]);
      stop.abort();
      await done;
    }
  }

  /** Settles when nothing is being kept any more, of a lab or of all. */
  async settled(identity?: string): Promise<void> {
    const all = [...this.going].filter(([lab]) => identity === undefined || lab === identity);
    await Promise.all(all.map(([, { done }]) => done));
  }

  /** Gives up what is being kept of a lab; settles when nothing of it is left. */
  async cancel(identity: string): Promise<void> {
    const going = this.going.get(identity);
    going?.stop.abort();
    await going?.done;
  }

  dispose(): void {
    for (const { stop } of this.going.values()) {
      stop.abort();
    }
  }

  private async keep(entry: Entry, enteredAt: Date, signal: AbortSignal): Promise<void> {
    const { home, log } = this.context;
    const { identity, step, running, folder } = entry;
    let kept: KeptStep = { v: 1, step, session: running.session, enteredAt: enteredAt.toISOString(), late: 0, stamps: {} };
    try {
      kept = await keepFiles({ home, identity, step, session: running.session, folder, enteredAt, limit: filesLimit, signal });
    } catch (error) {
      kept.filesProblem = this.told(entry, (why) => l10n.t('Your files were not kept when this step began: {0}', why), error);
    }
    try {
      await writeKept(home, identity, kept);
      await this.snapshot(entry, signal);
    } catch (error) {
      kept.containersProblem = this.told(entry, (why) => l10n.t('The containers were not kept when this step began: {0}', why), error);
      await writeKept(home, identity, kept).catch((failure: unknown) => log.warn(messageOf(failure)));
    }
  }

  /** Says and returns why something was not kept. */
  private told({ identity, step }: Entry, said: (why: string) => string, error: unknown): string {
    const why = isCancelled(error) ? l10n.t('there was no time for it') : isUserError(error) ? error.message : messageOf(error);
    const sentence = said(`${why}${why.endsWith('.') ? '' : '.'}`);
    this.context.log.warn(`${identity}, step ${step}: ${sentence}`);
    return sentence;
  }

  private async snapshot({ running, step, streamed }: Entry, signal: AbortSignal): Promise<void> {
    const engine = await this.context.engine();
    const limit = this.context.snapshotLimit?.() ?? 0;
    if (limit === 0 || streamed || !engine.capabilities.snapshots) {
      return;
    }
    const latest = await engine.snapshot(running, { name: step, limit }, signal);
    await this.bound(engine, latest, limit);
  }

  /** Drops the oldest snapshots of the home until the rest fits; never the latest, nor one of a lab somebody is at work on. */
  private async bound(engine: Engine, latest: Snapshot, limit: number): Promise<void> {
    const all = await engine.listSnapshots(this.context.home.id);
    let sum = all.reduce((bytes, snapshot) => bytes + snapshot.bytes, 0);
    for (const snapshot of all) {
      if (sum <= limit) {
        return;
      }
      const busy = snapshot.lab !== latest.lab && (await this.context.locks.holder(fileKey(snapshot.lab)));
      if (snapshot.id !== latest.id && !busy) {
        await engine.removeSnapshot(snapshot);
        this.context.log.info(`Dropped the snapshot of ${snapshot.lab}, step ${snapshot.name}, to make room.`);
        sum -= snapshot.bytes;
      }
    }
  }
}
