import { type ChildProcess, spawn } from 'node:child_process';
import http from 'node:http';
import { Duplex } from 'node:stream';
import * as l10n from '@vscode/l10n';

/** An engine behind ssh: `ssh://user@host:port/path/of/the.sock`. */
export interface SshAddress {
  host: string;
  user?: string;
  port?: number;
  /** Absolute path of the engine's socket on that machine; default whatever `docker` uses there. */
  socket?: string;
}

/** Why no engine was reached over ssh. `docker`: the command is missing there. `engine`: it found no engine to talk to. */
export type SshProblem = 'client' | 'denied' | 'host-key' | 'unreachable' | 'docker' | 'engine';

/** The connection over ssh ended before the engine said a word. `message` is what ssh printed. */
export class SshError extends Error {
  /** As where a socket refuses: the connection is known to be broken. */
  readonly code = 'ECONNREFUSED';

  constructor(
    readonly problem: SshProblem,
    said: string,
  ) {
    super(said);
    this.name = 'SshError';
  }
}

/** How long ssh may take to connect, in seconds. */
const connectSeconds = 8;
/** How long an unused connection is kept for the next call, in milliseconds: making one costs a whole login. */
const keptMs = 20_000;
const outputLimit = 8 * 1024;

/** A word for the shell on the other side, which ssh hands its whole command to. */
function quote(word: string): string {
  return /^[A-Za-z0-9_./:=@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/**
 * The words after `ssh`. Nothing may be asked: there is nobody to answer, and a question would hang every call. What a
 * person has set up in their ssh configuration (keys, jump hosts, multiplexing) applies.
 */
export function sshWords({ host, user, port, socket }: SshAddress): string[] {
  const remote = ['docker', ...(socket ? ['--host', `unix://${socket}`] : []), 'system', 'dial-stdio'];
  return [
    ...['-o', 'BatchMode=yes', '-o', `ConnectTimeout=${connectSeconds}`, '-T'],
    ...(user ? ['-l', user] : []),
    ...(port ? ['-p', String(port)] : []),
    ...['--', host, remote.map(quote).join(' ')],
  ];
}

/**
 * What an end without an answer means. ssh itself ends with 255 and a shell with 127 where there is no such command;
 * what kind of failure a 255 was, ssh says in its (never translated) words only.
 */
export function sshProblem(exitCode: number | null, said: string): SshProblem {
  if (exitCode === 127) {
    return 'docker';
  }
  if (exitCode !== 255) {
    return 'engine';
  }
  if (/Host key verification failed|REMOTE HOST IDENTIFICATION HAS CHANGED|No .* host key is known/i.test(said)) {
    return 'host-key';
  }
  return /Permission denied|Too many authentication failures|no .*authentication methods/i.test(said)
    ? 'denied'
    : 'unreachable';
}

/** One connection to an engine: the streams of an ssh that runs `docker system dial-stdio` on the other side. */
class SshConnection extends Duplex {
  private readonly child: ChildProcess;
  private said = '';
  private heard = false;
  private over = false;
  /** No call is under way: the agent keeps the connection for the next one. */
  private idle = false;
  private timer?: NodeJS.Timeout;
  private finishWrite?: () => void;

  constructor(address: SshAddress, command: string) {
    super();
    this.child = spawn(command, sshWords(address), {
      stdio: 'pipe',
      windowsHide: true,
      env: { ...process.env, LC_ALL: 'C' },
    });
    const { stdin, stdout, stderr } = this.child;
    stdout?.on('data', (chunk: Buffer) => {
      this.heard = true;
      if (!this.push(chunk)) {
        stdout.pause();
      }
    });
    stdout?.on('end', () => this.heard && this.push(null));
    stderr?.on('data', (chunk: Buffer) => (this.said = (this.said + chunk.toString()).slice(-outputLimit)));
    // A broken pipe is told by the end of the process.
    stdin?.on('error', () => this.finishWrite?.());
    stdin?.on('drain', () => this.finishWrite?.());
    this.child.on('error', (error) => this.fail(new SshError('client', error.message)));
    this.child.on('close', (code) => this.ended(code));
  }

  private ended(code: number | null): void {
    this.over = true;
    this.finishWrite?.();
    if (!this.heard && !this.destroyed) {
      const said = this.said.trim() || l10n.t('ssh ended with exit code {0}', String(code));
      this.fail(new SshError(sshProblem(code, said), said));
    } else if (this.idle) {
      this.destroy();
    } else if (!this.readableEnded && !this.destroyed) {
      this.push(null);
    }
  }

  private fail(error: Error): void {
    this.over = true;
    this.destroy(error);
  }

  override _read(): void {
    this.child.stdout?.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    const { stdin } = this.child;
    if (this.over || !stdin?.writable || stdin.write(chunk)) {
      done();
      return;
    }
    this.finishWrite = () => {
      this.finishWrite = undefined;
      done();
    };
  }

  override _final(done: () => void): void {
    this.child.stdin?.end();
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    clearTimeout(this.timer);
    this.child.stdin?.destroy();
    this.child.stdout?.destroy();
    if (!this.over) {
      this.child.kill();
    }
    done(error);
  }

  // What HTTP asks of a socket besides. A kept connection must not keep the process alive.
  setNoDelay(): this {
    return this;
  }

  setKeepAlive(): this {
    return this;
  }

  /** Calls have no limit here; a connection nobody uses has one, of which the agent hears by `timeout`. */
  setTimeout(): this {
    return this;
  }

  ref(): this {
    this.idle = false;
    clearTimeout(this.timer);
    return this.hold('ref');
  }

  unref(): this {
    this.idle = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.emit('timeout'), keptMs).unref();
    return this.hold('unref');
  }

  private hold(how: 'ref' | 'unref'): this {
    this.child[how]();
    for (const stream of [this.child.stdin, this.child.stdout, this.child.stderr]) {
      (stream as unknown as Record<typeof how, (() => void) | undefined> | null)?.[how]?.();
    }
    return this;
  }
}

/**
 * An HTTP agent whose connections are ssh processes. `command` is the ssh client to run.
 * Format of the far side: https://docs.docker.com/reference/cli/docker/system/dial-stdio/
 */
export class SshAgent extends http.Agent {
  constructor(
    private readonly address: SshAddress,
    private readonly command = 'ssh',
  ) {
    super({ keepAlive: true, maxFreeSockets: 6 });
  }

  override createConnection(): Duplex {
    return new SshConnection(this.address, this.command);
  }

  /** One name for all: the address is fixed. */
  override getName(): string {
    return 'engine';
  }
}
