import { difficulties } from '../../curriculum/difficulty';
import type { Summary } from '../../progress/summary';
import type { LabModel, StepModel } from './pathModel';

/** Where to go on: `running` and `begun` what the learner is at, `next` and `first` a lab that is not begun yet. */
export interface ContinueModel {
  why: 'running' | 'begun' | 'next' | 'first';
  lab: LabModel;
  /** The step the learner is at. */
  step?: StepModel;
}

/**
 * The lab that runs, else the one last used, of those that are not done; else the next open lab of the path after the one
 * completed last; else, where nothing was begun at all, the shortest of the easiest labs of the first stage that has any.
 * @param stages labs in the order of the path, a list for each stage
 * @param fits what is proposed anew fits the filter; what was begun goes on whatever is shown
 */
export function continueAt(stages: readonly LabModel[][], summary: Summary, fits: (lab: LabModel) => boolean): ContinueModel | undefined {
  const labs = stages.flat();
  const latest = (fit: (lab: LabModel) => boolean): LabModel | undefined => {
    let [best, when]: [LabModel | undefined, string] = [undefined, ''];
    for (const lab of labs) {
      const used = fit(lab) ? (summary.labs[lab.lab]?.lastActiveAt ?? '') : undefined;
      if (used !== undefined && (!best || used > when)) {
        [best, when] = [lab, used];
      }
    }
    return best;
  };
  const isUndone = (lab: LabModel): boolean => lab.stepsDone < lab.stepCount;
  const running = latest((lab) => lab.phase !== 'idle' && lab.phase !== 'failed' && isUndone(lab));
  if (running) {
    return found('running', running);
  }
  const begun = latest((lab) => lab.begun && isUndone(lab));
  if (begun) {
    return found('begun', begun);
  }
  const open = (lab: LabModel): boolean => !lab.begun && !lab.completed && !lab.lock && fits(lab);
  const last = latest((lab) => lab.completed);
  if (!last) {
    const [first = []] = stages.map((stage) => stage.filter(open)).filter((stage) => stage.length > 0);
    const easiest = first.reduce<LabModel | undefined>((best, lab) => (best && easier(best, lab) <= 0 ? best : lab), undefined);
    return easiest && found('first', easiest);
  }
  const next = labs.slice(labs.indexOf(last) + 1).find(open) ?? labs.find(open);
  return next && found('next', next);
}

function found(why: ContinueModel['why'], lab: LabModel): ContinueModel {
  return { why, lab, step: lab.steps().find((step) => step.current) };
}

function easier(a: LabModel, b: LabModel): number {
  const rank = (lab: LabModel): number => difficulties.findIndex((each) => each === lab.difficulty);
  return rank(a) - rank(b) || a.minutes - b.minutes;
}
