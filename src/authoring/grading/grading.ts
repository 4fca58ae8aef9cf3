import { earnedPoints } from '../../checks/earned';
import type { CheckResult } from '../../common/verdict';
import { allChecks, allQuestions, type Check, type Lab, type LabDefinition } from '../../curriculum/lab';
import { creditOf } from '../../session/results/credit';
import { endChecks } from '../expectations';

/** A check of the lab's end, and whether it can be judged by a folder alone. */
export interface GradedCheck {
  id: string;
  title: string;
  step: string;
  points: number;
  optional: boolean;
  /** False where the folder of the lab's own solution does not pass it, either: it looks at what is in no folder, such as a running program. */
  graded: boolean;
}

export interface GradedHandIn {
  learner: string;
  /** Absolute. */
  path: string;
  /**
   * `errored`: a checker broke or the lab did not come up, so that nothing can be said of the work; `timedOut`: the hand-in's time
   * was over; `refused`: it was not even started.
   */
  state: 'graded' | 'errored' | 'timedOut' | 'refused';
  /** Why it is not graded. */
  reason?: string;
  /** What a grader should know of the files. */
  notes: string[];
  results: CheckResult[];
  /** Of the graded checks; undefined where it is not graded. */
  points?: number;
  possible?: number;
  /** To one decimal. */
  percent?: number;
  durationMs: number;
}

export interface Grading {
  /** `<catalog>/<id>`. */
  lab: string;
  title: string;
  checks: GradedCheck[];
  /** Questions of the lab: their answers are in no folder. */
  questions: number;
  /** Whether the lab has a solution to tell by what a folder can show. */
  compared: boolean;
  handIns: GradedHandIn[];
}

/** What runs: everything that must hold at the end of the lab, and what it needs, in declared order. */
export function checksToRun(definition: LabDefinition): Check[] {
  const wanted = new Set(endChecks(definition).map(({ id }) => id));
  const all = allChecks(definition).map(({ check }) => check);
  for (let grown = true; grown; ) {
    const needed = all.filter(({ id }) => wanted.has(id)).flatMap(({ needs }) => needs).filter((id) => !wanted.has(id));
    needed.forEach((id) => wanted.add(id));
    grown = needed.length > 0;
  }
  return all.filter(({ id }) => wanted.has(id));
}

/** `solution`: what the folder of the lab's own solution got, where there is one. */
export function gradedChecks(definition: LabDefinition, solution: readonly CheckResult[] | undefined): GradedCheck[] {
  const passes = new Set(solution?.filter(({ verdict }) => verdict === 'passed').map(({ checkId }) => checkId));
  const atEnd = new Set(endChecks(definition));
  return allChecks(definition)
    .filter(({ check }) => atEnd.has(check))
    .map(({ step, check: { id, title, points, optional } }) => ({ id, title, step: step.id, points, optional, graded: !solution || passes.has(id) }));
}

export function emptyGrading(lab: Lab, solution: readonly CheckResult[] | undefined): Grading {
  const { definition, identity } = lab;
  return {
    lab: identity, title: definition.title, checks: gradedChecks(definition, solution), questions: allQuestions(definition).length,
    compared: solution !== undefined, handIns: [],
  };
}

/** A hand-in whose checks ran. Where one of them broke there is no percentage: that is not the learner's. */
export function judged(lab: Lab, checks: readonly GradedCheck[], results: readonly CheckResult[]): Pick<GradedHandIn, 'state' | 'reason' | 'results' | 'points' | 'possible' | 'percent'> {
  const graded = new Set(checks.filter((each) => each.graded).map(({ id }) => id));
  const own = results.filter(({ checkId }) => graded.has(checkId));
  const steps = lab.definition.steps.map((step) => ({ ...step, checks: step.checks.filter(({ id }) => graded.has(id)) }));
  const points = new Map(steps.flatMap((step) => step.checks.map((check) => [check.id, check.points])));
  const credit = creditOf(steps, (id) => {
    const result = own.find(({ checkId }) => checkId === id);
    return result && { verdict: result.verdict, points: earnedPoints(points.get(id) ?? 0, result) };
  });
  const broken = own.filter(({ verdict }) => verdict === 'errored' || verdict === 'timedOut');
  const missing = [...graded].filter((id) => !own.some(({ checkId }) => checkId === id));
  const base = { results: own, points: credit.earned, possible: credit.total };
  if (broken.length + missing.length > 0) {
    return { ...base, state: 'errored', reason: broken[0]?.message ?? `No verdict came of ${missing.join(', ')}.` };
  }
  return { ...base, state: 'graded', percent: credit.total === 0 ? 100 : Math.round((credit.earned / credit.total) * 1000) / 10 };
}

/** Whether a hand-in passes everything that is graded and not optional. */
export function passesAll({ state, results }: GradedHandIn, checks: readonly GradedCheck[]): boolean {
  const optional = new Set(checks.filter((each) => each.optional).map(({ id }) => id));
  return state === 'graded' && results.every(({ checkId, verdict }) => verdict === 'passed' || optional.has(checkId));
}
