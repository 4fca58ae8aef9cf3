import { throwIfAborted } from '../common/cancellation';
import { UserError } from '../common/errors';
import type { CheckResult } from '../common/verdict';
import { hasSolution, type Lab, type Step } from '../curriculum/lab';
import type { Asker } from '../session/api';
import type { FreshLab } from '../session/freshLab';
import { Actor } from './actor';

export interface PrepareOptions {
  asker: Asker;
  /** A sentence for a person; the fraction from 0 to 1 where it is known. */
  onProgress?: (message: string, fraction?: number) => void;
  signal?: AbortSignal;
  /** Called while the solved lab is still there. */
  onSolved?: (fresh: FreshLab) => Promise<void>;
}

/** Solves every step of a fresh lab in order and sees to it that its checks agree; disposes of the lab in any case. */
export async function prepare(lab: Lab, open: () => Promise<FreshLab>, { asker, onProgress, signal, onSolved }: PrepareOptions): Promise<void> {
  if (!hasSolution(lab)) {
    throw new UserError(`“${lab.definition.title}” brings no solution along that could be applied.`, {
      code: 'no-solution',
      action: { label: 'Open Guide', text: 'Do it yourself, or start what builds on it anyway.', command: 'aiLabs.openGuide', arguments: [{ lab: lab.identity }] },
    });
  }
  const fresh = await open();
  try {
    const { steps } = lab.definition;
    const last = steps.at(-1);
    const at = (index: number): number => (index + 1) / (steps.length + 1);
    const learner = new Actor(fresh.sessions, lab, (message) => onProgress?.(message), signal, onlyWhatIsOpen(asker));
    await learner.start();
    for (const [index, step] of steps.entries()) {
      throwIfAborted(signal);
      onProgress?.(`Step ${index + 1} of ${steps.length}: ${step.title}`, at(index));
      const differences = await learner.solve(step);
      const results = await learner.check(step.checks);
      // A step without a solution of its own is solved by the lab's, at the end.
      differences.push(...(step.solution !== undefined || step === last ? refused(step, results) : []));
      if (differences.length > 0) {
        throw notPrepared(lab, step, differences);
      }
    }
    if (last && !fresh.isComplete()) {
      // One solution for the whole lab: what earlier steps ask for holds only now.
      const results = await learner.check(steps.flatMap((step) => step.checks));
      if (!fresh.isComplete()) {
        throw notPrepared(lab, last, steps.flatMap((step) => refused(step, results)));
      }
    }
    await onSolved?.(fresh);
  } finally {
    onProgress?.('Removing what was started for it');
    await fresh.dispose();
  }
}

function refused(step: Step, results: readonly CheckResult[]): string[] {
  return step.checks
    .filter((check) => !check.optional)
    .flatMap((check) => {
      const result = results.find(({ checkId }) => checkId === check.id);
      return result?.verdict === 'passed' ? [] : [`${check.title}: ${result?.message ?? 'it did not run'}`];
    });
}

function notPrepared(lab: Lab, step: Step, differences: readonly string[]): UserError {
  return new UserError(`“${lab.definition.title}” could not be prepared: its own solution does not hold here, at “${step.title}”.`, {
    code: 'prepare-failed',
    detail: differences.join('\n'),
    action: { label: 'Open Guide', text: 'Do it yourself, or start what builds on it anyway.', command: 'aiLabs.openGuide', arguments: [{ lab: lab.identity }] },
  });
}

/** Nobody is there to work with the answers: only what has no default is asked for. */
export function onlyWhatIsOpen(asker: Asker): Asker {
  return {
    consent: (question) => asker.consent(question),
    input: (question) => (question.default === undefined ? asker.input(question) : Promise.resolve(question.default)),
  };
}
