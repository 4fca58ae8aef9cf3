import { existsSync } from 'node:fs';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { type Addition, addCheck, addStep, stepsOf } from '../../authoring/scaffold/addToLab';
import { UserError } from '../../common/errors';
import { labFolderOf } from '../authoring/labFile';
import { type AddToLab, textField } from '../commandIds';

/** Adds a step to the lab that is being written, with its page and its solution, and opens the page. */
export async function addStepToLab(where?: AddToLab): Promise<void> {
  const given = read(where);
  const { document, taken } = await openLab(given);
  const title = given.title ?? (await askTitle(vscode.l10n.t('Add Step'), vscode.l10n.t('What will the learner do in this step?')));
  if (title !== undefined) {
    await add(document, await addStep(document.getText(), title.trim(), taken));
  }
}

/** Adds a check to a step of the lab that is being written, and opens its script, which fails until it is written. */
export async function addCheckToLab(where?: AddToLab): Promise<void> {
  const given = read(where);
  const { document, taken } = await openLab(given);
  const step = given.step ?? (await chooseStep(document));
  const title = step === undefined ? undefined : (given.title ?? (await askTitle(vscode.l10n.t('Add Check'), vscode.l10n.t('What is true when it passes? The learner reads this.'))));
  if (step !== undefined && title !== undefined) {
    await add(document, await addCheck(document.getText(), step, title.trim(), taken));
  }
}

/** Arguments are read, not trusted. */
function read(where: AddToLab | undefined): AddToLab {
  return { fsPath: textField(where, 'fsPath'), step: textField(where, 'step'), title: textField(where, 'title') };
}

/** The lab.yaml of the file that is named, else of the one that is shown. */
async function openLab({ fsPath }: AddToLab): Promise<{ document: vscode.TextDocument; taken: (labPath: string) => boolean }> {
  const shown = fsPath ?? vscode.window.activeTextEditor?.document.uri.fsPath;
  const folder = shown === undefined ? undefined : labFolderOf(shown);
  if (folder === undefined) {
    throw new UserError(vscode.l10n.t('No file of a lab is open.'), {
      code: 'no-lab-file',
      action: { label: vscode.l10n.t('New Lab'), text: vscode.l10n.t('Open its lab.yaml first, or make a lab.'), command: 'aiLabs.newLab' },
    });
  }
  const document = await vscode.workspace.openTextDocument(path.join(folder, 'lab.yaml'));
  return { document, taken: (labPath) => existsSync(path.join(folder, labPath)) };
}

async function askTitle(title: string, prompt: string): Promise<string | undefined> {
  const validateInput = (text: string): string | undefined => (text.trim() === '' || text.length > 120 ? vscode.l10n.t('A title has 1 to 120 characters.') : undefined);
  return vscode.window.showInputBox({ title, prompt, validateInput });
}

async function chooseStep(document: vscode.TextDocument): Promise<string | undefined> {
  const steps = await stepsOf(document.getText());
  const items = steps.map(({ id, title }) => ({ label: title, description: id }));
  return (await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Add Check'), placeHolder: vscode.l10n.t('The step it belongs to') }))?.description;
}

/** Files first, so that lab.yaml never names one that is not there. lab.yaml stays unsaved: it can be undone. */
async function add(document: vscode.TextDocument, { edit, files }: Addition): Promise<void> {
  const folder = path.dirname(document.uri.fsPath);
  for (const file of files) {
    const target = path.join(folder, file.path);
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, file.text, { flag: 'wx' });
    await (file.runs ? chmod(target, 0o755) : undefined);
  }
  const change = new vscode.WorkspaceEdit();
  change.replace(document.uri, new vscode.Range(document.positionAt(edit.start), document.positionAt(edit.end)), edit.newText);
  await vscode.workspace.applyEdit(change);
  const first = files[0]?.path;
  await vscode.window.showTextDocument(document, { preview: false });
  if (first !== undefined) {
    const page = await vscode.window.showTextDocument(vscode.Uri.file(path.join(folder, first)), { preview: false });
    const end = page.document.lineAt(page.document.lineCount - 1).range.end;
    page.selection = new vscode.Selection(end, end);
  }
}
