import * as l10n from '@vscode/l10n';
import { CancelledError, isCancelled, isUserError, messageOf } from '../common/errors';
import type { CheckResult } from '../common/verdict';
import type { Engine, RunningLab } from '../engines/engine';
import { earlyEndCause, noUserCause, silentCause, unableCause } from './causes';
import { CheckClock } from './checkClock';
import { CommandStream } from './commands';
import { type Frame, FrameDecoder } from './frames';
import { LiveCheck } from './liveCheck';
import type { ProgramCheck } from './programInput';
import type { Program } from './programWriter';
import { erroredResult, resultOf } from './result';

const longestStderr = 4096;
/** A driver that said its last word is gone at once; should the engine never notice, its connection is closed. */
const letGoMs = 30_000;

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

/**
 * One exec: some checks of one service. Hears what the driver says and lets the clock give it orders; whatever the
 * driver does not finish is errored, never failed.
 */
export class ServiceRun {
  private readonly live = new Map<number, LiveCheck>();
  private readonly settled = new Set<number>();
  private readonly hard = new AbortController();
  private readonly commands: CommandStream;
  private readonly clock: CheckClock;
  /** Takes the raw bytes that pass now. */
  private sink: ((bytes: Buffer) => void) | undefined;
  private cause: string | undefined;
  private stderr = '';
  /**
   * The driver's last word: everything is judged and cleaned up, so nobody waits until the engine has noticed that the
   * process ended as well (a tenth of a short run).
   */
  private readonly sawEnd: Promise<undefined>;
  private end: () => void = () => undefined;

  constructor(
    private readonly engine: Engine,
    private readonly running: RunningLab,
    private readonly options: ServiceRunOptions,
  ) {
    this.commands = new CommandStream(options.program.stdin);
    this.clock = new CheckClock(this.commands, () => this.hard.abort());
    this.sawEnd = new Promise((resolve) => {
      this.end = () => resolve(undefined);
    });
  }

  /** Resolves when every check has its result. Rejects with CancelledError within a second of the signal. */
  async run(signal?: AbortSignal): Promise<void> {
    if (signal?.aborted) {
      throw new CancelledError();
    }
    const cancel = (): void => this.clock.cancel();
    signal?.addEventListener('abort', cancel, { once: true });
    this.heard();
    try {
      const exec = this.exec();
      const cause = await Promise.race([exec, this.sawEnd]);
      this.cause ??= cause;
      this.letGo(exec);
    } finally {
      signal?.removeEventListener('abort', cancel);
      this.clock.stop();
      this.commands.close();
    }
    if (signal?.aborted) {
      throw new CancelledError();
    }
    this.settleTheRest();
  }

  private letGo(exec: Promise<unknown>): void {
    const late = setTimeout(() => this.hard.abort(), letGoMs);
    late.unref();
    void exec.then(() => clearTimeout(late));
  }

  /** Runs the driver to its end. Never rejects; returns why its end came too early, for where it did. */
  private async exec(): Promise<string> {
    const { marker, program, service } = this.options;
    const decoder = new FrameDecoder(
      marker,
      (frame) => this.onFrame(frame),
      (bytes) => this.sink?.(bytes),
    );
    try {
      const { exitCode } = await this.engine.exec(
        this.running,
        service,
        {
          command: program.command,
          user: '0',
          stdin: this.commands,
          onStdout: (chunk) => decoder.push(chunk),
          onStderr: (chunk) => {
            this.stderr = (this.stderr + chunk.toString('utf8')).slice(-longestStderr);
          },
        },
        this.hard.signal,
      );
      return earlyEndCause(service, exitCode, this.stderr);
    } catch (error) {
      if (isCancelled(error)) {
        return silentCause(service);
      }
      return isUserError(error) ? error.message : l10n.t('the connection to the container engine was lost ({0})', messageOf(error));
    }
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
        this.hard.abort();
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
