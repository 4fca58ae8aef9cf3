import { type Disposable, DisposableStore, toDisposable } from '../../common/disposable';
import { isUserError, messageOf, type UserError } from '../../common/errors';
import type { RunningLab } from '../../engines/engine';
import { watchFolder } from '../../progress/watchFolder';
import type { SessionContext } from '../context';
import { observeAll, tidy } from './observe';
import { isBusy } from './reducer';

/** Changes within this time are looked at once, in milliseconds. */
const settleMs = 150;
/** How often the engine is asked unprompted while labs run, in milliseconds: an engine that went away tells nothing. */
const unpromptedMs = 15_000;

/** Keeps the table true while others act: other windows, the command line, a person at the engine's own command. */
export class Watching implements Disposable {
  private readonly owned = new DisposableStore();
  private begun: Promise<void> | undefined;
  private looking: Promise<unknown> | undefined;
  private again = false;
  private troubled = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly context: SessionContext) {}

  /** Listens until disposed. Safe to call again. Where there is no engine to listen to yet, the next call does. */
  async begin(): Promise<void> {
    this.begun ??= this.listen();
    await this.begun;
  }

  private async listen(): Promise<void> {
    const { home, journal, table } = this.context;
    try {
      const engine = await this.context.engine();
      this.owned.add(engine.watch(home.id, () => this.soon()));
    } catch (error) {
      this.begun = undefined;
      if (isUserError(error)) {
        return;
      }
      throw error;
    }
    for (const folder of [home.sessions, home.locks]) {
      // Polling would ask the engine for nothing: only what the folder itself tells counts.
      this.owned.add(watchFolder(folder, (changed) => changed && this.soon()));
    }
    journal.watch();
    this.owned.add(
      journal.onDidChange((entries) => {
        for (const lab of new Set(entries.map((entry) => entry.lab))) {
          table.touch(lab);
        }
      }),
    );
    const unprompted = setInterval(() => {
      const open = table.all().some((known) => known.running || isBusy(known.life.state));
      if (this.troubled || open) {
        this.soon();
      }
    }, unpromptedMs).unref();
    this.owned.add(toDisposable(() => clearInterval(unprompted)));
  }

  /** Brings the table up to date; where the engine cannot be asked (`trouble`), labs that ran are shown as out of reach. */
  async observe(signal?: AbortSignal): Promise<{ orphans: RunningLab[]; trouble?: UserError }> {
    try {
      const orphans = await observeAll(this.context, signal);
      this.troubled = false;
      return { orphans };
    } catch (thrown) {
      const error = this.context.home.notWritable(thrown);
      if (isUserError(error)) {
        this.troubled = true;
        for (const { identity, running } of this.context.table.all()) {
          if (running && !this.context.work.has(identity)) {
            this.context.table.dispatch(identity, { kind: 'broken', code: error.code, message: error.message });
          }
        }
      }
      // What the engine says of itself; trouble with our own files is another matter.
      if (isUserError(thrown)) {
        return { orphans: [], trouble: thrown };
      }
      throw error;
    }
  }

  /** Looks again in a moment: what happened while this process was at work on a lab was passed over. */
  soon(): void {
    if (this.begun && !this.owned.isDisposed) {
      this.timer ??= setTimeout(() => this.look(), settleMs).unref();
    }
  }

  /** Resolves once a look that is going on has ended, and what it found half-made or disturbed is put right. */
  async settled(): Promise<void> {
    await this.looking;
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.owned.dispose();
  }

  private look(): void {
    this.timer = undefined;
    if (this.looking) {
      this.again = true;
      return;
    }
    this.looking = this.observe()
      .then(async ({ orphans, trouble }) => {
        if (trouble) {
          this.context.log.warn(`The labs could not be looked at: ${trouble.message}`);
        }
        await tidy(this.context, orphans.filter(({ faults }) => faults !== undefined));
      })
      .catch((error: unknown) => this.context.log.warn(`The labs could not be looked at: ${messageOf(error)}`))
      .finally(() => {
        this.looking = undefined;
        if (this.again) {
          this.again = false;
          this.soon();
        }
      });
  }
}
