import { readdir } from 'node:fs/promises';
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { SessionView } from '../../session/api';
import { editorColumn } from '../editorColumn';
import { type OpenFolderChoice, openFolderChoice, rememberOpenFolderChoice } from '../settings';
import { saveIntent } from './intent';
import { showInformationMessage } from '../messages';

type Choice = Exclude<OpenFolderChoice, 'ask'>;

/** Set when the learner has once agreed that a window starts anew for their files. */
const toldKey = 'aiLabs.toldOfReload';

/** Opens the learner's folder without disturbing what the window shows. */
export class LearnerFolder {
  constructor(
    private readonly home: () => string,
    private readonly memory: vscode.Memento,
  ) {}

  /** Whether the window shows the folder, by itself or inside another one. */
  isOpen(folder: string): boolean {
    return windowFolders().some((open) => folder === open || folder.startsWith(open + path.sep));
  }

  /**
   * How the folder will come into view: `here` in this window as it is, `elsewhere` in a window that starts anew (this
   * one or another, which then unpacks the lab), `ask` where the learner has to say.
   */
  destination({ folder }: SessionView): 'here' | 'elsewhere' | 'ask' {
    const open = windowFolders().length;
    if (this.isOpen(folder)) {
      return 'here';
    }
    if (open === 0) {
      return this.memory.get(toldKey) === true ? 'elsewhere' : 'ask';
    }
    switch (openFolderChoice()) {
      case 'ask':
        return 'ask';
      case 'newWindow':
        return 'elsewhere';
      case 'addToWorkspace':
        return open === 1 ? 'elsewhere' : 'here';
      case 'filesOnly':
        return 'here';
    }
  }

  /** Brings the folder into view: in a window without a folder there, otherwise by what the learner chose once. */
  async open(view: SessionView, options: { ask: 'if-undecided' | 'always' }): Promise<void> {
    if (this.isOpen(view.folder)) {
      if (options.ask === 'always') {
        await vscode.commands.executeCommand('revealInExplorer', vscode.Uri.file(view.folder));
      }
      return;
    }
    if (windowFolders().length === 0) {
      await ((await this.tell(view)) && this.replace(view, false));
      return;
    }
    const remembered = openFolderChoice();
    const choice = options.ask === 'if-undecided' && remembered !== 'ask' ? remembered : await this.ask(view);
    switch (choice) {
      case 'newWindow':
        return this.replace(view, true);
      case 'addToWorkspace':
        return this.add(view);
      case 'filesOnly':
        return openFiles(view.folder);
      case undefined:
        return;
    }
  }

  /** The first time: what VS Code is about to do, and why it may ask for trust. Whether to go on. */
  private async tell(view: SessionView): Promise<boolean> {
    if (this.memory.get(toldKey) === true) {
      return true;
    }
    const accept = vscode.l10n.t('Open Folder');
    const answer = await showInformationMessage(
      vscode.l10n.t(
        'Open your files for “{0}” in this window? VS Code reloads it for that, and may ask whether you trust the folder, because code in it can run.',
        view.lab.definition.title,
      ),
      accept, vscode.l10n.t('Not Now'),
    );
    await (answer === accept && this.memory.update(toldKey, true));
    return answer === accept;
  }

  private async replace(view: SessionView, newWindow: boolean): Promise<void> {
    await this.intend(view);
    await vscode.commands.executeCommand('vscode.openFolder', vscode.Uri.file(view.folder), {
      forceNewWindow: newWindow,
      forceReuseWindow: !newWindow,
      noRecentEntry: true,
    });
  }

  /** A window with a single folder becomes a workspace and starts anew; one with several takes another as it is. */
  private async add(view: SessionView): Promise<void> {
    const count = vscode.workspace.workspaceFolders?.length ?? 0;
    if (count < 2) {
      await this.intend(view);
    }
    vscode.workspace.updateWorkspaceFolders(count, 0, {
      uri: vscode.Uri.file(view.folder),
      name: view.lab.definition.title,
    });
  }

  private async ask(view: SessionView): Promise<Choice | undefined> {
    const answers: Record<string, Choice> = {
      [vscode.l10n.t('New Window')]: 'newWindow',
      [vscode.l10n.t('Add to Workspace')]: 'addToWorkspace',
      [vscode.l10n.t('Open Files Only')]: 'filesOnly',
    };
    const answer = await showInformationMessage(
      vscode.l10n.t(
        'Your files for “{0}” are in {1}. How do you want to see them, now and for other labs? VS Code may reload the window, and ask whether you trust the folder, because code in it can run.',
        view.lab.definition.title, view.folder,
      ),
      ...Object.keys(answers),
    );
    const choice = answer === undefined ? undefined : answers[answer];
    if (choice) {
      await rememberOpenFolderChoice(choice);
    }
    return choice;
  }

  private async intend(view: SessionView): Promise<void> {
    await saveIntent(this.home(), { lab: view.lab.identity, folder: view.folder, at: Date.now() });
  }
}

/** Folders of this window on this machine. */
export function windowFolders(): string[] {
  return (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file').map(({ uri }) => uri.fsPath);
}

/** Opens the first few files of the folder as the learner would by clicking, beside nothing and without the focus. */
async function openFiles(folder: string): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && !entry.name.startsWith('.')).map((entry) => entry.name).sort();
  for (const name of files.slice(0, 3)) {
    await vscode.window.showTextDocument(vscode.Uri.file(path.join(folder, name)), {
      preview: false, preserveFocus: true, viewColumn: editorColumn(),
    });
  }
}
