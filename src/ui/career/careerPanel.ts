import * as vscode from 'vscode';
import { DisposableStore } from '../../common/disposable';
import { Joined } from '../../common/joined';
import { parseFromCareer, type ToCareer } from '../../webview/career/protocol/messages';
import { commandIds } from '../commandIds';
import type { LabFacts } from '../labFacts';
import { careerHtml, careerResources } from './careerHtml';
import { careerState } from './careerModel';
import { careerStrings } from './careerStrings';

/** The role that was chosen last. */
export interface ChosenRole {
  get(): string | undefined;
  set(id: string): Thenable<void>;
}

/** The career guide in an editor tab. */
export class CareerPanel implements vscode.Disposable {
  private readonly store = new DisposableStore();
  private ready = false;
  private readonly drawing = new Joined(() => this.draw().catch((error: unknown) => this.onTrouble('Show the career guide', error)));
  private sent?: string;

  constructor(
    private readonly panel: vscode.WebviewPanel,
    extension: vscode.Uri,
    private readonly facts: Pick<LabFacts, 'read'>,
    private readonly role: ChosenRole,
    private readonly onTrouble: (what: string, error: unknown) => void,
  ) {
    panel.iconPath = {
      light: vscode.Uri.joinPath(extension, 'media', 'guide-light.svg'),
      dark: vscode.Uri.joinPath(extension, 'media', 'guide-dark.svg'),
    };
    panel.webview.options = { enableScripts: true, localResourceRoots: [careerResources(extension)] };
    this.store.add(panel.webview.onDidReceiveMessage((value) => void this.receive(value)));
    this.store.add(panel.onDidDispose(() => this.dispose()));
    panel.webview.html = careerHtml(panel.webview, extension);
  }

  /** Draws what is true now, once the page asked for it. Calls while it draws are joined into one more drawing. */
  update(): Promise<void> {
    return this.ready ? this.drawing.run() : Promise.resolve();
  }

  /** Much that changes does not show here: what the page has is not sent again. */
  private async draw(): Promise<void> {
    const facts = await this.facts.read();
    const message: ToCareer = facts.path
      ? { type: 'state', state: careerState(facts.path, facts), role: this.role.get(), strings: careerStrings() }
      : {
        type: 'missing',
        title: vscode.l10n.t('Career Guide'),
        message: vscode.l10n.t('The career path cannot be read. The Career Path view shows what is wrong with it.'),
      };
    const text = JSON.stringify(message);
    if (text !== this.sent && !this.store.isDisposed) {
      this.sent = text;
      await this.panel.webview.postMessage(message);
    }
  }

  private async receive(value: unknown): Promise<void> {
    try {
      const message = parseFromCareer(value);
      switch (message?.type) {
        case 'ready':
          // A page that loads anew, as after it was moved to another window, has nothing yet.
          this.ready = true;
          this.sent = undefined;
          return await this.update();
        case 'role':
          return await this.role.set(message.role);
        case 'openLab':
          return await vscode.commands.executeCommand(commandIds.openGuide, { lab: message.lab });
        case undefined:
          throw new Error('The career guide sent something that is no message.');
      }
    } catch (error) {
      this.onTrouble('Read a message of the career guide', error);
    }
  }

  dispose(): void {
    if (!this.store.isDisposed) {
      this.store.dispose();
      this.panel.dispose();
    }
  }
}
