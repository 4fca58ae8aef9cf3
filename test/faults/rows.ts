import { DockerBackdoor } from '../engine/dockerBackdoor';
import { everyFault, type Fault, type Target } from '../fakes/faultProxy';
import type { Action } from './actions';
import { FaultRig } from './faultRig';

/** One call of one action, met by one fault. */
export interface FaultRow {
  action: Action;
  target: Target;
  fault: Fault;
}

export function nameOf({ action, target, fault }: FaultRow): string {
  return `${action.name}: ${fault} at ${target.call} #${target.nth}`;
}

/** Every row there is for some actions, found out by doing them. */
export async function allRows(rig: FaultRig, actions: readonly Action[]): Promise<FaultRow[]> {
  const rows: FaultRow[] = [];
  for (const action of actions) {
    for (const target of await rig.record(action)) {
      rows.push(...everyFault.map((fault) => ({ action, target, fault })));
    }
  }
  return rows;
}

/** Tries rows, several at a time, each worker with a home of its own. Throws what failed, all of it. */
export async function tryRows(rows: readonly FaultRow[], workers: number, say: (line: string) => void = () => undefined): Promise<void> {
  const waiting = [...rows];
  const failed: string[] = [];
  const work = async (): Promise<void> => {
    const rig = new FaultRig();
    await rig.setUp();
    try {
      for (let row = waiting.shift(); row; row = waiting.shift()) {
        const began = Date.now();
        try {
          const outcome = await rig.strike(row.action, row.target, row.fault);
          say(`${nameOf(row)}: ${outcome} (${Date.now() - began} ms)`);
        } catch (error) {
          const message = error instanceof Error ? error.message : String(error);
          say(`${nameOf(row)}: FAILED ${message}`);
          failed.push(`${nameOf(row)}\n      ${message}`);
        }
      }
    } finally {
      await rig.tearDown();
    }
  };
  await Promise.all(Array.from({ length: workers }, work));
  // What was built is called alike, whoever built it: only now does nobody use it.
  await new DockerBackdoor('/var/run/docker.sock').removeImages(['ai-labs/lab-two-steps', 'ai-labs/unfinished']);
  if (failed.length > 0) {
    throw new Error(`${failed.length} of ${rows.length} rows failed:\n${failed.join('\n')}`);
  }
}
