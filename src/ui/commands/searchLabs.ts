import * as vscode from 'vscode';
import type { CareerPath } from '../../curriculum/careerPath';
import type { GuidePanels } from '../guide/guidePanels';
import type { LabFacts } from '../labFacts';
import type { CareerPathView } from '../tree/careerPathView';
import { type LabState, valuesOf } from '../tree/filter';
import { buildPathModel, type LabModel } from '../tree/pathModel';
import { difficultyWord, stateWord } from '../tree/words';

interface Found extends vscode.QuickPickItem {
  lab: string;
}

/** Finds a lab by its title, summary, skills or key action; then shows its row and its guide. */
export async function searchLabs(facts: LabFacts, tree: CareerPathView, guides: GuidePanels): Promise<void> {
  const { path, labs, ...known } = await facts.read();
  const { stages, others } = buildPathModel({ path, labs, ...known });
  const skills = new Map(path?.skills.map(({ id, title }) => [id, title]));
  const items = [
    ...stages.flatMap(({ actions }) => actions.flatMap((action) => action.labs.map((lab) => item(lab, action.title, skills)))),
    ...others.map((lab) => item(lab, '', skills)),
  ];
  const picked = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Search Labs'), placeHolder: vscode.l10n.t('Words of a title, summary, skill or key action'), matchOnDescription: true, matchOnDetail: true,
  });
  const lab = picked && labs.find(({ identity }) => identity === picked.lab);
  if (lab) {
    await tree.reveal(lab.identity);
    await guides.open(lab, { preserveFocus: false });
  }
}

function item(lab: LabModel, action: string, skills: ReadonlyMap<string, CareerPath['title']>): Found {
  const [state] = valuesOf(lab, 'states') as readonly LabState[];
  const minutes = vscode.l10n.t('{0} min', lab.minutes);
  return {
    lab: lab.lab,
    label: lab.title,
    description: [difficultyWord(lab.difficulty), minutes, state && state !== 'open' ? stateWord(state) : ''].filter(Boolean).join(' · '),
    detail: [lab.summary, action, lab.skills.map((id) => skills.get(id) ?? id).join(', ')].filter(Boolean).join(' · '),
  };
}
