import { randomBytes } from 'node:crypto';
import type { Duplex } from 'node:stream';
import type Docker from 'dockerode';
import { sleep } from '../../../common/cancellation';
import type { Disposable } from '../../../common/disposable';
import { Emitter } from '../../../common/event';
import type { Shell, ShellRequest } from '../../engine';
import { createExec, exitCodeAfter, runExec, startExec } from './exec';
import { statusOf } from '../api/errors';
import { callApi } from '../api/request';

/** Marks the processes of one terminal in their environment. */
const tagName = 'AI_LABS_TERMINAL';

/**
 * Tells the terminal's shell that its terminal is gone, as the kernel would where a real one is closed; it passes that
 * on to its jobs. The engine itself leaves an exec running when its connection closes.
 */
const hangUp = `for folder in /proc/[0-9]*; do
  pid=\${folder#/proc/}
  tr '\\0' '\\n' <"$folder/environ" 2>/dev/null | grep -qx "$0" || continue
  set -- $(sed 's/.*) //' "$folder/stat" 2>/dev/null)
  [ "$4" = "$pid" ] && kill -HUP "$pid"
done 2>/dev/null
exit 0`;

/** Sets the size of an exec's terminal. False for a process that is gone or not up yet. */
async function resizeExec(docker: Docker, exec: string, columns: number, rows: number): Promise<boolean> {
  try {
    await callApi(docker, { method: 'POST', path: `/exec/${exec}/resize`, query: { h: rows, w: columns } });
    return true;
  } catch (error) {
    if (statusOf(error) === undefined) {
      throw error;
    }
    return false;
  }
}

class ExecShell implements Shell {
  private readonly data = new Emitter<Buffer>();
  /** What came before anybody listened: usually the first prompt. */
  private early: Buffer[] | undefined = [];
  private over = false;
  readonly exited: Promise<number | undefined>;

  constructor(
    private readonly docker: Docker,
    private readonly container: string,
    private readonly exec: string,
    private readonly stream: Duplex,
    private readonly onDispose: () => void,
  ) {
    this.exited = this.run();
  }

  readonly onData = (listener: (chunk: Buffer) => void): Disposable => {
    const subscription = this.data.event(listener);
    const early = this.early ?? [];
    this.early = undefined;
    early.forEach((chunk) => this.data.fire(chunk));
    return subscription;
  };

  private async run(): Promise<number | undefined> {
    await new Promise<void>((resolve) => {
      this.stream.on('data', (chunk: Buffer) =>
        this.early ? this.early.push(chunk) : this.data.fire(chunk),
      );
      this.stream.once('end', resolve);
      this.stream.once('close', resolve);
      // A broken connection ends the shell as a closed one does; its exit code then tells what is known.
      this.stream.once('error', () => resolve());
    });
    this.over = true;
    this.stream.destroy();
    return exitCodeAfter(this.docker, this.container, this.exec);
  }

  write(data: Uint8Array | string): void {
    if (!this.stream.destroyed && !this.stream.writableEnded) {
      this.stream.write(data);
    }
  }

  async resize(columns: number, rows: number): Promise<void> {
    if (!this.over) {
      await resizeExec(this.docker, this.exec, columns, rows);
    }
  }

  dispose(): void {
    if (!this.over) {
      this.over = true;
      this.onDispose();
    }
    this.stream.destroy();
    this.data.dispose();
  }
}

/**
 * Opens an interactive terminal in a container. Disposing of it hangs up on what runs in it.
 * @throws UserError `service-not-running`; CancelledError
 */
export async function openShell(
  docker: Docker,
  container: string,
  request: ShellRequest,
  signal?: AbortSignal,
): Promise<Shell> {
  const { columns, rows } = request;
  const tag = randomBytes(8).toString('hex');
  const tagged = { ...request, environment: { ...request.environment, [tagName]: tag } };
  const exec = await createExec(
    docker,
    container,
    tagged,
    { tty: true, stdin: true, size: [rows, columns] },
    signal,
  );
  const stream = await startExec(docker, container, exec, true, signal);
  const shell = new ExecShell(docker, container, exec, stream, () => {
    const command = ['sh', '-c', hangUp, `${tagName}=${tag}`];
    // Where the container is gone, so are its processes.
    runExec(docker, container, { command, user: request.user }).catch(() => undefined);
  });
  // Engines before API 1.42 take no size at creation, and the process may be up a moment after its connection.
  for (let attempt = 0; attempt < 5 && !(await resizeExec(docker, exec, columns, rows)); attempt++) {
    await sleep(20);
  }
  return shell;
}
