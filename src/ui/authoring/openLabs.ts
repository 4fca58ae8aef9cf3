import * as path from 'node:path';
import * as vscode from 'vscode';
import type { OtherLab } from '../../authoring/desk/crossFindings';
import { LabDesk, type LabLook, loadReaders, type Readers } from '../../authoring/desk/labDesk';
import { EditedTexts } from '../../authoring/desk/texts';
import { DisposableStore } from '../../common/disposable';
import { Emitter } from '../../common/event';
import { catalogRootOf } from '../../curriculum/catalogRoot';
import type { LabFacts } from '../labFacts';
import type { LazyCore } from '../lazyCore';
import { labFolderOf } from './labFile';

/** A burst of keystrokes is read once, so many milliseconds after the last of them. */
const quietTime = 25;

/** A lab of which a file is open. */
export interface OpenLab {
  folder: string;
  desk: LabDesk;
  /** What was seen last; undefined until the first look. */
  look?: LabLook;
}

interface Watched extends OpenLab {
  store: DisposableStore;
  timer?: NodeJS.Timeout;
}

/** The file a tab shows, if it does. */
function shownIn({ input }: vscode.Tab): vscode.Uri[] {
  return input instanceof vscode.TabInputText ? [input.uri] : [];
}

/** The labs of which files are open, looked at again after each change, saved or not. */
export class OpenLabs implements vscode.Disposable {
  private readonly store = new DisposableStore();
  private readonly looked = this.store.add(new Emitter<OpenLab>());
  private readonly closed = this.store.add(new Emitter<OpenLab>());
  private readonly labs = new Map<string, Watched>();
  readonly texts = new EditedTexts((file) => this.openText(file));
  private others: readonly OtherLab[] = [];
  private readers?: Readers;
  private readonly ready: Promise<void>;

  /** Fires with a lab that was looked at. */
  readonly onDidLook = this.looked.event;
  /** Fires with a lab of which the last file was closed. */
  readonly onDidClose = this.closed.event;

  constructor(
    private readonly lazy: LazyCore,
    facts: LabFacts,
    private readonly onTrouble: (what: string, error: unknown) => void,
  ) {
    this.ready = this.begin().catch((error: unknown) => onTrouble('Read labs as they are written', error));
    this.store.add(facts.onDidChange(() => void this.again()));
    this.store.add(vscode.workspace.onDidOpenTextDocument(({ uri }) => void this.open(uri)));
    this.store.add(vscode.workspace.onDidCloseTextDocument(({ uri }) => this.close(uri)));
    // VS Code keeps a text that an extension asked for some minutes longer than the tab that showed it.
    this.store.add(vscode.window.tabGroups.onDidChangeTabs(({ opened, closed }) => {
      opened.flatMap(shownIn).forEach((uri) => void this.open(uri));
      closed.flatMap(shownIn).forEach((uri) => this.closeTab(uri));
    }));
    this.store.add(vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      const lab = contentChanges.length > 0 ? this.find(document.uri) : undefined;
      if (lab) {
        this.soon(lab);
      }
    }));
  }

  /** The open lab a file belongs to, with what is true of it now. */
  async current(uri: vscode.Uri): Promise<{ desk: LabDesk; look: LabLook; folder: string } | undefined> {
    await this.ready;
    const lab = this.find(uri);
    if (lab && (lab.timer || !lab.look)) {
      this.look(lab);
    }
    return lab?.look ? { desk: lab.desk, look: lab.look, folder: lab.folder } : undefined;
  }

  /** The lab as its catalog has it; undefined where no catalog does, or another lab is shown in its place. */
  entryOf(folder: string): OtherLab['entry'] | undefined {
    const entry = this.others.find((each) => each.entry.folder === folder)?.entry;
    return entry?.shadowedBy === undefined ? entry : undefined;
  }

  private async begin(): Promise<void> {
    this.readers = await loadReaders();
    await this.loadOthers();
    vscode.workspace.textDocuments.forEach(({ uri }) => this.openNow(uri));
  }

  private async again(): Promise<void> {
    await this.ready;
    try {
      await this.loadOthers();
      this.labs.forEach((lab) => this.soon(lab));
    } catch (error) {
      this.onTrouble('Read labs', error);
    }
  }

  private async loadOthers(): Promise<void> {
    const { catalog } = await this.lazy.get();
    const { labs, shadowed, catalogs } = await catalog.load();
    const roots = new Map(catalogs.map(({ id, root }) => [id, root]));
    this.others = [...labs, ...shadowed].map((entry) => ({ entry, root: roots.get(entry.catalog) ?? '' }));
  }

  private async open(uri: vscode.Uri): Promise<void> {
    await this.ready;
    this.openNow(uri);
  }

  private openNow(uri: vscode.Uri): void {
    const folder = uri.scheme === 'file' ? labFolderOf(uri.fsPath) : undefined;
    if (folder === undefined || !this.readers || !vscode.workspace.isTrusted) {
      return;
    }
    const known = this.labs.get(folder);
    if (known) {
      this.soon(known);
      return;
    }
    const other = this.others.find(({ entry }) => entry.folder === folder);
    const root = other?.root ?? catalogRootOf(folder);
    const source = { file: path.join(folder, 'lab.yaml'), catalog: other?.entry.catalog ?? path.basename(root), images: path.join(root, 'images') };
    const lab: Watched = { folder, desk: new LabDesk(source, this.readers, this.texts), store: new DisposableStore() };
    // Files that other programs make, change or remove.
    const watcher = lab.store.add(vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(folder, '**')));
    for (const event of [watcher.onDidCreate, watcher.onDidChange, watcher.onDidDelete]) {
      lab.store.add(event(() => this.soon(lab)));
    }
    this.labs.set(folder, lab);
    this.soon(lab);
  }

  private close(uri: vscode.Uri): void {
    const lab = this.find(uri);
    const stillOpen = vscode.workspace.textDocuments.some((document) => !document.isClosed && document.uri.toString() !== uri.toString() && this.find(document.uri) === lab);
    if (!lab) {
      return;
    }
    if (stillOpen) {
      // What was not saved is gone.
      this.soon(lab);
      return;
    }
    this.drop(lab);
  }

  private closeTab(uri: vscode.Uri): void {
    const lab = this.find(uri);
    const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
    if (lab && !tabs.flatMap(shownIn).some((shown) => this.find(shown) === lab)) {
      this.drop(lab);
    }
  }

  private drop(lab: Watched): void {
    this.labs.delete(lab.folder);
    clearTimeout(lab.timer);
    lab.store.dispose();
    this.closed.fire(lab);
  }

  private soon(lab: Watched): void {
    clearTimeout(lab.timer);
    lab.timer = setTimeout(() => this.look(lab), quietTime);
  }

  private look(lab: Watched): void {
    clearTimeout(lab.timer);
    lab.timer = undefined;
    try {
      lab.look = lab.desk.look(this.others);
      this.looked.fire(lab);
    } catch (error) {
      this.onTrouble(`Read ${lab.folder}`, error);
    }
  }

  private find({ scheme, fsPath }: vscode.Uri): Watched | undefined {
    return scheme === 'file' ? [...this.labs.values()].find(({ folder }) => fsPath.startsWith(folder + path.sep)) : undefined;
  }

  private openText(file: string): string | undefined {
    return vscode.workspace.textDocuments.find(({ uri, isClosed }) => !isClosed && uri.scheme === 'file' && uri.fsPath === file)?.getText();
  }

  dispose(): void {
    for (const { timer, store } of this.labs.values()) {
      clearTimeout(timer);
      store.dispose();
    }
    this.labs.clear();
    this.store.dispose();
  }
}
