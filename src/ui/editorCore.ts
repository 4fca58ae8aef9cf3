import * as path from 'node:path';
import * as vscode from 'vscode';
import type { Core } from '../core';
import { catalogRoots } from './catalogSources';
import { settingIds } from './commandIds';
import { dockerHost, homeFolder, snapshotLimit } from './settings';
import type { TerminalProgram } from './terminal/labTerminals';

/** The product, as this window's settings and folders have it. */
export async function createEditorCore(context: vscode.ExtensionContext, log: vscode.LogOutputChannel): Promise<Core> {
  const { createCore } = await import('../core');
  const labs = context.asAbsolutePath('labs');
  const core = createCore({
    home: homeFolder(),
    catalogRoots: () => catalogRoots(labs),
    dockerHost: dockerHost(),
    snapshotLimit,
    assets: context.asAbsolutePath(path.join('dist', 'container')),
    careerPath: path.join(labs, 'career-path.yaml'),
    log,
    locale: vscode.env.language,
  });
  context.subscriptions.push(vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration(settingIds.home) || event.affectsConfiguration(settingIds.dockerHost)) {
      void offerReload();
    }
  }));
  return core;
}

/** What the lab's terminals run: the same product, in a process of its own. */
export function terminalProgram(context: vscode.ExtensionContext): TerminalProgram {
  return {
    script: context.asAbsolutePath(path.join('dist', 'cli.js')),
    home: homeFolder(),
    dockerHost: dockerHost(),
    catalogs: catalogRoots(context.asAbsolutePath('labs')).filter(({ source, trusted }) => trusted && source !== 'builtin').map(({ root }) => root),
  };
}

async function offerReload(): Promise<void> {
  const reload = vscode.l10n.t('Reload Window');
  const answer = await vscode.window.showInformationMessage(
    vscode.l10n.t('The window has to be reloaded to use the new setting. Running labs are not affected.'), reload);
  if (answer === reload) {
    await vscode.commands.executeCommand('workbench.action.reloadWindow');
  }
}
