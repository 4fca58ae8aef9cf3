import type { Verdict } from '../common/verdict';
import type { Step } from '../curriculum/lab';
import type { LabProgress } from '../progress/summary';
import { worstVerdict } from './tree/pathModel';

/** How the checks a step is complete with came out when they were last run. */
export interface StepStanding {
  passed: number;
  total: number;
  /** The verdict to see to first. */
  verdict: Verdict;
}

/** Undefined while none of them has run. */
export function stepStanding(step: Step, progress: LabProgress | undefined): StepStanding | undefined {
  const verdicts = step.checks.filter(({ optional }) => !optional).map(({ id }) => progress?.checks[id]?.verdict);
  const verdict = worstVerdict(verdicts);
  return verdict && { passed: verdicts.filter((each) => each === 'passed').length, total: verdicts.length, verdict };
}
