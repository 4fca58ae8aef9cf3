import * as vscode from 'vscode';
import { type Belonging, type BelongingKind, sizeOf, sizeText } from '../../session/cleanup/belonging';
import type { CleanUpReport } from '../../session/cleanup/cleanUp';
import { commandIds } from '../commandIds';
import type { LazyCore } from '../lazyCore';
import { withCancellableProgress } from '../progress';
import { showInformationMessage, showWarningMessage } from '../messages';

interface Item extends vscode.QuickPickItem {
  belonging?: Belonging;
}

/** Lists what the product keeps on this machine and removes what the person ticks. */
export async function cleanUp(lazy: LazyCore): Promise<void> {
  const core = await lazy.get();
  const listing = await withCancellableProgress(vscode.l10n.t('Looking at what is there'), async (_report, signal) => {
    // Titles of labs; an engine that cannot be asked is told of in the list.
    await core.sessions.resume(signal);
    return core.cleanUp.list(signal);
  });
  const chosen = await choose(listing.belongings, listing.trouble);
  if (chosen && chosen.length > 0 && (await confirmed(chosen))) {
    const report = await withCancellableProgress(vscode.l10n.t('Cleaning up'), (progress, signal) =>
      core.cleanUp.remove(chosen, (message) => progress({ phase: 'containers', message }), signal));
    void tell(report);
  }
}

/** Undefined where the person went away, or went to stop labs first. */
function choose(belongings: readonly Belonging[], trouble: Error | undefined): Promise<Belonging[] | undefined> {
  const offered = belongings.filter((each) => each.offered);
  const running = belongings.filter((each) => each.kind === 'lab' && each.whose === 'this' && !each.offered).length;
  const pick = vscode.window.createQuickPick<Item>();
  const stop: vscode.QuickInputButton = { iconPath: new vscode.ThemeIcon('debug-stop'), tooltip: vscode.l10n.t('Stop all labs, then list them here') };
  pick.title = vscode.l10n.t('Clean Up');
  pick.canSelectMany = true;
  pick.matchOnDescription = pick.matchOnDetail = true;
  pick.ignoreFocusOut = true;
  pick.placeholder = trouble
    ? vscode.l10n.t('The container engine cannot be asked; only files are listed. {0}', trouble.message)
    : running > 0
      ? vscode.l10n.t('Running labs are not listed ({0}): stop them first, by the button above', running)
      : vscode.l10n.t('Your own files are never removed. Tick what may go');
  pick.buttons = running > 0 ? [stop] : [];
  pick.items = grouped(offered);
  pick.selectedItems = pick.items.filter(({ belonging }) => belonging?.ticked);
  return new Promise((resolve) => {
    pick.onDidAccept(() => {
      resolve(pick.selectedItems.flatMap(({ belonging }) => belonging ?? []));
      pick.dispose();
    });
    pick.onDidTriggerButton(() => {
      pick.dispose();
      void vscode.commands.executeCommand(commandIds.stopAll).then(() => vscode.commands.executeCommand(commandIds.cleanUp));
    });
    pick.onDidHide(() => {
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
  });
}

function grouped(offered: readonly Belonging[]): Item[] {
  const kinds: [BelongingKind, string][] = [
    ['rehearsal', vscode.l10n.t('Left behind by rehearsals')],
    ['copy', vscode.l10n.t('Versions of labs')],
    ['image', vscode.l10n.t('Images that labs start from')],
    ['snapshot', vscode.l10n.t('Snapshots for Reset Step')],
    ['lab', vscode.l10n.t('Stopped labs')],
    ['backup', vscode.l10n.t('Copies of your files')],
    ['notes', vscode.l10n.t('Notes of AI Labs for itself')],
  ];
  return kinds.flatMap(([kind, label]) => {
    const items = offered.filter((each) => each.kind === kind).map(itemOf);
    return items.length > 0 ? [{ label, kind: vscode.QuickPickItemKind.Separator }, ...items] : [];
  });
}

function itemOf(belonging: Belonging): Item {
  const { title, detail, parts, kind } = belonging;
  const counted = kind === 'lab' ? `: ${parts.map((part) => part.name).join(', ')}` : '';
  return { belonging, label: title, description: sizeOf(belonging), detail: `${detail}${counted}` };
}

/** Images are built again; what holds somebody's work is not, so it is asked for once more. */
async function confirmed(chosen: readonly Belonging[]): Promise<boolean> {
  const dear = chosen.filter(({ kind, ticked }) => !ticked && (kind === 'backup' || kind === 'lab'));
  if (dear.length === 0) {
    return true;
  }
  const accept = vscode.l10n.t('Remove');
  const detail = dear.map(({ title, detail: about }) => `${title} (${about})`).join('\n');
  const answer = await showWarningMessage(vscode.l10n.t('This cannot be brought back. Remove it?'), { modal: true, detail }, accept);
  return answer === accept;
}

async function tell({ removals, freed }: CleanUpReport): Promise<void> {
  const failed = removals.filter(({ error }) => error);
  if (failed.length === 0) {
    void showInformationMessage(vscode.l10n.t('Removed: {0}. About {1} freed.', removals.length, sizeText(freed)));
    return;
  }
  const showLog = vscode.l10n.t('Show Log');
  const text = vscode.l10n.t('{0} of {1} removed, about {2} freed. “{3}” stays: {4}',
    removals.length - failed.length, removals.length, sizeText(freed), failed[0]?.belonging.title ?? '', failed[0]?.error?.message ?? '');
  if ((await showWarningMessage(text, showLog)) === showLog) {
    await vscode.commands.executeCommand(commandIds.showLog);
  }
}

