import type { CommandStream } from './commands';
import type { ProgramCheck } from './programInput';
import { Timers } from './timers';

/** After TERM, this long until KILL; as promised to authors. */
const graceMs = 2000;
/** A check that runs longer gets a reader for its output; before, the FIFO's 64 KiB hold it. */
const readMs = 40;
/** Beyond what checks are allowed, the driver must say something within this. */
const patienceMs = 30_000;
/** A check has ended, but something holds its output open: swept after the first, let go after the second. */
const sweepMs = 300;
const dropMs = 1500;
/** A cancelled run may take this long to clean up inside the container. */
const cancelMs = 800;

/** All that depends on time in a run of checks, as orders to the driver. `giveUp` ends the exec itself. */
export class CheckClock {
  private readonly timers = new Timers();

  constructor(
    private readonly commands: CommandStream,
    private readonly giveUp: () => void,
  ) {}

  /** The first attempt at a check begins. */
  first(n: number, check: ProgramCheck): void {
    if (check.retry) {
      this.timers.set(`late ${n}`, check.retry.for, () => this.commands.send(`late ${n}`));
    }
  }

  /** A script runs. */
  running(n: number, check: ProgramCheck, pid: number): void {
    const side = check.check.parallel ? 'side' : '';
    this.timers.set(`read ${n}`, readMs, () => this.commands.send(`read ${n} ${pid} ${side}`));
    this.timers.set(`time ${n}`, check.timeout, () => {
      this.commands.send(`term ${pid}`);
      this.timers.set(`time ${n}`, graceMs, () => this.commands.send(`kill ${pid}`));
    });
  }

  /** A script has ended; its output should end too. */
  ended(n: number, check: ProgramCheck, pid: number | undefined): void {
    this.timers.cancel(`time ${n}`);
    this.timers.cancel(`read ${n}`);
    const kind = check.user === 'checker' ? 'checker' : 'other';
    this.timers.set(`hold ${n}`, sweepMs, () => {
      this.commands.send(`sweep ${n} ${kind} ${check.check.parallel ? 'yes' : ''}`);
      this.timers.set(`hold ${n}`, dropMs, () => this.commands.send(`drop ${n} ${pid ?? ''}`));
    });
  }

  /** All there is of this attempt has arrived. */
  settled(n: number): void {
    this.timers.cancel(`hold ${n}`);
  }

  /** Nothing more is to come of this check. */
  done(n: number): void {
    this.settled(n);
    this.timers.cancel(`late ${n}`);
  }

  /** Something was heard. Silence is allowed for as long as these checks may still take. */
  heard(live: { check: ProgramCheck; ended: boolean }[], onSilence: () => void): void {
    const allowed = live.map(({ check, ended }) => (ended ? (check.retry?.every ?? 0) : check.timeout + graceMs));
    this.timers.set('watch', Math.max(0, ...allowed) + patienceMs, () => {
      onSilence();
      this.giveUp();
    });
  }

  cancel(): void {
    this.commands.send('cancel');
    this.timers.set('cancel', cancelMs, this.giveUp);
  }

  stop(): void {
    this.timers.clear();
  }
}
