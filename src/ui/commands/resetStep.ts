import * as vscode from 'vscode';
import type { Lab } from '../../curriculum/lab';
import type { ResetOffer } from '../../session/api';
import type { LabStarter } from '../labStarter';
import type { LazyCore } from '../lazyCore';
import { showWarningMessage } from '../messages';

/** Says once what a reset of the step brings back and what is lost, then does it. `step`: default the current one. */
export async function resetStep(lazy: LazyCore, starter: LabStarter, lab: Lab, step?: string): Promise<void> {
  const { sessions } = await lazy.get();
  const offer = await sessions.resetOffer(lab.identity, step);
  const accept = vscode.l10n.t('Reset Step');
  const question = vscode.l10n.t('Go back to the beginning of “{0}”?', offer.title);
  const answer = await showWarningMessage(question, { modal: true, detail: resetDetail(offer) }, accept);
  if (answer === accept) {
    await starter.resetStep(lab, offer);
    void vscode.window.setStatusBarMessage(vscode.l10n.t('“{0}” was reset. Programs in the lab started again.', offer.title), 10_000);
  }
}

/** What is lost and what is kept, in a few short sentences. */
function resetDetail(offer: ResetOffer): string {
  return [
    offer.files === 'kept'
      ? vscode.l10n.t('Your files become what they were when the step began. A copy of what they are now is kept; Undo Reset brings it back.')
      : vscode.l10n.t('Your files become the starter files. A copy of what they are now is kept; Undo Reset brings it back.'),
    offer.late > 0 ? vscode.l10n.t('{0} of them had been changed already when they were copied.', offer.late) : '',
    offer.containers === 'snapshot'
      ? vscode.l10n.t('The containers get back what they held then. What changed in them since is lost.')
      : vscode.l10n.t('The containers are made anew: whatever was changed in them outside your folder is lost, in earlier steps too.'),
    offer.why ?? '',
    offer.containers === 'snapshot' && offer.inMemory ? vscode.l10n.t('Folders in memory come back empty.') : '',
    offer.containers === 'snapshot' && offer.innerEngines.length > 0
      ? vscode.l10n.t('Images and containers of the engine inside {0} stay as they are.', offer.innerEngines.join(', '))
      : '',
    vscode.l10n.t('Programs in the lab end and start again. This step and later ones are to be done again; answers and hints stay.'),
  ].filter(Boolean).join('\n');
}

/** Brings back the files of before the last reset, after asking. */
export async function undoReset(lazy: LazyCore, lab: Lab): Promise<void> {
  const { sessions } = await lazy.get();
  const accept = vscode.l10n.t('Undo Reset');
  const possible = await sessions.canUndoReset(lab.identity);
  const answer = possible && (await showWarningMessage(
    vscode.l10n.t('Bring back your files of “{0}” as they were before the last reset?', lab.definition.title),
    {
      modal: true,
      detail: vscode.l10n.t('What is in the folder now is copied aside first: undoing again brings that back. Containers and progress stay as they are.'),
    },
    accept,
  ));
  if (!possible || answer === accept) {
    // Where there is nothing to undo, this says so.
    await sessions.undoReset(lab.identity);
    void vscode.window.setStatusBarMessage(vscode.l10n.t('Your files are back. Check the step to see where you are.'), 10_000);
  }
}

