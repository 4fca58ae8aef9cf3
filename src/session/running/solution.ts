import type { Lab } from '../../curriculum/lab';
import type { SessionContext } from '../context';
import { scriptRunner } from '../start/entering';

export interface SolutionOptions {
  /** Whose script it is: an author's lab as it lies in its folder, instead of the session's copy. */
  author?: Lab;
  onOutput?: (chunk: Buffer) => void;
}

/** Runs one of the lab's own scripts as the learner, and journals it where it is a step's solution. With the lab's lock held. */
export async function runSolution(
  context: SessionContext,
  identity: string,
  path: string,
  { author, onOutput }: SolutionOptions,
  signal: AbortSignal,
): Promise<{ exitCode?: number; output: string }> {
  await context.links.sync(identity, signal);
  const known = context.table.get(identity);
  const runner = await scriptRunner(context, author ? { ...known, lab: author } : known);
  try {
    const { exitCode, output } = await runner.run({ run: path, wait: true, timeout: '10m' }, undefined, signal);
    onOutput?.(Buffer.from(output));
    const solved = author ? undefined : known.lab?.definition.steps.find((step) => step.solution === path);
    if (solved) {
      await context.journal.append({ kind: 'solution-shown', lab: identity, step: solved.id });
    }
    await context.links.sync(identity, signal);
    return { exitCode, output };
  } finally {
    await runner.clean();
  }
}
