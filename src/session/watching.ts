import { type Disposable, DisposableStore } from '../common/disposable';
import { messageOf } from '../common/errors';
import { watchFolder } from '../progress/watchFolder';
import type { SessionContext } from './context';
import { observeAll } from './observe';

/** Changes within this time are looked at once, in milliseconds. */
const settleMs = 150;

/** Keeps the table true while others act: other windows, the command line, a person at the engine's own command. */
export class Watching implements Disposable {
  private readonly owned = new DisposableStore();
  private begun = false;
  private looking: Promise<void> | undefined;
  private again = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly context: SessionContext) {}

  /** Listens until disposed. Safe to call again. */
  async begin(): Promise<void> {
    if (this.begun || this.owned.isDisposed) {
      return;
    }
    this.begun = true;
    const { home, journal } = this.context;
    const engine = await this.context.engine();
    this.owned.add(engine.watch(home.id, () => this.soon()));
    for (const folder of [home.sessions, home.locks]) {
      // Polling would ask the engine for nothing: only what the folder itself tells counts.
      this.owned.add(watchFolder(folder, (changed) => changed && this.soon()));
    }
    journal.watch();
    this.owned.add(journal.onDidChange((entries) => {
      for (const lab of new Set(entries.map((entry) => entry.lab))) {
        this.context.table.change(lab, {});
      }
    }));
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.owned.dispose();
  }

  /** Looks again in a moment: what happened while this process was at work on a lab was passed over. */
  soon(): void {
    if (this.begun && !this.owned.isDisposed) {
      this.timer ??= setTimeout(() => this.look(), settleMs).unref();
    }
  }

  private look(): void {
    this.timer = undefined;
    if (this.looking) {
      this.again = true;
      return;
    }
    this.looking = observeAll(this.context)
      .then(() => undefined)
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
