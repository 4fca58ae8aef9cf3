import { build } from 'esbuild';
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Row } from '../measure';

const root = path.resolve(__dirname, '../../..');

/** An extension that has nothing but two views. */
const manifest = {
  name: 'ai-labs-bench', publisher: 'bench', version: '0.0.1', engines: { vscode: '^1.100.0' },
  contributes: {
    viewsContainers: { activitybar: [{ id: 'bench', title: 'Bench', icon: 'icon.svg' }] },
    views: { bench: [{ id: 'bench.subject', name: 'Subject' }, { id: 'bench.yardstick', name: 'Yardstick' }] },
  },
};

/** How long a window of VS Code may take to come up, in milliseconds. */
const patience = 120_000;

/**
 * All rows of the Career Path handed to VS Code anew, each of its labs changed: facts, model, comparison and rows, against
 * rows that have nothing but a name. Both in trees that a real window shows.
 */
export const treeRefresh: Row = {
  id: 'tree-refresh',
  title: 'the Career Path with 1000 labs, all of them changed',
  against: 'a flat tree of 1000 bare rows',
  budget: 1.5,
  rounds: 15,
  open: async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'ai-labs-bench-'));
    await writeFile(path.join(folder, 'package.json'), JSON.stringify(manifest));
    await writeFile(path.join(folder, 'icon.svg'), '<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24"/>');
    const tests = path.join(folder, 'run.js');
    await build({
      entryPoints: [path.join(root, 'test/bench/host/treeRefresh.ts')], outfile: tests, bundle: true, platform: 'node', target: 'node20',
      format: 'cjs', external: ['vscode'], logLevel: 'warning',
    });
    const server = createServer();
    const address = path.join(folder, 'socket');
    const code = spawn(process.execPath, [path.join(root, 'test/host/code.mjs'), `--extensionDevelopmentPath=${folder}`, `--extensionTestsPath=${tests}`, '--disable-workspace-trust'], {
      cwd: root, stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, AI_LABS_BENCH_SOCKET: address, AI_LABS_BENCH_LABS: path.join(root, 'labs') },
    });
    const ended = new Promise<void>((resolve) => code.once('exit', () => resolve()));
    const ask = await connected(server, address, ended);
    // VS Code joins what changes within this many milliseconds; each refresh is to be the first of its kind.
    const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 300));
    return {
      subject: async () => {
        await ask('subject');
        return settle;
      },
      yardstick: async () => {
        await ask('yardstick');
        return settle;
      },
      dispose: async () => {
        await ask('end');
        await ended;
        server.close();
        await rm(folder, { recursive: true, force: true });
      },
    };
  },
};

/** Waits for the window to call, and returns what asks it for something and waits for the answer. */
async function connected(server: Server, address: string, ended: Promise<void>): Promise<(what: string) => Promise<void>> {
  const socket = await new Promise<Socket>((resolve, reject) => {
    server.once('connection', resolve).once('error', reject).listen(address);
    void ended.then(() => reject(new Error('VS Code ended before the bench began: see out/logs.')));
    setTimeout(() => reject(new Error('VS Code did not come up.')), patience).unref();
  });
  const answers = createInterface({ input: socket })[Symbol.asyncIterator]();
  await answers.next();
  return async (what) => {
    socket.write(`${what}\n`);
    const late = setTimeout(() => socket.destroy(), patience);
    const { done } = await answers.next();
    clearTimeout(late);
    if (done) {
      throw new Error('VS Code ended in the middle of the bench, or did not answer: see out/logs.');
    }
  };
}
