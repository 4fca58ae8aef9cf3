import type { Disposable } from '../../common/disposable';
import { Emitter } from '../../common/event';
import type { Activity } from './activity';
import type { IdleOutcome } from './stopIdle';

/** A lab about to be stopped. */
export interface NearlyIdle {
  identity: string;
  /** When it will be, in milliseconds since 1970. */
  stopsAt: number;
}

export interface IdleWatchOptions {
  activity: Activity;
  /** How long a lab may go unused, in milliseconds; 0: for ever. Asked each time. */
  idleMs: () => number;
  stop: (identity: string, idleMs: number) => Promise<IdleOutcome>;
  now: () => number;
  /** Calls back once after so many milliseconds, unless disposed. */
  later: (work: () => void, ms: number) => Disposable;
  onTrouble: (error: unknown) => void;
}

/** How often files are looked at, at most and at least, in milliseconds. */
const [restMs, soonestMs] = [20_000, 500];
/** How long before its stop a lab is told of, in milliseconds; of short times no more than half. */
const nearMs = 5 * 60_000;
/** A lab that could not be stopped is not tried again for this long, in milliseconds. */
const troubleMs = 5 * 60_000;

/** Stops labs that nobody uses, for as long as it is not disposed. Looks at files alone until a lab is due. */
export class IdleWatch implements Disposable {
  private readonly changed = new Emitter<void>();
  private readonly stopped = new Emitter<string>();
  private readonly trouble = new Map<string, number>();
  private timer?: Disposable;
  private looking?: Promise<void>;
  private disposed = false;
  private soon: NearlyIdle[] = [];

  /** `near` may be different. */
  readonly onDidChange = this.changed.event;
  /** A lab was stopped by this watch. */
  readonly onDidStop = this.stopped.event;

  constructor(private readonly options: IdleWatchOptions) {}

  /** Labs that stop within minutes, the next one first. */
  get near(): readonly NearlyIdle[] {
    return this.soon;
  }

  /** Looks now, and from then on by itself. */
  look(): Promise<void> {
    this.looking ??= this.lookOnce().finally(() => {
      this.looking = undefined;
    });
    return this.looking;
  }

  /** The lab stays up: as if it had just been used. */
  async keep(identity: string): Promise<void> {
    await this.options.activity.keep(identity);
    await this.looking;
    await this.look();
  }

  private async lookOnce(): Promise<void> {
    this.timer?.dispose();
    let next = restMs;
    try {
      next = await this.settle();
    } catch (error) {
      this.options.onTrouble(error);
    }
    if (!this.disposed) {
      this.timer = this.options.later(() => void this.look(), next);
    }
  }

  /** Stops what is due; returns after how many milliseconds to look again. */
  private async settle(): Promise<number> {
    const { activity, now } = this.options;
    const idleMs = this.options.idleMs();
    const uses = idleMs > 0 ? await activity.all() : [];
    const near: NearlyIdle[] = [];
    let next = restMs;
    for (const { identity, at } of uses) {
      const left = at + idleMs - now();
      if (left <= 0 && now() >= (this.trouble.get(identity) ?? 0)) {
        await this.stopOne(identity, idleMs);
      } else if (left > 0) {
        next = Math.min(next, left);
        if (left <= Math.min(nearMs, idleMs / 2)) {
          near.push({ identity, stopsAt: at + idleMs });
        }
      }
    }
    if (!this.disposed) {
      this.soon = near.sort((a, b) => a.stopsAt - b.stopsAt);
      this.changed.fire();
    }
    return Math.max(next, soonestMs);
  }

  private async stopOne(identity: string, idleMs: number): Promise<void> {
    try {
      if ((await this.options.stop(identity, idleMs)) === 'stopped' && !this.disposed) {
        this.stopped.fire(identity);
      }
      this.trouble.delete(identity);
    } catch (error) {
      this.trouble.set(identity, this.options.now() + troubleMs);
      this.options.onTrouble(error);
    }
  }

  dispose(): void {
    this.disposed = true;
    this.timer?.dispose();
    this.changed.dispose();
    this.stopped.dispose();
  }
}
