import * as path from 'node:path';
import * as vscode from 'vscode';
import { messageOf } from '../common/errors';
import type { Core } from '../core';
import { catalogRoots } from './catalogSources';
import type { LabNotice } from '../session/notices';
import { commandIds, settingIds } from './commandIds';
import { follow } from './failures';
import { offerPacks } from './packOffer';
import { dockerContext, dockerHost, enforcesRequires, enforcesRequiresEverywhere, homeFolder, snapshotLimit } from './settings';
import type { TerminalProgram } from './terminal/terminalEnvironment';
import { showInformationMessage, showWarningMessage } from './messages';

/** The product, as this window's settings and folders have it. */
export async function createEditorCore(context: vscode.ExtensionContext, log: vscode.LogOutputChannel): Promise<Core> {
  if (vscode.l10n.bundle) {
    const l10n = await import('@vscode/l10n');
    l10n.config({ contents: vscode.l10n.bundle });
  }
  const { createCore } = await import('../core');
  const labs = context.asAbsolutePath('labs');
  const core = createCore({
    home: homeFolder(),
    catalogRoots: () => catalogRoots(labs),
    docker: () => ({ host: dockerHost(), context: dockerContext() }),
    snapshotLimit,
    standsBy: true,
    enforcesRequires,
    assets: context.asAbsolutePath(path.join('dist', 'container')),
    careerPath: path.join(labs, 'career-path.yaml'),
    log,
    locale: vscode.env.language,
  });
  const tellShells = (): Promise<void> => core.enforceInShells(enforcesRequiresEverywhere()).catch((error: unknown) => log.warn(`Tell the command line what is enforced: ${messageOf(error)}`));
  void tellShells();
  const offer = (): Promise<void> => offerPacks(core).catch((error: unknown) => log.warn(`Offer lab packs: ${messageOf(error)}`));
  void offer();
  context.subscriptions.push(core.sessions.onNotice((notice) => void showNotice(notice)));
  context.subscriptions.push(vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration(settingIds.home)) {
      void offerReload();
    }
    if (event.affectsConfiguration(settingIds.catalogs)) {
      void offer();
    }
    if (event.affectsConfiguration(settingIds.enforceRequires)) {
      void tellShells();
    }
    if (event.affectsConfiguration(settingIds.dockerHost) || event.affectsConfiguration(settingIds.dockerContext)) {
      void reconnect(core, log);
    }
  }));
  return core;
}

async function showNotice({ message, action }: LabNotice): Promise<void> {
  if (!action?.command) {
    void showInformationMessage(message);
  } else if ((await showWarningMessage(message, action.label)) === action.label) {
    await follow(action.command, action.arguments ?? []);
  }
}

/** What the lab's terminals run: the same product, in a process of its own. */
export function terminalProgram(context: vscode.ExtensionContext): TerminalProgram {
  return {
    script: context.asAbsolutePath(path.join('dist', 'cli.js')),
    home: homeFolder(),
    dockerHost: dockerHost(),
    dockerContext: dockerContext(),
    catalogs: catalogRoots(context.asAbsolutePath('labs')).filter(({ source, trusted }) => trusted && source !== 'builtin').map(({ root }) => root),
  };
}

/** Another engine is asked from now on; what it lacks shows in the views. */
async function reconnect(core: Core, log: vscode.LogOutputChannel): Promise<void> {
  try {
    await core.reconnect();
  } catch (error) {
    log.warn(`Connect to another engine: ${messageOf(error)}`);
  }
  await vscode.commands.executeCommand(commandIds.retryEngine);
}

async function offerReload(): Promise<void> {
  const reload = vscode.l10n.t('Reload Window');
  const answer = await showInformationMessage(
    vscode.l10n.t('The window has to be reloaded to use the new setting. Running labs are not affected.'), reload);
  if (answer === reload) {
    await vscode.commands.executeCommand('workbench.action.reloadWindow');
  }
}
