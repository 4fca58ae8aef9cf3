import * as vscode from 'vscode';
import type { CareerPath } from '../../curriculum/careerPath';
import { difficulties } from '../../curriculum/difficulty';
import type { LabFacts } from '../labFacts';
import { type Facet, type LabFilter, labStates, valuesOf } from '../tree/filter';
import type { FilterStore } from '../tree/filterStore';
import { choiceWord } from '../tree/filterWords';
import { buildPathModel, type LabModel } from '../tree/pathModel';

interface Choice extends vscode.QuickPickItem {
  facet?: Facet;
  value?: string;
}

/** Asks what the tree is to show: any number of states, difficulties, tracks and skills. Nothing chosen shows all. */
export async function filterLabs(facts: LabFacts, store: FilterStore): Promise<void> {
  const known = await facts.read();
  const { stages, others } = buildPathModel(known);
  const labs = [...stages.flatMap(({ actions }) => actions.flatMap((action) => action.labs)), ...others];
  const chosen = await vscode.window.showQuickPick(choices(labs, known.path, store.current), {
    canPickMany: true,
    matchOnDescription: true,
    title: vscode.l10n.t('Filter Labs'),
    placeHolder: vscode.l10n.t('What to show; nothing chosen shows all labs'),
  });
  if (chosen) {
    await store.set(filterOf(chosen));
  }
}

function choices(labs: readonly LabModel[], path: CareerPath | undefined, filter: LabFilter): Choice[] {
  const groups: [Facet, string, readonly string[]][] = [
    ['states', vscode.l10n.t('State'), labStates],
    ['difficulties', vscode.l10n.t('Difficulty'), difficulties],
    ['tracks', vscode.l10n.t('Track'), path?.tracks.map(({ id }) => id) ?? []],
    ['skills', vscode.l10n.t('Skill'), path?.skills.map(({ id }) => id) ?? []],
  ];
  return groups.flatMap(([facet, heading, values]) => {
    const counts = new Map<string, number>();
    for (const value of labs.flatMap((lab) => valuesOf(lab, facet))) {
      counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    const items = values.map((value): Choice => {
      const count = counts.get(value) ?? 0;
      return {
        facet, value, picked: filter[facet].includes(value),
        label: choiceWord(facet, value, path),
        description: count === 1 ? vscode.l10n.t('1 lab') : vscode.l10n.t('{0} labs', count),
      };
    });
    return items.length > 0 ? [{ label: heading, kind: vscode.QuickPickItemKind.Separator }, ...items] : [];
  });
}

function filterOf(chosen: readonly Choice[]): LabFilter {
  const of = (facet: Facet): string[] => chosen.flatMap((choice) => (choice.facet === facet && choice.value !== undefined ? [choice.value] : []));
  return { states: of('states'), difficulties: of('difficulties'), tracks: of('tracks'), skills: of('skills') };
}
