import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, homedir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Row } from '../measure';

const run = promisify(execFile);
const cli = path.resolve(__dirname, '../../../src/cli.ts');
/** Four runs of a minute or less each: the solution of a small lab, and its mistakes. All labs take an hour, so they are asked for. */
const quick = ['first-steps'];
const labs = process.env.AI_LABS_BENCH_REHEARSE?.split(' ').filter(Boolean) ?? quick;
const jobs = Math.min(availableParallelism(), 4);

/** What more processors bring to whoever rehearses; a run mostly waits for containers, so two at a time help on one, too. */
export const rehearsalParallel: Row = {
  id: 'rehearsal-parallel',
  title: `rehearsal of ${labs.length > 0 ? labs.join(' and ') : 'all labs'}, ${jobs} runs at a time on ${availableParallelism()} processors`,
  against: 'one run after another',
  budget: Math.round((0.3 + 1 / jobs) * 100) / 100,
  rounds: 2,
  open: async () => {
    const home = await mkdtemp(path.join(homedir(), '.ai-labs-bench-'));
    const rehearse = async (jobs: number): Promise<void> => {
      await run(process.execPath, ['--import', 'tsx', cli, 'rehearse', ...labs, '--jobs', String(jobs), '--seed', '1', '--json', '--home', home], { maxBuffer: 1 << 28 });
    };
    return {
      subject: () => rehearse(jobs),
      yardstick: () => rehearse(1),
      dispose: () => rm(home, { recursive: true, force: true }),
    };
  },
};
