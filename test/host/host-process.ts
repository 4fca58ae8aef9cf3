import { spawn } from 'node:child_process';
import * as path from 'node:path';
import { createInterface } from 'node:readline';

const script = path.resolve(__dirname, '../../scripts/vscode-host.mjs');

/** What scripts/vscode-host.mjs says of itself in its one line. */
export interface HostFacts {
  /** Ends with a slash. */
  readonly url: string;
  /** Of VS Code, e.g. `1.139.1`. */
  readonly version: string;
  /** Path of the browser program. */
  readonly browser: string;
  readonly dataDir: string;
  readonly extensionsDir: string;
}

export interface HostProcess extends HostFacts {
  stop(): Promise<void>;
}

/**
 * Starts a VS Code server as a child that ends with us, however we end.
 * @param through a program that runs it, with arguments of its own: one that takes rights away, say
 * @throws Error with the child's words when it does not come up
 */
export async function startHost(args: readonly string[], env: NodeJS.ProcessEnv = {}, through: readonly string[] = []): Promise<HostProcess> {
  const [program = process.execPath, ...words] = [...through, process.execPath, script, ...args];
  const child = spawn(program, words, {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  let complaints = '';
  child.stderr.on('data', (chunk: Buffer) => (complaints += chunk.toString()));
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const line = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', resolve);
    child.once('error', reject);
    child.once('close', (code) => reject(new Error(`The VS Code host ended with ${code}:\n${complaints}`)));
  });
  const facts = JSON.parse(line) as HostFacts;
  return {
    ...facts,
    stop: async () => {
      child.stdin.end();
      await closed;
    },
  };
}
