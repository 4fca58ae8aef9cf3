import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { openCodeWindow } from '../codeWindow';
import { dormant, helloWorld, install } from '../dormant';
import type { Row } from '../measure';

const root = path.resolve(__dirname, '../../..');
const catalog = path.join(root, 'test/fixtures/catalogs/ui');
const megabyte = 1_000_000;

/** Check runs of the day, of two checks each: a thousand, which take minutes; `AI_LABS_BENCH_CHECK_RUNS` sets another number. */
const runs = Number(process.env.AI_LABS_BENCH_CHECK_RUNS ?? 1000);
/** Between two looks at the memory. */
const between = Math.max(1, Math.round(runs / 10));

/** A folder for heap snapshots of before and after the day, which `AI_LABS_BENCH_SNAPSHOTS` names. */
const snapshots = process.env.AI_LABS_BENCH_SNAPSHOTS;

/**
 * What the extension host holds after garbage collection (V8's heap and what hangs on it) beyond what it held with a
 * hello-world extension: after a day with the tree, the guides, the Testing view, a lab with its terminal, and its checks.
 */
export const memory: Row = {
  id: 'memory',
  title: `memory of the extension host, idle after a day with ${runs} check runs, beyond a hello-world extension’s`,
  against: '1 MB', budget: 25, unit: 'MB', rounds: 1,
  open: async () => measured((await spentDay()).held),
};

/** The slope of what is held over the day's check runs. A megabyte is what two looks at the same differ by. */
export const memoryGrowth: Row = {
  id: 'memory-growth',
  title: 'what the extension host holds more after each 1000 check runs',
  against: '1 MB', budget: 1, unit: 'MB', rounds: 1,
  open: async () => measured((await spentDay()).growth),
};

async function measured(megabytes: number): ReturnType<Row['open']> {
  return { subject: async () => ({ ms: megabytes }), yardstick: async () => ({ ms: 1 }), dispose: async () => undefined };
}

let day: ReturnType<typeof spendDay> | undefined;

/** Both rows look at the same day. */
function spentDay(): ReturnType<typeof spendDay> {
  return (day ??= spendDay());
}

/** In megabytes: what is held at its end, and how much more after each thousand check runs. */
async function spendDay(): Promise<{ held: number; growth: number }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'ai-labs-bench-'));
  // Where the engine sees it.
  const home = await mkdtemp(path.join(homedir(), '.ai-labs-bench-'));
  const [ours, installed] = [path.join(folder, 'ours'), path.join(folder, 'installed')];
  const id = await dormant(ours);
  await install(installed, 'hello-world', helloWorld());
  const window = await openCodeWindow('memory', ours, { installed, env: { AI_LABS_HOME: home } });
  const held = async (): Promise<number> => Number(await window.ask('held')) / megabyte;
  const snapshot = async (name: string): Promise<unknown> => snapshots && window.ask(`snapshot ${path.resolve(snapshots, `${name}.heapsnapshot`)}`);
  try {
    await window.ask(`set ${catalog}`);
    await window.ask('activate bench.hello-world');
    const before = await held();
    await snapshot('before');
    await window.ask(`activate ${id}`);
    await window.ask('begin');
    const looks: { run: number; held: number }[] = [];
    for (let run = 0; run < runs; run += 1) {
      await window.ask('check 1');
      if ((run + 1) % between === 0) {
        looks.push({ run: run + 1, held: await held() });
        console.error(`memory ${run + 1}/${runs}: ${((looks.at(-1)?.held ?? NaN) - before).toFixed(2)} MB`);
      }
    }
    await window.ask('leave');
    const after = await held();
    await snapshot('after');
    return { held: after - before, growth: slope(looks) * 1000 };
  } finally {
    // Nothing is left behind, whatever became of the window.
    const closed = window.close().catch((error: unknown) => error);
    await closed;
    await promisify(execFile)(process.execPath, [path.join(root, 'dist/cli.js'), 'stop', '--all', '--remove', '--home', home, '--catalog', catalog]);
    await Promise.all([folder, home].map((each) => rm(each, { recursive: true, force: true })));
    if ((await closed) instanceof Error) {
      console.error(await closed);
    }
  }
}

/** Least squares, without the first look: what is made once is made by then. */
function slope([, ...looks]: readonly { run: number; held: number }[]): number {
  const mean = (of: (look: { run: number; held: number }) => number): number => looks.reduce((sum, look) => sum + of(look), 0) / looks.length;
  const [run, held] = [mean((look) => look.run), mean((look) => look.held)];
  return mean((look) => (look.run - run) * (look.held - held)) / mean((look) => (look.run - run) ** 2);
}
