import * as vscode from 'vscode';
import type { Finding } from '../../session/doctor/finding';
import { textField } from '../commandIds';
import type { LabFacts } from '../labFacts';
import type { LazyCore } from '../lazyCore';
import { withCancellableProgress } from '../progress';
import { showInformationMessage } from '../messages';
import { chooseStage } from './chooseStage';

interface Item extends vscode.QuickPickItem {
  finding?: Finding;
}

const icons = { good: 'pass', warning: 'warning', error: 'error' } as const;

type Follow = (command: string, parameters: unknown[]) => Promise<void>;

/** What `ai-labs doctor` says, as a list: what is in the way comes first, and choosing it leads to what helps. */
export async function checkMachine(lazy: LazyCore, follow: Follow): Promise<void> {
  const core = await lazy.get();
  const findings = await withCancellableProgress(vscode.l10n.t('Checking this machine'), (_report, signal) => core.examine(signal));
  await show(findings, vscode.l10n.t('Check This Machine'), vscode.l10n.t('Labs can run here.'), follow);
}

/** What `ai-labs doctor --class` says of the labs of a stage. `answer`: `{stage}`, else it is asked. */
export async function checkClass(lazy: LazyCore, facts: LabFacts, follow: Follow, answer?: unknown): Promise<void> {
  const title = vscode.l10n.t('Check Class Readiness');
  const chosen = await chooseStage(facts, textField(answer, 'stage'), title, vscode.l10n.t('Which labs a class is to do on this machine'));
  if (chosen) {
    const core = await lazy.get();
    const findings = await withCancellableProgress(vscode.l10n.t('Checking for {0}', chosen.label), (_report, signal) => core.examineClass(chosen.labs, signal));
    await show(findings, title, vscode.l10n.t('A class can begin here.'), follow);
  }
}

async function show(findings: readonly Finding[], title: string, allGood: string, follow: Follow): Promise<void> {
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
    title,
    placeHolder: troubles === 0 ? allGood : vscode.l10n.t('{0} to look at. Choose one for help.', troubles),
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
