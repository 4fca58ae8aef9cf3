import type { Criterion } from '../common/verdict';
import { placeOf } from './workspacePath';

/** What a check's `$LAB_REPORT` said. */
export interface Report {
  criteria: Criterion[];
  /** A helper's or the author's `{"errored": "..."}`: the check itself could not do its work. */
  errored?: string;
  /** Lines that are neither, for the author. */
  invalid: string[];
}

/** As much of a report as is read, in bytes; as in driver.sh. */
export const longestReport = 1024 * 1024;
const longestText = 4096;
const mostCriteria = 500;

function text(value: unknown): string | undefined {
  if (typeof value === 'string') {
    return value.length > longestText ? `${value.slice(0, longestText)}…` : value;
  }
  return value === null || value === undefined ? undefined : text(JSON.stringify(value));
}

function criterionOf(entry: Record<string, unknown>, workspace: string): Criterion | undefined {
  if (typeof entry.criterion !== 'string' || entry.criterion.trim() === '' || typeof entry.passed !== 'boolean') {
    return undefined;
  }
  const criterion: Criterion = { criterion: text(entry.criterion) ?? '', passed: entry.passed };
  for (const key of ['expected', 'found', 'hint'] as const) {
    const value = text(entry[key]);
    if (value !== undefined) {
      criterion[key] = value;
    }
  }
  if (typeof entry.weight === 'number' && Number.isFinite(entry.weight) && entry.weight >= 0) {
    criterion.weight = entry.weight;
  }
  if (typeof entry.docs === 'string' && /^https:\/\/[!-~]+$/.test(entry.docs)) {
    criterion.docs = entry.docs;
  }
  return { ...criterion, ...placeOf(entry.file, entry.line, workspace) };
}

/**
 * Reads a report: JSON lines. Fields that make no sense are left out, lines that make none are set aside; nothing a
 * script writes here makes this throw. `workspace` is the learner's folder in the container.
 */
export function parseReport(bytes: Buffer, workspace: string): Report {
  const report: Report = { criteria: [], invalid: [] };
  for (const line of bytes.toString('utf8').split('\n')) {
    if (line.trim() === '') {
      continue;
    }
    const entry = parseLine(line);
    const criterion = entry && criterionOf(entry, workspace);
    if (criterion) {
      if (report.criteria.length < mostCriteria) {
        report.criteria.push(criterion);
      }
    } else if (entry && typeof entry.errored === 'string') {
      report.errored ??= text(entry.errored);
    } else if (report.invalid.length < 10) {
      report.invalid.push(line.slice(0, 200));
    }
  }
  return report;
}

function parseLine(line: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) {
      return undefined;
    }
    throw error;
  }
}
