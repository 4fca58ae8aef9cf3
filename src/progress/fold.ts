import { isOurFault } from '../common/verdict';
import type { Entry } from './entry';
import type { LabProgress, Summary } from './summary';

export const noProgress: LabProgress = { steps: {}, checks: {}, hints: {}, answers: {}, solutions: {} };
export const emptySummary: Summary = { labs: {} };

/**
 * Adds entries, in the journal's order, to what was known before. Pure: `before` is left as it is. Folding a journal
 * in pieces gives the same as folding it at once.
 */
export function fold(entries: Iterable<Entry>, before: Summary = emptySummary): Summary {
  const labs: Record<string, LabProgress> = { ...before.labs };
  for (const entry of entries) {
    const known = ownValue(labs, entry.lab) ?? noProgress;
    // What was prepared for the learner is nothing they did.
    labs[entry.lab] = entry.kind === 'prepared'
      ? { ...known, preparedAt: known.preparedAt ?? entry.at }
      : { ...foldOne(known, entry), lastActiveAt: entry.at };
  }
  return { labs };
}

/** The progress of one lab; empty where the journal has nothing of it. */
export function progressOf(summary: Summary, lab: string): LabProgress {
  return ownValue(summary.labs, lab) ?? noProgress;
}

function foldOne(lab: LabProgress, entry: Exclude<Entry, { kind: 'prepared' }>): LabProgress {
  switch (entry.kind) {
    case 'started':
      return { ...lab, startedAt: lab.startedAt ?? entry.at };
    case 'reset':
      return { ...noProgress, startedAt: lab.startedAt, completedAt: lab.completedAt, ...(lab.preparedAt ? { preparedAt: lab.preparedAt } : {}) };
    case 'step-reset':
      return {
        ...lab,
        steps: without(lab.steps, entry.steps),
        checks: earlier(without(lab.checks, entry.checks)),
        enteredStep: entry.step,
      };
    case 'step-entered':
      return { ...lab, checks: earlier(lab.checks), enteredStep: entry.step };
    case 'checked': {
      const known = ownValue(lab.checks, entry.check);
      if (known?.verdict === 'passed' && isOurFault(entry.verdict)) {
        return lab;
      }
      const points = entry.points === undefined ? {} : { points: entry.points };
      const check = { verdict: entry.verdict, message: entry.message, at: entry.at, ...points };
      return { ...lab, checks: { ...lab.checks, [entry.check]: check } };
    }
    case 'answered': {
      const correct = entry.correct || ownValue(lab.answers, entry.question) === true;
      return { ...lab, answers: { ...lab.answers, [entry.question]: correct } };
    }
    case 'hint-shown': {
      const shown = Math.max(entry.hint, ownValue(lab.hints, entry.step) ?? 0);
      return { ...lab, hints: { ...lab.hints, [entry.step]: shown } };
    }
    case 'solution-shown':
      return { ...lab, solutions: { ...lab.solutions, [entry.step]: true } };
    case 'step-completed': {
      if (ownValue(lab.steps, entry.step)) {
        return lab;
      }
      const said = entry.override ? { ...(entry.by === undefined ? {} : { by: entry.by }), ...(entry.reason === undefined ? {} : { reason: entry.reason }) } : {};
      const step = { completedAt: entry.at, override: entry.override ?? false, ...said };
      return { ...lab, steps: { ...lab.steps, [entry.step]: step } };
    }
    case 'lab-completed':
      return { ...lab, completedAt: lab.completedAt ?? entry.at };
    case 'stopped':
    case 'reset-undone':
      return lab;
  }
}

function earlier(checks: LabProgress['checks']): LabProgress['checks'] {
  return Object.fromEntries(Object.entries(checks).map(([id, check]) => [id, { ...check, earlier: true }]));
}

/** A journal may hold any text as an id, `constructor` included. */
function ownValue<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

function without<T>(record: Readonly<Record<string, T>>, keys: readonly string[]): Record<string, T> {
  return Object.fromEntries(Object.entries(record).filter(([key]) => !keys.includes(key)));
}
