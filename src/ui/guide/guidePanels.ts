import * as vscode from 'vscode';
import { DisposableStore } from '../../common/disposable';
import type { Lab } from '../../curriculum/lab';
import type { FromGuide } from '../../webview/protocol/messages';
import type { CheckResults } from '../checkResults';
import { viewIds } from '../commandIds';
import type { EngineWatch } from '../engineWatch';
import type { LabFacts } from '../labFacts';
import { GuidePanel } from './guidePanel';
import type { GuideReader, OpenPage } from './guideReader';
import type { Place, Places } from './places';

export interface GuideMessage {
  lab: string;
  message: FromGuide;
  open?: OpenPage;
}

/** The guides that are open in this window: one a lab, kept over reloads by VS Code. */
export class GuidePanels implements vscode.WebviewPanelSerializer, vscode.Disposable {
  private readonly store = new DisposableStore();
  private readonly said = this.store.add(new vscode.EventEmitter<GuideMessage>());
  private readonly panels = new Map<string, GuidePanel>();

  private readonly shown = this.store.add(new vscode.EventEmitter<{ lab: string; title: string; page: string }>());

  readonly onMessage = this.said.event;
  /** A guide shows a page. */
  readonly onDidShow = this.shown.event;

  constructor(
    private readonly extension: vscode.Uri,
    private readonly reader: GuideReader,
    facts: LabFacts,
    results: CheckResults,
    engine: EngineWatch,
    private readonly places: Places,
    private readonly onTrouble: (what: string, error: unknown) => void,
  ) {
    this.store.add(vscode.window.registerWebviewPanelSerializer(viewIds.guide, this));
    this.store.add(facts.onDidChange(() => this.updateAll()));
    this.store.add(engine.onDidChange(() => this.updateAll()));
    this.store.add(reader.onDidLearn((lab) => void this.panels.get(lab)?.update()));
    this.store.add(results.onDidChange((lab) => void this.panels.get(lab)?.update()));
  }

  /** Opens a lab's guide beside the editor, or brings it forward, at a page or where the learner is. */
  async open(lab: Lab, options: { page?: string; preserveFocus: boolean; column?: vscode.ViewColumn }): Promise<GuidePanel> {
    const known = this.panels.get(lab.identity);
    if (known) {
      known.reveal(options.preserveFocus);
      if (options.page !== undefined) {
        await known.turnTo(options.page);
      }
      return known;
    }
    const panel = vscode.window.createWebviewPanel(
      viewIds.guide, lab.definition.title,
      { viewColumn: options.column ?? this.column(), preserveFocus: options.preserveFocus },
      { enableScripts: true, enableFindWidget: true },
    );
    const place = options.page === undefined ? this.places.get(lab.identity) : undefined;
    return this.adopt(panel, lab.identity, { page: options.page, folder: this.reader.folder(lab), place });
  }

  get(lab: string): GuidePanel | undefined {
    return this.panels.get(lab);
  }

  /** Whether the learner sees the guide of a lab. */
  shows(lab: string): boolean {
    return this.panels.get(lab)?.visible ?? false;
  }

  // A panel that VS Code brings back after a reload. What it kept was written by a page that shows others' content.
  async deserializeWebviewPanel(panel: vscode.WebviewPanel, kept: unknown): Promise<void> {
    const { lab, page } = (typeof kept === 'object' && kept !== null ? kept : {}) as { lab?: unknown; page?: unknown };
    const folder = typeof lab === 'string' ? await this.findFolder(lab) : undefined;
    if (typeof lab === 'string' && !this.panels.has(lab)) {
      this.adopt(panel, lab, { page: typeof page === 'string' ? page : undefined, folder });
    } else {
      panel.dispose();
    }
  }

  /** A lab that cannot be found now still gets its panel back, which then says what is wrong. */
  private async findFolder(lab: string): Promise<string | undefined> {
    try {
      return await this.reader.findFolder(lab);
    } catch (error) {
      this.onTrouble('Bring back a guide', error);
      return undefined;
    }
  }

  private adopt(panel: vscode.WebviewPanel, lab: string, at: { page?: string; folder?: string; place?: Place }): GuidePanel {
    const guide = new GuidePanel(lab, panel, this.extension, this.reader, at, this.onTrouble);
    this.panels.set(lab, guide);
    guide.onMessage(({ message, open }) => {
      if (message.type === 'at') {
        const step = open?.state.pages.find(({ current }) => current)?.id;
        void this.places.set(lab, { page: message.page, scroll: message.scroll, step });
      }
      this.said.fire({ lab, message, open });
    });
    guide.onDidShow(({ state }) => this.shown.fire({ lab, title: state.title, page: state.page.id }));
    guide.onDidClose(() => this.panels.delete(lab));
    return guide;
  }

  /** Where the other guides are; else beside what is open; else where there is nothing to be beside of. */
  private column(): vscode.ViewColumn {
    const other = [...this.panels.values()].find((panel) => panel.column !== undefined)?.column;
    const empty = vscode.window.tabGroups.activeTabGroup.tabs.length === 0;
    return other ?? (empty ? vscode.ViewColumn.Active : vscode.ViewColumn.Beside);
  }

  private updateAll(): void {
    for (const panel of this.panels.values()) {
      void panel.update();
    }
  }

  dispose(): void {
    // The panels themselves stay: VS Code disposes or serialises them with the window.
    this.store.dispose();
  }
}
