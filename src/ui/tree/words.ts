import * as vscode from 'vscode';
import type { Counted } from '../counted';
import type { LabState } from './filter';

/** Words for what labs are, the same in tree, filter and search. */

export function difficultyWord(difficulty: string): string {
  const words: Record<string, string> = {
    beginner: vscode.l10n.t('Beginner'),
    intermediate: vscode.l10n.t('Intermediate'),
    advanced: vscode.l10n.t('Advanced'),
    expert: vscode.l10n.t('Expert'),
  };
  return words[difficulty] ?? difficulty;
}

/** Who counted a step as done, and why where that is known. */
export function countedText({ by, reason }: Counted): string {
  if (by === undefined) {
    return vscode.l10n.t('Counted as done by an instructor');
  }
  return reason === undefined ? vscode.l10n.t('Counted as done by {0}', by) : vscode.l10n.t('Counted as done by {0}: {1}', by, reason);
}

export function stateWord(state: LabState): string {
  switch (state) {
    case 'running':
      return vscode.l10n.t('Running');
    case 'begun':
      return vscode.l10n.t('Begun');
    case 'open':
      return vscode.l10n.t('Not started');
    case 'locked':
      return vscode.l10n.t('Locked');
    case 'completed':
      return vscode.l10n.t('Completed');
  }
}
