import * as vscode from 'vscode';
import type { Verdict } from '../common/verdict';

/** Verdicts as they end a sentence, the same in status bar, tree and Testing view: ours and the learner's never sound alike. */
export function verdictWords(): Record<Verdict, string> {
  return {
    passed: vscode.l10n.t('passed'),
    failed: vscode.l10n.t('not right yet'),
    errored: vscode.l10n.t('our checker broke; this is not your doing'),
    timedOut: vscode.l10n.t('our checker took too long; this is not your doing'),
    skipped: vscode.l10n.t('skipped'),
    blocked: vscode.l10n.t('waits for another check'),
  };
}
