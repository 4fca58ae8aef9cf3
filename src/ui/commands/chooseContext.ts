import * as vscode from 'vscode';
import type { ContextChoice } from '../../engines/docker/connect/contexts';
import { settingIds } from '../commandIds';
import type { LazyCore } from '../lazyCore';
import { dockerHost } from '../settings';
import { withCancellableProgress } from '../progress';

interface Entry extends vscode.QuickPickItem {
  context: string | undefined;
}

/** Lets a person choose the Docker context labs run on. Setting it is enough: the product connects anew by itself. */
export async function chooseContext(lazy: LazyCore): Promise<void> {
  const core = await lazy.get();
  const choices = await withCancellableProgress(vscode.l10n.t('Asking the Docker contexts'), (_report, signal) => core.contexts(signal));
  const chosen = vscode.workspace.getConfiguration().get<string>(settingIds.dockerContext);
  const picked = await vscode.window.showQuickPick(choices.map((choice) => entryOf(choice, chosen)), {
    title: vscode.l10n.t('Choose Docker Context'),
    placeHolder: dockerHost() ? vscode.l10n.t('Choosing one clears the setting “AI Labs › Docker: Host”.') : vscode.l10n.t('Labs run on the engine of this context. Running labs stay where they are.'),
    matchOnDescription: true,
  });
  if (!picked) {
    return;
  }
  const settings = vscode.workspace.getConfiguration();
  if (dockerHost()) {
    await settings.update(settingIds.dockerHost, undefined, vscode.ConfigurationTarget.Global);
  }
  await settings.update(settingIds.dockerContext, picked.context, vscode.ConfigurationTarget.Global);
}

function entryOf({ name, address, current, engine, problem }: ContextChoice, chosen: string | undefined): Entry {
  const isChosen = (name ?? '') === (chosen ?? '');
  const label = name ?? vscode.l10n.t('Automatic');
  return {
    label: `${isChosen ? '$(check) ' : ''}${label}${current ? ` (${vscode.l10n.t('current in Docker')})` : ''}`,
    description: address,
    detail: engine ? `$(pass) ${vscode.l10n.t('{0} answers', engine)}` : `$(error) ${problem ?? ''}`,
    context: name,
  };
}
