import * as vscode from 'vscode';
import { UserError } from '../../common/errors';
import type { Lab } from '../../curriculum/lab';
import { commandIds } from '../commandIds';
import type { GuidePanels } from '../guide/guidePanels';
import type { LabFacts } from '../labFacts';
import { buildPathModel } from '../tree/pathModel';

/** Goes on where the learner is: shows the step of a lab that runs, starts one that does not. */
export async function continueLab(facts: LabFacts, guides: GuidePanels, start: (lab: Lab) => Promise<void>): Promise<void> {
  const known = await facts.read();
  const at = buildPathModel(known).continue;
  const lab = at && known.labs.find(({ identity }) => identity === at.lab.lab);
  if (!lab) {
    throw new UserError(vscode.l10n.t('There is nothing left to go on with: every lab is done.'), {
      code: 'all-done',
      action: { label: vscode.l10n.t('Search Labs'), text: '', command: commandIds.searchLabs },
    });
  }
  await (at.why === 'running' ? guides.open(lab, { page: at.step?.id, preserveFocus: false }) : start(lab));
}
