import * as vscode from 'vscode';
import type { Lab } from '../../curriculum/lab';
import { labsOfStage } from '../../curriculum/learningOrder';
import type { LabFacts } from '../labFacts';

export interface StageItem extends vscode.QuickPickItem {
  /** Of the career path; empty for all labs. */
  id: string;
  labs: Lab[];
}

/** All labs, or those of a stage that has some. `given`: the stage's id, where it need not be asked. */
export async function chooseStage(facts: LabFacts, given: string | undefined, title: string, placeHolder: string): Promise<StageItem | undefined> {
  const { path, labs } = await facts.read();
  const all: StageItem = { id: '', label: vscode.l10n.t('All labs'), labs: [...labs], description: vscode.l10n.t('{0} labs', labs.length) };
  const stages = (path?.stages ?? []).map((stage): StageItem => {
    const own = labsOfStage(labs, stage);
    return { id: stage.id, label: stage.short ?? stage.title, labs: own, description: vscode.l10n.t('{0} labs', own.length) };
  });
  const items = [all, ...stages.filter((stage) => stage.labs.length > 0)];
  return given === undefined ? vscode.window.showQuickPick(items, { title, placeHolder }) : items.find(({ id }) => id === given);
}
