import * as vscode from 'vscode';
import type { Lock } from '../session/learning/requires';

/** Words for what comes before a lab, the same wherever it is said. */

export function lockTitles({ missing }: Lock): string {
  return missing.map(({ title }) => `“${title}”`).join(', ');
}

/** Short enough for a row: what has to be done first. */
export function lockWord({ missing }: Lock): string {
  const [first] = missing;
  return missing.length === 1 && first
    ? vscode.l10n.t('after “{0}”', first.title)
    : vscode.l10n.t('after {0} other labs', missing.length);
}

/** Why the lab is locked, and whether that can be got around. */
export function lockReason(lock: Lock): string {
  const missing = lock.missing.map(({ title }) => title).join(', ');
  if (lock.enforced) {
    return vscode.l10n.t('Locked until you have completed: {0}', missing);
  }
  return canPrepare(lock)
    ? vscode.l10n.t('Locked: builds on {0}, which you have not done yet. You can prepare that, or start anyway.', missing)
    : vscode.l10n.t('Locked: builds on {0}, which you have not done yet. You can start anyway.', missing);
}

/** What can be done about it, in the words of a button each; what cannot be done is missing. */
export function lockWays(lock: Lock): { first: string; prepare?: string; anyway?: string } {
  return {
    first: vscode.l10n.t('Do “{0}” First', lock.missing[0]?.title ?? ''),
    prepare: canPrepare(lock) ? vscode.l10n.t('Prepare {0} for Me', lockTitles(lock)) : undefined,
    anyway: lock.enforced ? undefined : vscode.l10n.t('Start Anyway'),
  };
}

function canPrepare({ missing, enforced }: Lock): boolean {
  return !enforced && missing.every(({ preparable }) => preparable);
}
