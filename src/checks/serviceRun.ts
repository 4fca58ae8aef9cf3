import * as l10n from '@vscode/l10n';
import { CancelledError } from '../common/errors';
import type { CheckResult } from '../common/verdict';
import { noUserCause, silentCause, unableCause } from './causes';
import { CheckClock } from './checkClock';
import type { DriverExec } from './driverExec';
import { type Frame, FrameDecoder } from './frames';
import { LiveCheck } from './liveCheck';
import type { ProgramCheck } from './programInput';
import type { Program } from './programWriter';
import { erroredResult, resultOf } from './result';

/** A driver that said its last word is gone at once; should the engine never notice, its connection is closed. */
const letGoMs = 30_000;
/** A driver that was begun in advance says something at once, unless it died and nobody noticed. */
const firstWordMs = 5000;

export interface ServiceRunOptions {
  service: string;
  /** The driver's numbers are places in this list, from 1. */
  checks: ProgramCheck[];
  marker: string;
  program: Program;
  workspace: string;
  onStarted: (check: ProgramCheck) => void;
  onResult: (result: CheckResult) => void;
  onBlocked: (check: ProgramCheck, by: ProgramCheck) => void;
}

/** `unheard`: the driver never said a word, so nothing has run and another may be tried. */
export type RunEnd = 'settled' | 'unheard';

/**
 * One exec: some checks of one service. Hears what the driver says and lets the clock give it orders; whatever the
 * driver does not finish is errored, never failed.
 */
export class ServiceRun {
  private readonly live = new Map<number, LiveCheck>();
  private readonly settled = new Set<number>();
  private readonly clock: CheckClock;
  /** Takes the raw bytes that pass now. */
  private sink: ((bytes: Buffer) => void) | undefined;
  private cause: string | undefined;
  private hasSpoken = false;
  /**
   * The driver's last word: everything is judged and cleaned up, so nobody waits until the engine has noticed that the
   * process ended as well (a tenth of a short run).
   */
  private readonly sawEnd: Promise<undefined>;
  private end: () => void = () => undefined;

  constructor(
    private readonly exec: DriverExec,
    private readonly options: ServiceRunOptions,
  ) {
    this.clock = new CheckClock(exec.commands, () => exec.abort());
    this.sawEnd = new Promise((resolve) => {
      this.end = () => resolve(undefined);
    });
  }

  /**
   * Resolves when every check has its result. With `mayBeDead`, where the exec has waited for a while, that may also be
   * when it turns out that nobody is there. Rejects with CancelledError within a second of the signal.
   */
  async run(mayBeDead: boolean, signal?: AbortSignal): Promise<RunEnd> {
    const { exec, clock } = this;
    const cancel = (): void => clock.cancel();
    const patience = mayBeDead ? setTimeout(() => this.hasSpoken || exec.abort(), firstWordMs) : undefined;
    try {
      if (signal?.aborted) {
        throw new CancelledError();
      }
      signal?.addEventListener('abort', cancel, { once: true });
      this.heard();
      const decoder = new FrameDecoder(this.options.marker, (frame) => this.onFrame(frame), (bytes) => this.sink?.(bytes));
      exec.begin(this.options.program, (bytes) => decoder.push(bytes));
      const cause = await Promise.race([exec.ended, this.sawEnd]);
      this.cause ??= cause;
      this.letGo();
    } finally {
      clearTimeout(patience);
      signal?.removeEventListener('abort', cancel);
      clock.stop();
      exec.commands.close();
    }
    if (signal?.aborted) {
      throw new CancelledError();
    }
    if (mayBeDead && !this.hasSpoken) {
      return 'unheard';
    }
    this.settleTheRest();
    return 'settled';
  }

  private letGo(): void {
    const late = setTimeout(() => this.exec.abort(), letGoMs);
    late.unref();
    void this.exec.ended.then(() => clearTimeout(late));
  }

  private heard(): void {
    const live = [...this.live].flatMap(([n, { hasEnded }]) => {
      const check = this.options.checks[n - 1];
      return check ? [{ check, ended: hasEnded }] : [];
    });
    this.clock.heard(live, () => {
      this.cause ??= silentCause(this.options.service);
    });
  }

  private onFrame(frame: Frame): void {
    this.hasSpoken = true;
    switch (frame.kind) {
      case 'hello':
        break;
      case 'end':
        this.end();
        break;
      case 'unable':
        this.cause ??= unableCause(this.options.service, frame.reason, frame.detail);
        break;
      case 'garbled':
        this.cause ??= l10n.t('the checks said something that makes no sense');
        this.exec.abort();
        break;
      default:
        this.onCheckFrame(frame);
    }
    this.heard();
  }

  private onCheckFrame(frame: Extract<Frame, { check: number }>): void {
    const n = frame.check;
    const check = this.options.checks[n - 1];
    if (!check || this.settled.has(n)) {
      return;
    }
    switch (frame.kind) {
      case 'blocked': {
        const by = this.options.checks[frame.by - 1];
        if (by) {
          this.settled.add(n);
          this.options.onBlocked(check, by);
        }
        return;
      }
      case 'no-user':
        this.settle(n, erroredResult(check, noUserCause(check.service, check.user)));
        return;
      case 'started':
        this.start(n, check, frame.attempt);
        return;
      default: {
        const live = this.live.get(n);
        if (live) {
          this.onLiveFrame(frame, check, live);
        }
      }
    }
  }

  private start(n: number, check: ProgramCheck, attempt: number): void {
    this.clock.settled(n);
    this.live.set(n, new LiveCheck());
    if (attempt === 1) {
      this.clock.first(n, check);
      this.options.onStarted(check);
    }
  }

  private onLiveFrame(frame: Exclude<Extract<Frame, { check: number }>, { kind: 'blocked' | 'no-user' | 'started' }>, check: ProgramCheck, live: LiveCheck): void {
    switch (frame.kind) {
      case 'output':
        this.sink = (bytes) => live.output.push(bytes);
        return;
      case 'tail':
        live.output.beginTail();
        return;
      case 'counted':
        live.output.count(frame.bytes);
        return;
      case 'report':
        this.sink = (bytes) => live.pushReport(bytes);
        return;
      case 'running':
        live.pid = frame.pid;
        this.clock.running(frame.check, check, frame.pid);
        return;
      case 'ended':
        live.end(frame.code, frame.why);
        this.clock.ended(frame.check, check, live.pid);
        return;
      case 'done': {
        this.clock.done(frame.check);
        this.live.delete(frame.check);
        this.sink = undefined;
        const { ending } = live;
        if (ending) {
          this.settle(frame.check, resultOf(check, ending, this.options.workspace));
        }
      }
    }
  }

  private settle(n: number, result: CheckResult): void {
    this.settled.add(n);
    this.options.onResult(result);
  }

  private settleTheRest(): void {
    this.options.checks.forEach((check, index) => {
      const n = index + 1;
      if (!this.settled.has(n)) {
        const output = this.live.get(n)?.output;
        this.settle(n, erroredResult(check, this.cause ?? l10n.t('the checks ended early'), output && { output: output.text, truncated: output.truncated }));
      }
    });
  }
}
