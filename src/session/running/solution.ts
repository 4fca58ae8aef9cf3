import type { SessionContext } from '../context';
import { scriptRunner } from '../start/entering';

/** Runs one of the lab's own scripts as the learner, and journals it where it is a step's solution. With the lab's lock held. */
export async function runSolution(
  context: SessionContext,
  identity: string,
  path: string,
  onOutput: ((chunk: Buffer) => void) | undefined,
  signal: AbortSignal,
): Promise<{ exitCode?: number; output: string }> {
  await context.links.sync(identity, signal);
  const runner = await scriptRunner(context, context.table.get(identity));
  try {
    const { exitCode, output } = await runner.run({ run: path, wait: true, timeout: '10m' }, undefined, signal);
    onOutput?.(Buffer.from(output));
    const solved = context.table.get(identity).lab?.definition.steps.find((step) => step.solution === path);
    if (solved) {
      await context.journal.append({ kind: 'solution-shown', lab: identity, step: solved.id });
    }
    await context.links.sync(identity, signal);
    return { exitCode, output };
  } finally {
    await runner.clean();
  }
}
