import { CancelledError, isCancelled, isUserError, messageOf } from '../common/errors';
import type { CheckResult } from '../common/verdict';
import type { Engine, RunningLab } from '../engines/engine';
import { CommandStream } from './commands';
import { type Frame, FrameDecoder } from './frames';
import { Output } from './output';
import type { Program, ProgramCheck } from './program';
import { erroredResult, resultOf } from './result';
import { Timers } from './timers';

/** After TERM, this long until KILL; as promised to authors. */
const graceMs = 2000;
/** After KILL, or between checks, the driver answers within this, or the engine hangs. */
const patienceMs = 30_000;
/** A check has ended, but something holds its output open: swept after the first, let go after the second. */
const sweepMs = 300;
const dropMs = 1500;
/** A cancelled run may take this long to clean up inside the container. */
const cancelMs = 800;
const longestReport = 64 * 1024;
const longestStderr = 4096;

/** What is known of a check that runs. */
interface Live {
  pid?: number;
  reader?: number;
  startedAt: number;
  endedAt?: number;
  output: Output;
  report: Buffer[];
  reportLength: number;
  ending?: { code: number; why: 'ended' | 'timed-out' | 'not-started' };
}

export interface ServiceRunOptions {
  service: string;
  /** The driver's numbers are places in this list, from 1. */
  checks: ProgramCheck[];
  marker: string;
  program: Program;
  workspace: string;
  onStarted: (check: ProgramCheck) => void;
  onResult: (check: ProgramCheck, result: CheckResult) => void;
  onBlocked: (check: ProgramCheck, by: ProgramCheck) => void;
}

/**
 * One exec: some checks of one service. Times checks and gives orders to the driver; whatever the driver does not
 * finish is errored, never failed.
 */
export class ServiceRun {
  private readonly live = new Map<number, Live>();
  private readonly settled = new Set<number>();
  private readonly timers = new Timers();
  private readonly hard = new AbortController();
  private readonly commands: CommandStream;
  /** Whose bytes pass now. */
  private sink: ((bytes: Buffer) => void) | undefined;
  private cause: string | undefined;
  private finished = false;
  /**
   * The driver's last word: everything is judged and cleaned up, so nobody waits until the engine has noticed that the
   * process ended as well (a tenth of a short run).
   */
  private readonly sawEnd: Promise<undefined>;
  private end: () => void = () => undefined;
  private stderr = '';

  constructor(
    private readonly engine: Engine,
    private readonly running: RunningLab,
    private readonly options: ServiceRunOptions,
  ) {
    this.commands = new CommandStream(options.program.stdin);
    this.sawEnd = new Promise((resolve) => {
      this.end = () => resolve(undefined);
    });
  }

  /** Resolves when every check has its result. Rejects with CancelledError within a second of the signal. */
  async run(signal?: AbortSignal): Promise<void> {
    const cancel = (): void => {
      this.commands.send('cancel');
      this.timers.set('cancel', cancelMs, () => this.hard.abort());
    };
    if (signal?.aborted) {
      throw new CancelledError();
    }
    signal?.addEventListener('abort', cancel, { once: true });
    this.watch();
    try {
      const exec = this.exec();
      const over = await Promise.race([exec, this.sawEnd]);
      this.cause ??= over;
      this.letGo(exec);
    } finally {
      signal?.removeEventListener('abort', cancel);
      this.timers.clear();
      this.commands.close();
    }
    if (signal?.aborted) {
      throw new CancelledError();
    }
    this.settleTheRest();
  }

  /** The process is about to end by itself; should the engine never say so, its connection is closed. */
  private letGo(exec: Promise<unknown>): void {
    const late = setTimeout(() => this.hard.abort(), patienceMs);
    late.unref();
    void exec.then(() => clearTimeout(late));
  }

  /** Runs the driver to its end. Never rejects; returns why it could not finish, if so. */
  private async exec(): Promise<string | undefined> {
    const decoder = new FrameDecoder(
      this.options.marker,
      (frame) => this.onFrame(frame),
      (bytes) => this.sink?.(bytes),
    );
    try {
      const { exitCode } = await this.engine.exec(
        this.running,
        this.options.service,
        {
          command: this.options.program.command,
          user: '0',
          stdin: this.commands,
          onStdout: (chunk) => decoder.push(chunk),
          onStderr: (chunk) => {
            this.stderr = (this.stderr + chunk.toString('utf8')).slice(-longestStderr);
          },
        },
        this.hard.signal,
      );
      return this.finished ? undefined : this.explain(exitCode);
    } catch (error) {
      if (isCancelled(error)) {
        return this.cause ?? 'the run was given up';
      }
      if (isUserError(error)) {
        return error.message;
      }
      return `the connection to the container engine was lost (${messageOf(error)})`;
    }
  }

  private explain(exitCode: number | undefined): string {
    const { service } = this.options;
    if (exitCode === undefined) {
      return `the container of the service “${service}” went away while its checks ran`;
    }
    if (exitCode === 137) {
      return `the container of the service “${service}” went away, or ran out of memory, while its checks ran`;
    }
    if (exitCode === 126 || exitCode === 127) {
      return `the image of the service “${service}” lacks /bin/sh, /usr/bin/env or dd`;
    }
    const said = this.stderr.trim().split('\n').at(-1);
    return `the checks of the service “${service}” ended early (exit code ${exitCode}${said ? `: ${said}` : ''})`;
  }

