import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync } from 'node:fs';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { type AddressInfo, connect, createServer } from 'node:net';
import { userInfo } from 'node:os';
import path from 'node:path';

const sshd = '/usr/sbin/sshd';

/** Stands in for the Docker command of the far side where this machine has none; of it one sub-command is needed; `$1 $2` may be `--host ADDRESS`. */
const dialer = `
const socket = process.argv[2] === '--host' ? process.argv[3].slice('unix://'.length) : process.env.FAR_SOCKET;
const words = process.argv.slice(process.argv[2] === '--host' ? 4 : 2).join(' ');
if (words !== 'system dial-stdio') throw new Error(words);
const engine = require('node:net').connect({ path: socket, allowHalfOpen: true });
engine.on('error', (error) => { console.error('Cannot connect to the Docker daemon: ' + error.message); process.exit(1); });
process.stdin.pipe(engine);
engine.pipe(process.stdout);
engine.on('end', () => process.stdin.destroy());
`;

/**
 * A real OpenSSH server on loopback with keys of its own, and an ssh client that knows nothing but them. The far side
 * has a `docker` that dials `socket`.
 */
export class SshServer {
  private server?: ChildProcess;
  port = 0;
  /** Who may log in. */
  readonly user = userInfo().username;

  constructor(private readonly folder: string) {}

  private file(...names: string[]): string {
    return path.join(this.folder, ...names);
  }

  async start(socket: string): Promise<void> {
    if (!existsSync(sshd)) {
      throw new Error(`${sshd} is not there: npm run setup installs it`);
    }
    if (process.getuid?.() === 0) {
      mkdirSync('/run/sshd', { recursive: true });
    }
    await mkdir(this.file('bin'), { recursive: true });
    await mkdir(this.file('far'), { recursive: true });
    for (const name of ['host', 'other-host', 'client', 'stranger']) {
      execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', this.file(name)]);
    }
    this.port = await freePort();
    await this.allow('client');
    await writeFile(this.file('dial.cjs'), dialer);
    await this.script('far', 'docker', this.docker(socket));
    await writeFile(
      this.file('sshd_config'),
      [
        `Port ${this.port}`,
        'ListenAddress 127.0.0.1',
        `HostKey ${this.file('host')}`,
        `AuthorizedKeysFile ${this.file('authorized_keys')}`,
        'AuthenticationMethods publickey',
        'PermitRootLogin yes',
        'StrictModes no',
        'UsePAM no',
        'PidFile none',
        `SetEnv PATH=${this.file('far')}:/usr/bin:/bin FAR_SOCKET=${socket}`,
      ].join('\n'),
    );
    await this.trust('host');
    await this.client('client');
    this.server = spawn(sshd, ['-D', '-e', '-f', this.file('sshd_config')], { stdio: 'ignore' });
    await this.answers();
  }

  /** The real Docker command where there is one. */
  private docker(socket: string): string {
    const found = (process.env['PATH'] ?? '').split(path.delimiter).find((each) => existsSync(path.join(each, 'docker')));
    return found
      ? `export DOCKER_HOST='unix://${socket}'\nexec '${path.join(found, 'docker')}' "$@"`
      : `exec '${process.execPath}' '${this.file('dial.cjs')}' "$@"`;
  }

  /** Puts a script on the PATH of the far side or (`bin`) of this one. */
  async script(where: 'far' | 'bin', name: string, line: string): Promise<void> {
    await writeFile(this.file(where, name), `#!/bin/sh\n${line}\n`);
    await chmod(this.file(where, name), 0o755);
  }

  /** Makes the client use a key, and no other. */
  async client(key: string): Promise<void> {
    await writeFile(
      this.file('ssh_config'),
      [
        `IdentityFile ${this.file(key)}`,
        'IdentitiesOnly yes',
        'IdentityAgent none',
        'StrictHostKeyChecking yes',
        'GlobalKnownHostsFile /dev/null',
        `UserKnownHostsFile ${this.file('known_hosts')}`,
      ].join('\n'),
    );
    await this.script('bin', 'ssh', `exec /usr/bin/ssh -F '${this.file('ssh_config')}' "$@"`);
  }

  private async allow(key: string): Promise<void> {
    await writeFile(this.file('authorized_keys'), await readFile(this.file(`${key}.pub`)));
  }

  /** Makes the client expect a key of the host; none where undefined. */
  async trust(key: string | undefined): Promise<void> {
    const line = key === undefined ? '' : `[127.0.0.1]:${this.port} ${await readFile(this.file(`${key}.pub`), 'utf8')}`;
    await writeFile(this.file('known_hosts'), line);
  }

  /** PATH with the client of this server before the system's. */
  get path(): string {
    return `${this.file('bin')}${path.delimiter}${process.env['PATH']}`;
  }

  get address(): string {
    return `ssh://${this.user}@127.0.0.1:${this.port}`;
  }

  private async answers(): Promise<void> {
    for (let attempt = 0; attempt < 100; attempt++) {
      const socket = connect(this.port, '127.0.0.1');
      const up = await new Promise<boolean>((resolve) => {
        socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
      });
      socket.destroy();
      if (up) {
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error('sshd did not start');
  }

  async stop(): Promise<void> {
    if (this.server && this.server.exitCode === null) {
      const ended = once(this.server, 'exit');
      this.server.kill();
      await ended;
    }
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
