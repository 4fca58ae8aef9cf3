import type { CheckResult, Verdict } from '../common/verdict';
import type { Output, Style } from './output';

/** How each verdict looks and reads, and what to do next where the message does not say it. */
const words: Record<Verdict, { mark: string; style: Style; word: string; next?: string }> = {
  passed: { mark: '✓', style: 'good', word: 'passed' },
  failed: { mark: '✗', style: 'bad', word: 'failed', next: 'Change your work, then check again.' },
  errored: { mark: '!', style: 'ours', word: 'errored', next: 'Check again; what had passed stays passed. If it stays so, tell the author of the lab: `ai-labs doctor` looks at this machine.' },
  timedOut: { mark: '◷', style: 'ours', word: 'timed out', next: 'Check again when this machine is less busy; what had passed stays passed.' },
  skipped: { mark: '-', style: 'dim', word: 'skipped', next: 'There is nothing to do for this one here.' },
  blocked: { mark: '·', style: 'dim', word: 'blocked', next: 'Get the check it waits for to pass first.' },
};

/** One check with its message and, per criterion that did not hold, what was expected and found. */
export function printResult(output: Output, result: CheckResult): void {
  const { mark, style, word, next } = words[result.verdict];
  output.line(`${output.style(style, mark)} ${result.title} ${output.style('dim', `(${word}, ${result.checkId})`)}`);
  if (result.verdict === 'passed') {
    return;
  }
  for (const line of result.message.trim().split('\n').filter(Boolean)) {
    output.line(`    ${line}`);
  }
  if (next && !(result.verdict === 'failed' && result.criteria.some(({ passed, hint }) => !passed && hint))) {
    output.line(output.style('dim', `    → ${next}`));
  }
  if (result.docs) {
    output.line(output.style('dim', `    ${result.docs}`));
  }
}

/** `3 passed, 1 failed` with the other verdicts only where there are any. */
export function countVerdicts(results: readonly CheckResult[]): string {
  const count = (verdict: Verdict): number => results.filter((result) => result.verdict === verdict).length;
  return (Object.keys(words) as Verdict[])
    .filter((verdict) => verdict === 'passed' || verdict === 'failed' || count(verdict) > 0)
    .map((verdict) => `${count(verdict)} ${words[verdict].word}`)
    .join(', ');
}
