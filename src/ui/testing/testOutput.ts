import * as path from 'node:path';
import type { CheckResult, Criterion } from '../../common/verdict';
import { learnerPath } from '../guide/guideLinks';
import { plainOutput } from '../../common/plainOutput';

/** Where the learner's files are, here and in the container. */
export interface Place {
  /** Absolute path on this machine. */
  folder: string;
  /** The same folder as the container sees it. */
  workspace: string;
}

/**
 * What a check printed, for a terminal that is none: no escape sequences, lines ended as terminals end them, and the
 * container's paths as this machine has them, so that they can be clicked.
 */
export function terminalText(text: string, { folder, workspace }: Place): string {
  const inside = new RegExp(`(^|[\\s"'(\`=:])${escapeRegExp(workspace.replace(/\/$/, ''))}/`, 'gm');
  const here = plainOutput(text).replace(inside, (_whole, before: string) => `${before}${folder}${path.sep}`);
  return here.replace(/\n/g, '\r\n');
}

/** What the output of a run says about one check. `standing` is its verdict in words. */
export function resultText(result: Pick<CheckResult, 'title'> & Partial<CheckResult>, standing: string, place: Place): string {
  const lines = [`${result.title}: ${standing}`];
  for (const criterion of result.criteria ?? []) {
    lines.push(...criterionLines(criterion, place.folder));
  }
  const printed = result.output?.trim();
  // Without criteria the message of a failure is what it printed last.
  if ((result.criteria ?? []).length === 0 && result.message && !(result.verdict === 'failed' && printed)) {
    lines.push(...indented(result.message));
  }
  if (result.output && printed) {
    lines.push(...((result.criteria ?? []).length > 0 ? [''] : []), ...indented(result.output.trimEnd()));
  }
  return terminalText(`${lines.join('\n')}\n\n`, place);
}

function criterionLines({ criterion, passed, expected, found, hint, file, line }: Criterion, folder: string): string[] {
  if (passed) {
    return [`  + ${criterion}`];
  }
  const relative = file === undefined ? undefined : learnerPath(file);
  return [
    `  - ${criterion}`,
    ...(expected === undefined ? [] : indented(`expected: ${expected}`, 6)),
    ...(found === undefined ? [] : indented(`found:    ${found}`, 6)),
    ...(hint ? indented(hint, 6) : []),
    ...(relative === undefined ? [] : [`      ${path.join(folder, relative)}:${line ?? 1}`]),
  ];
}

function indented(text: string, by = 4): string[] {
  return text.split('\n').map((line) => `${' '.repeat(by)}${line}`);
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
