import * as l10n from '@vscode/l10n';
import { plainOutput } from '../common/plainOutput';
import type { Criterion } from '../common/verdict';

/** Sentences a learner reads about a check. What is not theirs says so. */

const mostCriteria = 5;
const mostLines = 6;
const longestLine = 400;

export function erroredMessage(cause: string): string {
  const text = plainOutput(cause).trim();
  return l10n.t("Our checker broke, this isn't you: {0}", `${text}${/[.!?\u2026]$/.test(text) ? '' : '.'}`);
}

export function timedOutMessage(timeout: string, output: string): string {
  return withLines(l10n.t("Our checker broke, this isn't you: the check did not finish within {0}.", timeout), output);
}

/** Where the author said that slowness is the learner's. */
export function tooSlowMessage(timeout: string, criteria: Criterion[], output: string): string {
  const failed = criteria.filter(({ passed }) => !passed);
  const first = l10n.t('Too slow: this did not finish within {0}.', timeout);
  return failed.length > 0 ? [first, ...failed.slice(0, mostCriteria).map(criterionText)].join('\n') : withLines(first, output);
}

export function blockedMessage(title: string): string {
  return l10n.t('Waits for “{0}”, which has not passed yet.', title);
}

export function skippedMessage(output: string): string {
  return lastLines(output).join('\n') || l10n.t('This check does not apply here.');
}

/** The criteria that failed, else what the script said last, else how it ended. */
export function failedMessage(criteria: Criterion[], output: string, exitCode: number): string {
  const failed = criteria.filter(({ passed }) => !passed);
  if (failed.length > 0) {
    const more = failed.length - mostCriteria;
    return [...failed.slice(0, mostCriteria).map(criterionText), ...(more > 0 ? [l10n.t('… and {0} more.', more)] : [])].join('\n');
  }
  return lastLines(output).join('\n') || describeSilentExit(exitCode);
}

function describeSilentExit(exitCode: number): string {
  return exitCode > 128 && exitCode <= 128 + 64
    ? l10n.t('It ended with signal {0} and said nothing.', exitCode - 128)
    : l10n.t('It ended with exit code {0} and said nothing.', exitCode);
}

function criterionText({ criterion, expected, found, hint, file, line }: Criterion): string {
  const facts = [
    ...(expected !== undefined ? [l10n.t('expected {0}', shorten(expected) || l10n.t('nothing'))] : []),
    ...(found !== undefined ? [l10n.t('found {0}', shorten(found) || l10n.t('nothing'))] : []),
  ].join(', ');
  const place = file === undefined ? '' : ` (${file}${line === undefined ? '' : `:${line}`})`;
  const said = plainOutput(`${criterion}${facts ? `: ${facts}` : ''}${place}`);
  return `${said}${/[.!?]$/.test(said) ? '' : '.'}${hint ? ` ${plainOutput(hint).trim()}` : ''}`;
}

function withLines(first: string, output: string): string {
  const lines = lastLines(output);
  return lines.length > 0 ? [first, l10n.t('It said last:'), ...lines].join('\n') : first;
}

/** The last lines that say something, as plain text. */
function lastLines(output: string): string[] {
  return plainOutput(output.slice(-mostLines * longestLine * 2))
    .split(/[\r\n]+/)
    .map((line) => line.trimEnd())
    .filter((line) => line.trim() !== '')
    .slice(-mostLines)
    .map(shorten);
}

function shorten(text: string): string {
  const plain = plainOutput(text).trim();
  return plain.length > longestLine ? `${plain.slice(0, longestLine)}…` : plain;
}
