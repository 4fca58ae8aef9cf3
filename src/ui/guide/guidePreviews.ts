import { existsSync } from 'node:fs';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { DisposableStore } from '../../common/disposable';
import { UserError } from '../../common/errors';
import type { Lab } from '../../curriculum/lab';
import { commandIds, viewIds } from '../commandIds';
import type { LabFacts } from '../labFacts';
import { GuidePanel } from './guidePanel';
import type { GuideMessage } from './guidePanels';
import { guidePages } from './guidePages';
import type { GuideReader } from './guideReader';

/** A page of a guide beside its Markdown, as its author writes it. */
export class GuidePreviews implements vscode.Disposable {
  private readonly store = new DisposableStore();
  private readonly said = this.store.add(new vscode.EventEmitter<GuideMessage>());
  private readonly panels = new Map<string, GuidePanel>();

  readonly onMessage = this.said.event;

  constructor(
    private readonly extension: vscode.Uri,
    private readonly reader: GuideReader,
    private readonly facts: LabFacts,
    private readonly onTrouble: (what: string, error: unknown) => void,
  ) {
    this.store.add(vscode.workspace.onDidChangeTextDocument(({ document }) => void this.panels.get(document.uri.fsPath)?.update()));
    this.store.add(vscode.workspace.onDidSaveTextDocument(({ fileName }) => path.basename(fileName) === 'lab.yaml' && this.updateAll()));
    this.store.add(facts.onDidChange(() => this.updateAll()));
  }

  /** `file`: absolute; default what is open in front. Throws a UserError where it is no page of a lab's guide. */
  async open(file: string | undefined): Promise<void> {
    const page = file ?? vscode.window.activeTextEditor?.document.uri.fsPath ?? '';
    const known = this.panels.get(page);
    if (known) {
      known.reveal(true);
      return;
    }
    const drafted = await this.draft(page, undefined);
    const document = await vscode.workspace.openTextDocument(page);
    const panel = vscode.window.createWebviewPanel(
      viewIds.guidePreview, vscode.l10n.t('Preview: {0}', path.basename(page)), { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
      { enableScripts: true, enableFindWidget: true },
    );
    let draft = drafted;
    const reader: Pick<GuideReader, 'read'> = {
      read: async (_identity, asked, imageUri) => {
        draft = await this.draft(page, draft);
        return this.reader.read(draft.lab.identity, asked ?? draft.page, imageUri, { draft: { ...draft, file: page, text: document.getText() } });
      },
    };
    const guide = new GuidePanel(drafted.lab.identity, panel, this.extension, reader, { folder: drafted.lab.folder }, this.onTrouble);
    this.panels.set(page, guide);
    guide.onMessage(({ message, open }) => message.type !== 'at' && this.said.fire({ lab: drafted.lab.identity, message, open }));
    guide.onDidClose(() => this.panels.delete(page));
  }

  /** The lab that a page belongs to, as it is on disk, and the page's id; `before` where the lab cannot be read just now. */
  private async draft(file: string, before: { lab: Lab; page: string } | undefined): Promise<{ lab: Lab; page: string }> {
    const folder = labFolder(file);
    const { labs } = await this.facts.read();
    const listed = labs.find((lab) => lab.folder === folder);
    const { readLab } = await import('../../curriculum/parseLab');
    const { lab, problems } = folder === undefined
      ? { lab: undefined, problems: [] }
      : readLab({ file: path.join(folder, 'lab.yaml'), catalog: listed?.catalog ?? 'preview', images: listed?.images ?? '' });
    if (!lab) {
      const [problem] = problems;
      return before ?? notAPage(file, problem && { command: commandIds.openProblem, arguments: [{ file: problem.file, line: problem.line, column: problem.column }] });
    }
    const within = path.relative(lab.folder, file).split(path.sep).join('/');
    // A translation lies one folder deeper than the page it translates.
    const original = path.posix.join(path.posix.dirname(path.posix.dirname(within)), path.posix.basename(within));
    const page = guidePages(lab).find((each) => each.file === within) ?? guidePages(lab).find((each) => each.file === original);
    return page ? { lab, page: page.id } : (before ?? notAPage(file, { command: commandIds.openProblem, arguments: [{ file: path.join(lab.folder, 'lab.yaml'), line: 1, column: 1 }] }));
  }

  private updateAll(): void {
    for (const panel of this.panels.values()) {
      void panel.update();
    }
  }

  dispose(): void {
    this.store.dispose();
    for (const panel of [...this.panels.values()]) {
      panel.dispose();
    }
  }
}

/** The nearest folder above a file that holds a lab.yaml. */
function labFolder(file: string): string | undefined {
  if (!path.isAbsolute(file)) {
    return undefined;
  }
  const folder = path.dirname(file);
  return existsSync(path.join(folder, 'lab.yaml')) ? folder : folder === file ? undefined : labFolder(folder);
}

function notAPage(file: string, open: { command: string; arguments: unknown[] } | undefined): never {
  throw new UserError(vscode.l10n.t('{0} is no page of a lab’s guide that can be read.', path.basename(file)), {
    code: 'no-guide-page',
    action: { label: vscode.l10n.t('Open lab.yaml'), text: vscode.l10n.t('Open a page that a lab.yaml names.'), ...open },
  });
}
