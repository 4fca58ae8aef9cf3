import type { Evidence } from './evidence';

const header = [
  'lab', 'title', 'stage', 'started', 'completed', 'step', 'step_title', 'step_completed', 'override', 'hints', 'solution_shown',
  'check', 'check_title', 'verdict', 'points', 'checked', 'self_attested',
] as const;

type Field = string | number | boolean | undefined;

/** One line a check (a step without checks has one as well), RFC 4180, so that a spreadsheet can group as it likes. */
export function csv(evidence: Evidence): string {
  const rows: Field[][] = [];
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
  return [header, ...rows].map((row) => `${row.map(field).join(',')}\r\n`).join('');
}

/**
 * A field of RFC 4180. Text that a spreadsheet would take for a formula gets an apostrophe before it: titles and
 * messages of a lab come from others.
 */
function field(value: Field): string {
  const text = String(value ?? '');
  const plain = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(plain) ? `"${plain.replace(/"/g, '""')}"` : plain;
}
