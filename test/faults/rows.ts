import { setTimeout as delay } from 'node:timers/promises';
import { DockerBackdoor } from '../engine/dockerBackdoor';
import { everyFault, type Fault, type Target } from '../fakes/faultProxy';
import type { Action } from './actions';
import { FaultRig, notReached } from './faultRig';

/** One call of one action, met by one fault. */
export interface FaultRow {
  action: Action;
  target: Target;
  fault: Fault;
}

export function nameOf({ action, target, fault }: FaultRow): string {
  return `${action.name}: ${fault} at ${target.call} #${target.nth}`;
}

/** After this many rows that waited for a call in vain though all went well, the others of it are left out. */
const missesInARow = 3;

type Job = (rig: FaultRig) => Promise<void>;

/** Does what is waiting, and what that adds in front, several at a time, each worker with a home of its own. */
async function inHomes(waiting: Job[], workers: number): Promise<void> {
  let busy = 0;
  const worker = async (): Promise<void> => {
    const rig = new FaultRig();
    await rig.setUp();
    try {
      while (busy > 0 || waiting.length > 0) {
        const job = waiting.shift();
        if (job) {
          busy++;
          await job(rig).finally(() => busy--);
        } else {
          await delay(50);
        }
      }
    } finally {
      await rig.tearDown();
    }
  };
  await Promise.all(Array.from({ length: workers }, worker));
  // What was built is called alike, whoever built it: only now does nobody use it.
  await new DockerBackdoor('/var/run/docker.sock').removeImages(['ai-labs/lab-two-steps', 'ai-labs/unfinished']);
}

export interface Trial {
  actions: readonly Action[];
  /** Which of an action's rows are tried. */
  choose: (rows: FaultRow[], action: Action) => FaultRow[];
  workers: number;
  say?: (line: string) => void;
}

/** How the rows went that did not fail. */
export interface Tried {
  passed: number;
  /** Of those: the call was not made this time, so there was nothing to survive. */
  notReached: number;
  leftOut: number;
}

/** Does each action once, to see what calls it makes, and then tries rows of it. Throws what failed, all of it. */
export async function tryActions({ actions, choose, workers, say = () => undefined }: Trial): Promise<Tried> {
  const failed: string[] = [];
  const tried: Tried = { passed: 0, notReached: 0, leftOut: 0 };
  /** How many rows in a row waited for a call in vain: some are made once, in the first of all windows. */
  const missed = new Map<Target, number>();
  const strike = async (rig: FaultRig, row: FaultRow): Promise<void> => {
    const began = Date.now();
    const misses = missed.get(row.target) ?? 0;
    if (misses >= missesInARow) {
      tried.leftOut++;
      say(`${nameOf(row)}: left out, the call is not made any more`);
      return;
    }
    try {
      const outcome = await rig.strike(row.action, row.target, row.fault);
      missed.set(row.target, outcome === `${notReached}done` ? misses + 1 : 0);
      tried.passed++;
      tried.notReached += outcome.startsWith(notReached) ? 1 : 0;
      say(`${nameOf(row)}: ${outcome} (${Date.now() - began} ms)`);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      say(`${nameOf(row)}: FAILED ${message}`);
      failed.push(`${nameOf(row)}\n      ${message}`);
    }
  };
  const waiting: Job[] = [];
  const explore = (action: Action): Job => async (rig) => {
    const targets = await rig.record(action);
    const rows = targets.flatMap((target) => everyFault.map((fault) => ({ action, target, fault })));
    waiting.unshift(...choose(rows, action).map((row): Job => (own) => strike(own, row)));
  };
  waiting.push(...actions.map(explore));
  await inHomes(waiting, workers);
  if (failed.length > 0) {
    throw new Error(`${failed.length} of ${failed.length + tried.passed} rows failed:\n${failed.join('\n')}`);
  }
  return tried;
}
