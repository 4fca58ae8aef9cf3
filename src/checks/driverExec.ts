import * as l10n from '@vscode/l10n';
import { isCancelled, isUserError, messageOf } from '../common/errors';
import type { Engine, RunningLab } from '../engines/engine';
import { earlyEndCause, silentCause } from './causes';
import { CommandStream } from './commands';
import { driverCommand, type Program } from './programWriter';

const longestStderr = 4096;

/**
 * One exec as root in a service's container, begun at once: a shell that waits on its standard input for a program (the
 * driver and its plan), and then takes commands there. Closing `commands` ends it.
 */
export class DriverExec {
  readonly commands = new CommandStream();
  /** Why its end came too early, where it did; never rejects. */
  readonly ended: Promise<string>;
  private readonly hard = new AbortController();
  private over = false;
  private stderr = '';
  private onBytes: (bytes: Buffer) => void = () => undefined;

  constructor(
    private readonly engine: Engine,
    private readonly running: RunningLab,
    private readonly service: string,
  ) {
    this.ended = this.run().finally(() => {
      this.over = true;
    });
  }

  get hasEnded(): boolean {
    return this.over;
  }

  /** Hands over what it waits for; once. `onBytes` gets its output from then on. */
  begin(program: Program, onBytes: (bytes: Buffer) => void): void {
    this.onBytes = onBytes;
    this.commands.push(program.stdin);
  }

  /** Lets go of the connection. The driver notices that its host is gone. */
  abort(): void {
    this.hard.abort();
  }

  private async run(): Promise<string> {
    try {
      const { exitCode } = await this.engine.exec(
        this.running,
        this.service,
        {
          command: driverCommand,
          user: '0',
          stdin: this.commands,
          onStdout: (chunk) => this.onBytes(chunk),
          onStderr: (chunk) => {
            this.stderr = (this.stderr + chunk.toString('utf8')).slice(-longestStderr);
          },
        },
        this.hard.signal,
      );
      return earlyEndCause(this.service, exitCode, this.stderr);
    } catch (error) {
      if (isCancelled(error)) {
        return silentCause(this.service);
      }
      return isUserError(error) ? [error.message, error.action?.text ?? ''].join(' ').trim() : l10n.t('the connection to the container engine was lost ({0})', messageOf(error));
    }
  }
}
