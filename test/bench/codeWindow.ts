import { build } from 'esbuild';
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';

const root = path.resolve(__dirname, '../..');

/** How long a window of VS Code may take to come up, or to answer, in milliseconds. */
const patience = 120_000;

/** A window of a real VS Code with a program of the bench in its extension host, which does what it is asked to. */
export interface CodeWindow {
  /** Resolves with its answer when it is done. */
  ask(what: string): Promise<string>;
  close(): Promise<void>;
}

/**
 * `program`: a file of test/bench/host. `extension`: the folder of one under development, as which the program gets VS Code's
 * API, and where it is put. `installed`: a folder of extensions' folders.
 */
export async function openCodeWindow(program: string, extension: string, { installed, env }: { installed?: string; env?: NodeJS.ProcessEnv } = {}): Promise<CodeWindow> {
  const folder = await mkdtemp(path.join(tmpdir(), 'ai-labs-bench-'));
  const tests = path.join(extension, 'bench.js');
  await build({
    entryPoints: [path.join(root, 'test/bench/host', `${program}.ts`)], outfile: tests, bundle: true, platform: 'node', target: 'node20',
    format: 'cjs', external: ['vscode'], logLevel: 'warning',
  });
  const server = createServer();
  const address = path.join(folder, 'socket');
  const code = spawn(process.execPath, [
    path.join(root, 'test/host/code.mjs'), `--extensionDevelopmentPath=${extension}`, `--extensionTestsPath=${tests}`, '--disable-workspace-trust',
    ...(installed ? [`--extensions-dir=${installed}`] : []),
  ], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, ...env, AI_LABS_BENCH_SOCKET: address } });
  const ended = new Promise<void>((resolve) => code.once('exit', () => resolve()));
  const ask = await connected(server, address, ended);
  return {
    ask,
    close: async () => {
      await ask('end');
      await ended;
      server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Waits for the window to call, and returns what asks it for something and waits for the answer. */
async function connected(server: Server, address: string, ended: Promise<void>): Promise<CodeWindow['ask']> {
  const socket = await new Promise<Socket>((resolve, reject) => {
    server.once('connection', resolve).once('error', reject).listen(address);
    void ended.then(() => reject(new Error('VS Code ended before the bench began: see out/logs.')));
    setTimeout(() => reject(new Error('VS Code did not come up.')), patience).unref();
  });
  // A window that is gone shows as an answer that does not come.
  socket.on('error', () => socket.destroy());
  const answers = createInterface({ input: socket })[Symbol.asyncIterator]();
  await answers.next();
  return async (what) => {
    socket.write(`${what}\n`);
    const late = setTimeout(() => socket.destroy(), patience);
    const answer = await answers.next();
    clearTimeout(late);
    if (answer.done) {
      throw new Error('VS Code ended in the middle of the bench, or did not answer: see out/logs.');
    }
    return answer.value;
  };
}
