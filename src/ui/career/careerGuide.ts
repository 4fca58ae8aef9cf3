import * as vscode from 'vscode';
import { DisposableStore } from '../../common/disposable';
import { viewIds } from '../commandIds';
import type { LabFacts } from '../labFacts';
import type { CareerPanel } from './careerPanel';

/** The key under which the chosen role is remembered, for all windows to come. */
const roleKey = 'career.role';

/** The career guide of this window: one panel, made when it is asked for, kept over reloads by VS Code. */
export class CareerGuide implements vscode.WebviewPanelSerializer, vscode.Disposable {
  private readonly store = new DisposableStore();
  private panel?: vscode.WebviewPanel;
  private content?: CareerPanel;

  constructor(
    private readonly extension: vscode.Uri,
    private readonly facts: LabFacts,
    private readonly memory: vscode.Memento,
    private readonly onTrouble: (what: string, error: unknown) => void,
  ) {
    this.store.add(vscode.window.registerWebviewPanelSerializer(viewIds.careerGuide, this));
    this.store.add(facts.onDidChange(() => void this.content?.update()));
  }

  /** Opens the guide in front, or brings it there. */
  async open(): Promise<void> {
    if (this.panel) {
      this.panel.reveal();
      return;
    }
    await this.adopt(vscode.window.createWebviewPanel(
      viewIds.careerGuide, vscode.l10n.t('Career Guide'), vscode.ViewColumn.Active, { enableScripts: true, enableFindWidget: true }));
  }

  // A panel that VS Code brings back after a reload.
  async deserializeWebviewPanel(panel: vscode.WebviewPanel): Promise<void> {
    if (this.panel) {
      panel.dispose();
    } else {
      await this.adopt(panel);
    }
  }

  private async adopt(panel: vscode.WebviewPanel): Promise<void> {
    this.panel = panel;
    panel.onDidDispose(() => {
      this.panel = undefined;
      this.content = undefined;
    });
    const { CareerPanel } = await import('./careerPanel');
    if (this.panel === panel) {
      const role = {
        get: () => this.memory.get<string>(roleKey),
        set: (id: string) => this.memory.update(roleKey, id),
      };
      this.content = new CareerPanel(panel, this.extension, this.facts, role, this.onTrouble);
    }
  }

  dispose(): void {
    // The panel itself stays: VS Code disposes or serialises it with the window.
    this.store.dispose();
  }
}
