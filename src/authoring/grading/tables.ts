import path from 'node:path';
import { type CsvField, csvLines } from '../../common/csv';
import { junit } from '../../common/junit';
import type { CheckResult } from '../../common/verdict';
import type { GradedCheck, GradedHandIn, Grading } from './grading';

/** One row a hand-in: how it came out, its points, each check's verdict, and what a grader should know. */
export function gradesCsv({ lab, checks, handIns }: Grading): string {
  const header = ['learner', 'hand_in', 'lab', 'state', 'points', 'possible', 'percent', 'checks_passed', 'checks_graded', ...checks.map(({ id }) => id), 'notes'];
  return csvLines([header, ...handIns.map((each): CsvField[] => [
    each.learner, path.basename(each.path), lab, each.state, each.points, each.possible, each.percent,
    each.state === 'refused' || each.state === 'timedOut' ? undefined : each.results.filter(({ verdict }) => verdict === 'passed').length,
    checks.filter(({ graded }) => graded).length,
    ...checks.map((check) => verdictOf(check, each)), [...(each.reason ? [each.reason] : []), ...each.notes].join('; '),
  ])]);
}

/** One row a criterion; one for the whole check where it told none. */
export function criteriaCsv({ checks, handIns }: Grading): string {
  const header = ['learner', 'hand_in', 'check', 'check_title', 'verdict', 'criterion', 'held', 'expected', 'found', 'hint', 'file', 'line', 'message'];
  const rows = handIns.flatMap((each) => checks.flatMap(({ id, title }) => {
    const result = resultOf(id, each);
    const front = [each.learner, path.basename(each.path), id, title, result?.verdict];
    const criteria = result && result.criteria.length > 0 ? result.criteria : [undefined];
    return result ? criteria.map((one): CsvField[] => [...front, one?.criterion, one?.passed, one?.expected, one?.found, one?.hint, one?.file, one?.line, result.message]) : [];
  }));
  return csvLines([header, ...rows]);
}

/** A suite a learner. What could not be graded is an error, not a failure. */
export function gradesJunit({ lab, checks, handIns }: Grading): string {
  return junit(lab, handIns.flatMap((each) => {
    const own = checks.flatMap(({ id, title }) => {
      const result = resultOf(id, each);
      return result ? [asCase(each.learner, title, result)] : [];
    });
    const whole = { suite: each.learner, name: 'hand-in', durationMs: each.durationMs };
    return each.state === 'graded' ? own : [{ ...whole, problem: { kind: 'error' as const, message: each.reason ?? each.state } }, ...own];
  }));
}

function asCase(suite: string, name: string, { verdict, message, output, durationMs }: CheckResult): Parameters<typeof junit>[1][number] {
  const kind = verdict === 'failed' ? 'failure' : verdict === 'skipped' || verdict === 'blocked' ? 'skipped' : 'error';
  return { suite, name, durationMs, ...(verdict === 'passed' ? {} : { problem: { kind, message, detail: output } }) };
}

function resultOf(id: string, { results }: GradedHandIn): CheckResult | undefined {
  return results.find(({ checkId }) => checkId === id);
}

function verdictOf({ id, graded }: GradedCheck, handIn: GradedHandIn): string {
  return graded ? (resultOf(id, handIn)?.verdict ?? '') : 'not graded';
}