  private onFrame(frame: Frame): void {
    this.watch();
    switch (frame.kind) {
      case 'hello':
        return;
      case 'end':
        this.finished = true;
        this.end();
        return;
      case 'unable':
        this.cause ??= this.unable(frame.reason, frame.detail);
        return;
      case 'garbled':
        this.cause ??= 'the checks said something that makes no sense';
        this.hard.abort();
        return;
      case 'blocked': {
        const by = this.options.checks[frame.by - 1];
        const check = this.take(frame.check);
        if (check && by) {
          this.options.onBlocked(check, by);
        }
        return;
      }
      case 'no-user': {
        const check = this.take(frame.check);
        if (check) {
          this.options.onResult(check, erroredResult(check, `the image of the service “${check.service}” has no user “${check.user}”`));
        }
        return;
      }
      default:
        this.onCheckFrame(frame);
    }
  }

  private onCheckFrame(frame: Extract<Frame, { check: number }>): void {
    const check = this.options.checks[frame.check - 1];
    if (!check || this.settled.has(frame.check)) {
      return;
    }
    if (frame.kind === 'started') {
      this.start(frame.check, check, frame.attempt);
      return;
    }
    const live = this.live.get(frame.check);
    if (!live) {
      return;
    }
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
        this.sink = (bytes) => {
          const kept = Buffer.from(bytes.subarray(0, longestReport - live.reportLength));
          live.report.push(kept);
          live.reportLength += kept.length;
        };
        return;
      case 'processes':
        this.began(frame.check, check, live, frame.pid, frame.reader);
        return;
      case 'ended':
        this.ended(frame.check, check, live, { code: frame.code, why: frame.why });
        return;
      case 'done':
        this.done(frame.check, check, live);
    }
  }

  private start(n: number, check: ProgramCheck, attempt: number): void {
    this.live.set(n, { startedAt: performance.now(), output: new Output(), report: [], reportLength: 0 });
    this.timers.cancel(`hold ${n}`);
    if (attempt === 1) {
      if (check.retry) {
        this.timers.set(`late ${n}`, check.retry.for, () => this.commands.send(`late ${n}`));
      }
      this.options.onStarted(check);
    }
  }

  private began(n: number, check: ProgramCheck, live: Live, pid: number, reader: number): void {
    live.pid = pid;
    live.reader = reader;
    this.timers.set(`time ${n}`, check.timeout, () => {
      this.commands.send(`term ${pid}`);
      this.timers.set(`time ${n}`, graceMs, () => this.commands.send(`kill ${pid}`));
    });
    this.watch();
  }

  private ended(n: number, check: ProgramCheck, live: Live, ending: Live['ending']): void {
    live.endedAt = performance.now();
    live.ending = ending;
    this.timers.cancel(`time ${n}`);
    const kind = check.user === 'checker' ? 'checker' : 'other';
    this.timers.set(`hold ${n}`, sweepMs, () => {
      this.commands.send(`sweep ${n} ${kind} ${check.check.parallel ? 'yes' : ''}`);
      this.timers.set(`hold ${n}`, dropMs, () => this.commands.send(`drop ${live.reader}`));
    });
  }

  private done(n: number, check: ProgramCheck, live: Live): void {
    this.timers.cancel(`hold ${n}`);
    this.timers.cancel(`late ${n}`);
    this.live.delete(n);
    this.sink = undefined;
    const { ending, endedAt = live.startedAt } = live;
    if (ending && this.take(n)) {
      const durationMs = Math.round(endedAt - live.startedAt);
      const report = Buffer.concat(live.report);
      this.options.onResult(check, resultOf(check, { ...ending, output: live.output, report, durationMs }, this.options.workspace));
    }
  }

  /** The check, the first time it comes to its result. */
  private take(n: number): ProgramCheck | undefined {
    const check = this.options.checks[n - 1];
    if (!check || this.settled.has(n)) {
      return undefined;
    }
    this.settled.add(n);
    return check;
  }

  private settleTheRest(): void {
    this.options.checks.forEach((each, index) => {
      const live = this.live.get(index + 1);
      const check = this.take(index + 1);
      if (check) {
        const output = live?.output;
        this.options.onResult(
          each,
          erroredResult(each, this.cause ?? 'the checks ended early', output ? { output: output.text, truncated: output.truncated } : {}),
        );
      }
    });
  }

  /** Gives up where neither a check's own time nor the driver's work explains the silence. */
  private watch(): void {
    let longest = 0;
    for (const [n, live] of this.live) {
      const check = this.options.checks[n - 1];
      if (check && !live.ending) {
        longest = Math.max(longest, check.timeout + graceMs);
      } else if (check?.retry) {
        longest = Math.max(longest, check.retry.every);
      }
    }
    this.timers.set('watch', longest + patienceMs, () => {
      this.cause ??= `the container of the service “${this.options.service}” does not answer`;
      this.hard.abort();
    });
  }

  private unable(reason: string, detail: string[]): string {
    const { service } = this.options;
    switch (reason) {
      case 'tools':
        return `the image of the service “${service}” lacks ${detail.join(', ')}, which checks need`;
      case 'space':
        return `there is no room left in /run/ai-labs of the service “${service}”`;
      case 'chown':
        return `root of the service “${service}” may not give files to other users, so no check can run as one`;
      default:
        return `/run/ai-labs of the service “${service}” cannot be used`;
    }
  }
}
