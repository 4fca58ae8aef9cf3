import { type CsvField, csvLines } from '../../common/csv';
import type { Evidence } from './evidence';

const header = [
  'lab', 'title', 'stage', 'started', 'completed', 'step', 'step_title', 'step_completed', 'override', 'hints', 'solution_shown',
  'check', 'check_title', 'verdict', 'points', 'checked', 'self_attested',
] as const;

/** One line a check (a step without checks has one as well), RFC 4180, so that a spreadsheet can group as it likes. */
export function csv(evidence: Evidence): string {
  const rows: CsvField[][] = [];
  for (const lab of evidence.labs) {
    for (const step of lab.steps) {
      const front = [
        lab.identity, lab.title, lab.stage, lab.startedAt, lab.completedAt, step.id, step.title, step.completedAt, step.override,
        step.hints, step.solutionShown,
      ];
      const checks = step.checks.length > 0 ? step.checks : [undefined];
      for (const check of checks) {
        rows.push([...front, check?.id, check?.title, check?.verdict, check?.points, check?.at, true]);
      }
    }
  }
  return csvLines([header, ...rows]);
}
