import * as vscode from 'vscode';
import type { SessionView } from '../../session/api';
import { isReady } from '../activeLab';
import { commandIds, type CommandId } from '../commandIds';

interface Entry extends vscode.QuickPickItem {
  command?: CommandId;
}

/** What can be done with a lab that is up: the status bar's menu. */
export async function labMenu(view: SessionView): Promise<void> {
  const { title, steps } = view.lab.definition;
  const step = steps.find(({ id }) => id === view.currentStep);
  const byNext = step && step.checks.length === 0 && step.questions.length === 0;
  const working: Entry[] = [
    byNext
      ? { label: `$(arrow-right) ${vscode.l10n.t('Next Step')}`, description: step.title, command: commandIds.nextStep }
      : { label: `$(pass) ${vscode.l10n.t('Check Step')}`, description: step?.title, command: commandIds.checkStep },
    { label: `$(run-all) ${vscode.l10n.t('Check Lab')}`, command: commandIds.checkLab },
    { label: `$(terminal) ${vscode.l10n.t('Open Terminal')}`, command: commandIds.openTerminal },
    ...(view.ports.length > 0 ? [{ label: `$(globe) ${vscode.l10n.t('Open Port')}`, command: commandIds.openPort }] : []),
  ];
  const services: Entry[] = [
    { label: `$(debug-restart) ${vscode.l10n.t('Restart Service…')}`, command: commandIds.restartService },
    { label: `$(list-flat) ${vscode.l10n.t('Show Service Logs…')}`, command: commandIds.showLogs },
  ];
  const entries: Entry[] = [
    { label: `$(book) ${vscode.l10n.t('Open Guide')}`, command: commandIds.openGuide },
    ...(isReady(view) ? working : []),
    ...(view.running ? services : []),
    { label: `$(folder-opened) ${vscode.l10n.t('Open Lab Folder')}`, description: view.folder, command: commandIds.openFolder },
    { label: '', kind: vscode.QuickPickItemKind.Separator },
    { label: `$(debug-stop) ${vscode.l10n.t('Stop Lab')}`, description: vscode.l10n.t('your files are kept'), command: commandIds.stopLab },
    { label: `$(history) ${vscode.l10n.t('Reset Step…')}`, description: step?.title, command: commandIds.resetStep },
    { label: `$(discard) ${vscode.l10n.t('Reset Lab…')}`, command: commandIds.resetLab },
    { label: `$(output) ${vscode.l10n.t('Show Log')}`, command: commandIds.showLog },
  ];
  const picked = await vscode.window.showQuickPick(entries, { title });
  if (picked?.command) {
    await vscode.commands.executeCommand(picked.command, { lab: view.lab.identity });
  }
}
