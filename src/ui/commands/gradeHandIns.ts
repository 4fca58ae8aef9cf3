import * as path from 'node:path';
import * as vscode from 'vscode';
import { type Grading, passesAll } from '../../authoring/grading/grading';
import { criteriaCsv, gradesCsv } from '../../authoring/grading/tables';
import type { Lab } from '../../curriculum/lab';
import { editorAsker } from '../asker';
import { type GradeAnswers, textField } from '../commandIds';
import type { LazyCore } from '../lazyCore';
import { showInformationMessage } from '../messages';
import { withCancellableProgress } from '../progress';

/** Hand-ins at a time, and how long one may take in milliseconds: as the command line has them when nothing is said. */
const jobs = 2;
const timeoutMs = 600_000;

/** Asks for the folder that was handed in and where the table goes, grades with a progress that can be cancelled, and opens the table. */
export async function gradeHandIns(lazy: LazyCore, lab: Lab, answers?: GradeAnswers): Promise<void> {
  const title = vscode.l10n.t('Grade Hand-ins');
  const folder = textField(answers, 'folder') ?? (await chooseFolder(title));
  const out = folder === undefined ? undefined : (textField(answers, 'out') ?? (await chooseTable(title, folder, lab)));
  if (folder === undefined || out === undefined) {
    return;
  }
  const core = await lazy.get();
  const grading = await withCancellableProgress(vscode.l10n.t('Grading {0}', lab.definition.title), (onProgress, signal) =>
    core.grade(lab, [folder], { asker: editorAsker, jobs, timeoutMs, signal, onProgress: (message, fraction) => onProgress({ phase: 'setup', message, fraction }) }));
  const { dir, name, ext } = path.parse(out);
  await vscode.workspace.fs.writeFile(vscode.Uri.file(path.join(dir, `${name}-criteria${ext}`)), Buffer.from(criteriaCsv(grading)));
  await vscode.workspace.fs.writeFile(vscode.Uri.file(out), Buffer.from(gradesCsv(grading)));
  await vscode.window.showTextDocument(vscode.Uri.file(out), { preview: false });
  void showInformationMessage(summary(grading));
}

async function chooseFolder(title: string): Promise<string | undefined> {
  const [folder] = (await vscode.window.showOpenDialog({
    canSelectFolders: true, canSelectFiles: false, openLabel: vscode.l10n.t('Grade'), title: vscode.l10n.t('{0}: the folder with what learners handed in', title),
  })) ?? [];
  return folder?.fsPath;
}

async function chooseTable(title: string, folder: string, lab: Lab): Promise<string | undefined> {
  const defaultUri = vscode.Uri.file(path.join(path.dirname(folder), `${lab.id}-grades.csv`));
  return (await vscode.window.showSaveDialog({ defaultUri, title: vscode.l10n.t('{0}: where the table goes', title), filters: { CSV: ['csv'] } }))?.fsPath;
}

function summary({ handIns, checks }: Grading): string {
  const graded = handIns.filter(({ state }) => state === 'graded');
  const right = graded.filter((each) => passesAll(each, checks)).length;
  const left = checks.filter((check) => !check.graded);
  const said = [vscode.l10n.t('{0} handed in: {1} with everything right, {2} with something to mend, {3} not graded.', handIns.length, right, graded.length - right, handIns.length - graded.length)];
  if (left.length > 0) {
    said.push(vscode.l10n.t('Graded for nobody, because it is in no folder: {0}.', left.map((check) => check.title).join(', ')));
  }
  return said.join(' ');
}
