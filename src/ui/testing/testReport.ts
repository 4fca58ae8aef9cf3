import { createHash } from 'node:crypto';
import * as vscode from 'vscode';
import { isOurFault, type Verdict } from '../../common/verdict';
import type { KnownResult } from '../checkResults';
import { verdictWords } from '../verdictWords';
import { brokenMessage, failureMessages, locationOf } from './testMessages';
import { type Place, resultText } from './testOutput';

/** What VS Code has no sign of its own for, in a word or two beside the check. */
export function shortWords(): Partial<Record<Verdict, string>> {
  return {
    errored: vscode.l10n.t('checker broke'),
    timedOut: vscode.l10n.t('checker too slow'),
    skipped: vscode.l10n.t('skipped'),
    blocked: vscode.l10n.t('waits'),
  };
}

/** Tells a run of the Testing view how a check came out. `place` undefined: the learner's folder is not known. */
export function report(run: vscode.TestRun, item: vscode.TestItem, result: KnownResult, place: Place | undefined): void {
  switch (result.verdict) {
    case 'passed':
      run.passed(item, result.durationMs);
      break;
    case 'failed':
      run.failed(item, failureMessages(result, place?.folder), result.durationMs);
      break;
    case 'errored':
    case 'timedOut':
      run.errored(item, brokenMessage(result), result.durationMs);
      break;
    case 'skipped':
    case 'blocked':
      run.skipped(item);
      break;
  }
  const standing = verdictWords()[result.verdict];
  const text = resultText({ ...result, title: result.title ?? item.label }, standing, place ?? { folder: '', workspace: '/' });
  const at = result.verdict === 'failed' ? result.criteria?.find(({ passed, file }) => !passed && file !== undefined) : undefined;
  run.appendOutput(text, at && locationOf(at, place?.folder), item);
}

/** What a result says, to tell whether another one says something else. The journal cuts long messages. */
export function essence({ verdict, message = '' }: Pick<KnownResult, 'verdict' | 'message'>): string {
  return `${verdict}\n${isOurFault(verdict) || verdict === 'passed' ? '' : message.slice(0, 1000)}`;
}

/** All that is to be seen of a result but how long it took, as a digest: what a check prints may be long. */
export function look({ verdict, message, criteria, output }: KnownResult): string {
  return createHash('sha256').update(JSON.stringify(verdict === 'passed' ? [verdict] : [verdict, message, criteria, output])).digest('base64');
}
