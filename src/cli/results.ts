import type { CheckResult, Verdict } from '../common/verdict';
import type { Output, Style } from './output';

const words: Record<Verdict, { mark: string; style: Style; word: string }> = {
  passed: { mark: '✓', style: 'good', word: 'passed' },
  failed: { mark: '✗', style: 'bad', word: 'failed' },
  errored: { mark: '!', style: 'ours', word: 'errored' },
  timedOut: { mark: '!', style: 'ours', word: 'timed out' },
  skipped: { mark: '-', style: 'dim', word: 'skipped' },
  blocked: { mark: '·', style: 'dim', word: 'blocked' },
};

/** One check with its message and, per criterion that did not hold, what was expected and found. */
export function printResult(output: Output, result: CheckResult): void {
  const { mark, style, word } = words[result.verdict];
  output.line(`${output.style(style, mark)} ${result.title} ${output.style('dim', `(${word}, ${result.checkId})`)}`);
  if (result.verdict === 'passed') {
    return;
  }
  for (const line of result.message.trim().split('\n').filter(Boolean)) {
    output.line(`    ${line}`);
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
