import { Emitter, type Event } from '../../common/event';
import type { Log } from '../../common/log';
import type { Lab } from '../../curriculum/lab';
import type { RunningLab } from '../../engines/engine';
import type { SessionRecord } from './recordSchema';
import { type Life, type LifeEvent, reduce, unborn } from './reducer';

/** What is known of a lab now. */
export interface Known {
  readonly identity: string;
  readonly life: Life;
  readonly record?: SessionRecord;
  /** The lab this session runs: its own copy. */
  readonly lab?: Lab;
  readonly running?: RunningLab;
  readonly outdated: boolean;
  /** When `outdated` was found out, in milliseconds since 1970. */
  readonly comparedAt?: number;
}

/** What this process knows of every lab of a home; tells of each change. */
export class Table {
  private readonly changed = new Emitter<string>();
  private readonly labs = new Map<string, Known>();

  readonly onDidChange: Event<string> = this.changed.event;

  constructor(private readonly log: Log) {}

  get(identity: string): Known {
    return this.labs.get(identity) ?? { identity, life: unborn, outdated: false };
  }

  all(): Known[] {
    return [...this.labs.values()];
  }

  /** Remembers what was learned; silent where it is nothing new. */
  change(identity: string, change: Partial<Omit<Known, 'identity' | 'life'>>): void {
    const before = this.get(identity);
    const after = { ...before, ...change };
    this.labs.set(identity, after);
    if (before.lab !== after.lab || before.outdated !== after.outdated || facts(before) !== facts(after)) {
      this.tell(identity);
    }
  }

  /** Tells that a lab looks different for a reason that is not in this table. */
  touch(identity: string): void {
    this.tell(identity);
  }

  /** Lets the reducer decide; silent where nothing changes. */
  dispatch(identity: string, event: LifeEvent): void {
    const known = this.get(identity);
    const life = reduce(known.life, event);
    if (JSON.stringify(life) !== JSON.stringify(known.life)) {
      this.labs.set(identity, { ...known, life });
      this.tell(identity);
    }
  }

  /** A listener that fails must not fail the start it was told of. */
  private tell(identity: string): void {
    try {
      this.changed.fire(identity);
    } catch (error) {
      this.log.error(error instanceof Error ? error : String(error));
    }
  }

  dispose(): void {
    this.changed.dispose();
  }
}

function facts({ record, running }: Known): string {
  return JSON.stringify([record, running]);
}
