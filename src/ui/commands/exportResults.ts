import * as path from 'node:path';
import * as vscode from 'vscode';
import type { Learner, ShownFile } from '../../progress/export/evidence';
import { exportFiles, type ExportFormat, isEmail, readShownFile } from '../../session/results/exporting';
import type { LazyCore } from '../lazyCore';
import { showInformationMessage } from '../messages';

interface FormatItem extends vscode.QuickPickItem {
  format: ExportFormat;
}

/** Asks for the format and what belongs to it, writes it where the person says, and offers to open it. */
export async function exportResults(lazy: LazyCore): Promise<void> {
  const formats: FormatItem[] = [
    { format: 'portfolio', label: vscode.l10n.t('Portfolio'), description: vscode.l10n.t('a page to show, and the same as Markdown') },
    { format: 'csv', label: 'CSV', description: vscode.l10n.t('a line a check, for a spreadsheet') },
    { format: 'junit', label: 'JUnit', description: vscode.l10n.t('for a CI server') },
    { format: 'xapi', label: 'xAPI', description: vscode.l10n.t('statements for a learning record store') },
  ];
  const chosen = await vscode.window.showQuickPick(formats, { title: vscode.l10n.t('Export Results'), placeHolder: vscode.l10n.t('Results are self-attested, and say so') });
  if (!chosen) {
    return;
  }
  const core = await lazy.get();
  const learner = await askLearner(chosen.format);
  const files = learner && chosen.format === 'portfolio' ? await askFiles(core.home) : [];
  if (!learner || !files) {
    return;
  }
  const made = exportFiles(chosen.format, { ...(await core.exportSources()), learner, language: language(), files });
  const first = await save(made);
  if (first) {
    const open = vscode.l10n.t('Open');
    const answer = await showInformationMessage(vscode.l10n.t('Exported: {0}', first.fsPath), open);
    if (answer === open) {
      await (chosen.format === 'portfolio' ? vscode.env.openExternal(first) : vscode.window.showTextDocument(first));
    }
  }
}

/** Of the words that are exported: the editor's where they are translated. Dates in one and words in another would read badly. */
function language(): string {
  return vscode.l10n.bundle || /^en\b/.test(vscode.env.language) ? vscode.env.language : 'en';
}

/** Undefined where the person went away. Nothing said here is kept. */
async function askLearner(format: ExportFormat): Promise<Learner | undefined> {
  if (format === 'portfolio') {
    const name = await vscode.window.showInputBox({ title: vscode.l10n.t('Export Portfolio'), prompt: vscode.l10n.t('Your name as the page shows it; may stay empty') });
    return name === undefined ? undefined : { name: name.trim() || undefined };
  }
  if (format === 'xapi') {
    const email = await vscode.window.showInputBox({
      title: vscode.l10n.t('Export xAPI Statements'),
      prompt: vscode.l10n.t('The e-mail address by which the record store knows you; may stay empty'),
      validateInput: (value) => (value === '' || isEmail(value) ? undefined : vscode.l10n.t('This is not an e-mail address.')),
    });
    return email === undefined ? undefined : { email: email || undefined };
  }
  return {};
}

/** The files to show; none is a good answer. */
async function askFiles(home: string): Promise<ShownFile[] | undefined> {
  const [without, withFiles] = [vscode.l10n.t('Without files'), vscode.l10n.t('Choose files …')];
  const answer = await vscode.window.showQuickPick([without, withFiles], { title: vscode.l10n.t('Export Portfolio'), placeHolder: vscode.l10n.t('Show files of yours in it?') });
  if (answer !== withFiles) {
    return answer === undefined ? undefined : [];
  }
  const chosen = await vscode.window.showOpenDialog({ canSelectMany: true, defaultUri: vscode.Uri.file(home), openLabel: vscode.l10n.t('Show in Portfolio') });
  return chosen && Promise.all(chosen.map(({ fsPath }) => readShownFile(fsPath, shownName(home, fsPath))));
}

function shownName(home: string, file: string): string {
  const beside = path.relative(home, file);
  return beside.startsWith('..') || path.isAbsolute(beside) ? path.basename(file) : beside.split(path.sep).join('/');
}

/** Several files go into a folder, one to where it is called what the person likes. Returns the first of them. */
async function save(files: readonly { name: string; content: string }[]): Promise<vscode.Uri | undefined> {
  const [only] = files;
  const base = vscode.workspace.workspaceFolders?.[0]?.uri;
  if (files.length === 1 && only) {
    const target = await vscode.window.showSaveDialog({ defaultUri: base && vscode.Uri.joinPath(base, only.name), title: vscode.l10n.t('Export Results') });
    await (target && vscode.workspace.fs.writeFile(target, Buffer.from(only.content)));
    return target;
  }
  const [folder] = (await vscode.window.showOpenDialog({ canSelectFolders: true, canSelectFiles: false, defaultUri: base, openLabel: vscode.l10n.t('Export Here') })) ?? [];
  if (!folder) {
    return undefined;
  }
  for (const { name, content } of files) {
    await vscode.workspace.fs.writeFile(vscode.Uri.joinPath(folder, name), Buffer.from(content));
  }
  return only && vscode.Uri.joinPath(folder, only.name);
}
