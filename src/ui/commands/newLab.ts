import * as path from 'node:path';
import * as vscode from 'vscode';
import { idFrom, isId } from '../../authoring/scaffold/labName';
import { createLab, type NewLab } from '../../authoring/scaffold/newLab';
import { isTemplate, type TemplateName, templateNames } from '../../authoring/scaffold/templates';
import { UserError } from '../../common/errors';
import { type NewLabAnswers, textField } from '../commandIds';
import type { LabFacts } from '../labFacts';

/** The product's own folders. */
export interface ProductFolders {
  templates: string;
  images: string;
}

/** Asks what the new lab is to be, makes it in the workspace's `labs` folder, and opens its lab.yaml. */
export async function newLab(facts: LabFacts, product: ProductFolders, answers?: NewLabAnswers): Promise<void> {
  const given: NewLabAnswers = Object.fromEntries(['template', 'title', 'id', 'action', 'folder'].map((name) => [name, textField(answers, name)]));
  const folder = given.folder ?? (await chooseFolder(vscode.l10n.t('New Lab')));
  const template = folder === undefined ? undefined : await chooseTemplate(given.template);
  const names = folder === undefined || template === undefined ? undefined : await chooseNames(path.join(folder, 'labs'), given);
  const action = names && (given.action ?? (await chooseAction(facts)));
  if (folder === undefined || template === undefined || !names || action === undefined) {
    return;
  }
  const made = await createLab({ template, ...names, action }, { ...product, labs: path.join(folder, 'labs') });
  facts.refresh();
  await vscode.window.showTextDocument(vscode.Uri.file(made.file), { preview: false });
}

/** The workspace folder whose `labs` it goes into; undefined where the person went away. */
export async function chooseFolder(title: string): Promise<string | undefined> {
  const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
  const [only] = folders;
  if (!only) {
    throw new UserError(vscode.l10n.t('A new lab goes into the folder “labs” of an open folder, and none is open.'), {
      code: 'no-folder',
      action: { label: vscode.l10n.t('Open Folder'), text: vscode.l10n.t('Open a folder first.'), command: 'workbench.action.files.openFolder' },
    });
  }
  if (folders.length === 1) {
    return only.uri.fsPath;
  }
  const items = folders.map(({ name, uri }) => ({ label: name, description: uri.fsPath }));
  return (await vscode.window.showQuickPick(items, { title, placeHolder: vscode.l10n.t('Where to make it') }))?.description;
}

async function chooseTemplate(given: string | undefined): Promise<TemplateName | undefined> {
  if (given !== undefined && isTemplate(given)) {
    return given;
  }
  const texts: Record<TemplateName, [label: string, detail: string]> = {
    exercise: [vscode.l10n.t('Plain exercise'), vscode.l10n.t('Files and a shell: commands and scripts that checks run')],
    service: [vscode.l10n.t('Service in one container'), vscode.l10n.t('A program with a port that the learner mends and starts')],
    services: [vscode.l10n.t('Several services'), vscode.l10n.t('What happens when one of them goes away')],
    engine: [vscode.l10n.t('Container engine inside'), vscode.l10n.t('Images that the learner builds and runs')],
  };
  const items = templateNames.map((name) => ({ name, label: texts[name][0], detail: texts[name][1] }));
  const chosen = await vscode.window.showQuickPick(items, { title: vscode.l10n.t('New Lab'), placeHolder: vscode.l10n.t('What it begins as: a whole lab that you change piece by piece') });
  return chosen?.name;
}

async function chooseNames(labs: string, { title, id }: NewLabAnswers): Promise<Pick<NewLab, 'id' | 'title'> | undefined> {
  const said = title ?? (await vscode.window.showInputBox({
    title: vscode.l10n.t('New Lab'),
    prompt: vscode.l10n.t('What will the learner do? This is the title of the lab.'),
    validateInput: (text) => (text.trim() === '' || text.length > 120 ? vscode.l10n.t('A title has 1 to 120 characters.') : undefined),
  }));
  if (said === undefined) {
    return undefined;
  }
  const chosen = id ?? (await vscode.window.showInputBox({
    title: vscode.l10n.t('New Lab'),
    prompt: vscode.l10n.t('The id of the lab, which is also the name of its folder'),
    value: idFrom(said),
    validateInput: async (text) => idProblem(text) ?? (await taken(path.join(labs, text))),
  }));
  return chosen === undefined ? undefined : { title: said, id: chosen };
}

function idProblem(id: string): string | undefined {
  return isId(id) && id !== 'images' ? undefined : vscode.l10n.t('Lower-case letters and digits joined by single hyphens, like “first-steps”.');
}

async function taken(folder: string): Promise<string | undefined> {
  const found = await vscode.workspace.fs.stat(vscode.Uri.file(folder)).then(() => true, () => false);
  return found ? vscode.l10n.t('There is a folder of this name already.') : undefined;
}

/** Without a career path the template's own stays. */
async function chooseAction(facts: LabFacts): Promise<string | undefined> {
  const { path: known } = await facts.read();
  const items = (known?.stages ?? []).flatMap((stage): (vscode.QuickPickItem & { id?: string })[] => [
    { label: stage.title, kind: vscode.QuickPickItemKind.Separator },
    ...stage.actions.map(({ id, title }) => ({ label: title, description: id, id })),
  ]);
  const chosen = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('New Lab'), placeHolder: vscode.l10n.t('The key action of the career path that it belongs to'), matchOnDescription: true,
  });
  return chosen?.id;
}
