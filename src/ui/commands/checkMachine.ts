import * as vscode from 'vscode';
import type { Finding } from '../../session/doctor/finding';
import type { LazyCore } from '../lazyCore';
import { withCancellableProgress } from '../progress';
import { showInformationMessage } from '../messages';

interface Item extends vscode.QuickPickItem {
  finding?: Finding;
}

const icons = { good: 'pass', warning: 'warning', error: 'error' } as const;

/** What `ai-labs doctor` says, as a list: what is in the way comes first, and choosing it leads to what helps. */
export async function checkMachine(lazy: LazyCore, follow: (command: string, parameters: unknown[]) => Promise<void>): Promise<void> {
  const core = await lazy.get();
  const findings = await withCancellableProgress(vscode.l10n.t('Checking this machine'), (_report, signal) => core.examine(signal));
  const order = { error: 0, warning: 1, good: 2 };
  const items = [...findings].sort((a, b) => order[a.severity] - order[b.severity]).map(
    (finding): Item => ({
      finding,
      label: `$(${icons[finding.severity]}) ${finding.what}`,
      description: finding.message,
      detail: finding.action?.text,
    }),
  );
  const troubles = findings.filter(({ severity }) => severity !== 'good').length;
  const picked = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Check This Machine'),
    placeHolder: troubles === 0 ? vscode.l10n.t('Labs can run here.') : vscode.l10n.t('{0} to look at. Choose one for help.', troubles),
    matchOnDescription: true,
    matchOnDetail: true,
  });
  const action = picked?.finding?.action;
  if (action?.command) {
    await follow(action.command, action.arguments ?? []);
  } else if (action) {
    void showInformationMessage(action.text);
  }
}
