import { isCancelled, messageOf } from '../common/errors';
import { throwIfAborted } from '../common/cancellation';
import type { Lab, WrongSolution } from '../curriculum/lab';
import type { Cell, OpenStage, RehearsalOptions, RehearsalStage } from './rehearsal';
import { rehearseGuide } from './guideRehearsal';
import { draw, seededRandom } from './random';
import { rehearseSolution, rehearseWrong } from './runs';

type Run = { lab: Lab; kind: 'solution' | 'guide' } | { lab: Lab; kind: 'wrong'; wrong: WrongSolution };

/**
 * The runs of one lab: its solution (and its guide, where that is asked for) unless only a wrong one is asked for, and
 * its wrong solutions unless only a step is.
 */
export function planRuns(lab: Lab, options: Pick<RehearsalOptions, 'step' | 'wrong' | 'wrongs' | 'seed' | 'guide'>): Run[] {
  const named = lab.definition.solution.wrong.filter(
    (wrong) => options.wrong === undefined || wrong.apply === options.wrong || wrong.apply.endsWith(`/${options.wrong}`),
  );
  const wrongs = options.wrongs === undefined ? named : draw(named, options.wrongs, seededRandom(options.seed));
  const right: Run[] = [{ lab, kind: 'solution' }, ...(options.guide ? [{ lab, kind: 'guide' as const }] : [])];
  const solution = options.wrong === undefined ? right : [];
  return options.step === undefined ? [...solution, ...wrongs.map((wrong): Run => ({ lab, kind: 'wrong', wrong }))] : solution;
}

/** Rehearses labs, at most `jobs` runs at a time, each in a fresh lab of its own. Returns the cells as they came. */
export async function rehearse(labs: readonly Lab[], openStage: OpenStage, options: RehearsalOptions): Promise<Cell[]> {
  const cells: Cell[] = [];
  const collecting: RehearsalOptions = {
    ...options,
    onCell: (cell) => {
      cells.push(cell);
      options.onCell?.(cell);
    },
  };
  const queue = labs.flatMap((lab) => planRuns(lab, options));
  const worker = async (): Promise<void> => {
    for (let run = queue.shift(); run; run = queue.shift()) {
      throwIfAborted(options.signal);
      await play(run, openStage, collecting);
    }
  };
  const results = await Promise.allSettled(Array.from({ length: options.jobs }, worker));
  for (const result of results) {
    if (result.status === 'rejected') {
      throw result.reason;
    }
  }
  return cells;
}

async function play(run: Run, openStage: OpenStage, options: RehearsalOptions): Promise<void> {
  const { lab } = run;
  const since = performance.now();
  let stage: RehearsalStage | undefined;
  let held = true;
  const watching: RehearsalOptions = {
    ...options,
    onCell: (cell) => {
      held &&= cell.held;
      options.onCell?.(cell);
    },
  };
  try {
    stage = await openStage(lab);
    switch (run.kind) {
      case 'solution':
        await rehearseSolution(lab, stage, watching);
        break;
      case 'guide':
        await rehearseGuide(lab, stage, watching);
        break;
      case 'wrong':
        await rehearseWrong(lab, run.wrong, stage, watching);
    }
  } catch (error) {
    if (isCancelled(error) || options.signal?.aborted) {
      // Whoever went away wants nothing kept.
      held = true;
      throw error;
    }
    held = false;
    options.onCell?.({
      lab: lab.identity, proof: run.kind === 'solution' ? 'solved' : run.kind, subject: run.kind === 'wrong' ? run.wrong.apply : 'start', held: false, proved: [], flaky: [],
      differences: [messageOf(error)], durationMs: Math.round(performance.now() - since),
    });
  } finally {
    await stage?.dispose(held);
  }
}
