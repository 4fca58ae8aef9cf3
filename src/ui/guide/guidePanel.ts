import * as vscode from 'vscode';
import { DisposableStore } from '../../common/disposable';
import { Emitter } from '../../common/event';
import { Joined } from '../../common/joined';
import { type FromGuide, parseFromGuide, type ToGuide } from '../../webview/protocol/messages';
import { guideBundle, guideHtml, guideResources } from './guideHtml';
import { guideStrings } from './guideStrings';
import type { GuideReader, OpenPage } from './guideReader';
import type { Place } from './places';

/** One lab's guide in an editor tab. Shows what the reader reads, passes on what the learner does. */
export class GuidePanel implements vscode.Disposable {
  private readonly store = new DisposableStore();
  private readonly said = this.store.add(new Emitter<{ message: FromGuide; open?: OpenPage }>());
  private readonly drawn = this.store.add(new Emitter<OpenPage>());
  private readonly closed = new Emitter<void>();
  private ready = false;
  private readonly drawing = new Joined(() => this.draw().catch((error: unknown) => this.onTrouble('Show the guide', error)));
  private open?: OpenPage;
  private allowed?: { folder: string | undefined };

  /** What the learner did, with the page it was done on. */
  readonly onMessage = this.said.event;
  readonly onDidShow = this.drawn.event;
  readonly onDidClose = this.closed.event;

  constructor(
    readonly lab: string,
    private readonly panel: vscode.WebviewPanel,
    private readonly extension: vscode.Uri,
    private readonly reader: Pick<GuideReader, 'read'>,
    private readonly at: { page?: string; folder?: string; place?: Place },
    private readonly onTrouble: (what: string, error: unknown) => void,
  ) {
    panel.iconPath = {
      light: vscode.Uri.joinPath(extension, 'media', 'guide-light.svg'),
      dark: vscode.Uri.joinPath(extension, 'media', 'guide-dark.svg'),
    };
    this.allow(at.folder);
    this.store.add(panel.webview.onDidReceiveMessage((value) => this.receive(value)));
    this.store.add(panel.onDidDispose(() => this.dispose()));
    this.begin().catch((error: unknown) => onTrouble('Open the guide', error));
  }

  /** The document is sent with what it shows first, read while VS Code makes the panel ready. What fails to be read now is said once the page asks. */
  private async begin(): Promise<void> {
    const [bundle, first] = await Promise.all([guideBundle(this.extension), this.read().catch(() => undefined)]);
    if (this.store.isDisposed) {
      return;
    }
    if (first) {
      this.open = first.open;
      this.allow(first.open.lab.folder);
    }
    this.panel.webview.html = guideHtml(this.panel.webview, this.extension, this.panel.title, bundle, first?.message);
  }

  get visible(): boolean {
    return !this.store.isDisposed && this.panel.visible;
  }

  get column(): vscode.ViewColumn | undefined {
    return this.store.isDisposed ? undefined : this.panel.viewColumn;
  }

  /** The page being read. */
  get current(): OpenPage | undefined {
    return this.open;
  }

  reveal(preserveFocus: boolean): void {
    this.panel.reveal(undefined, preserveFocus);
  }

  async turnTo(page: string): Promise<void> {
    this.at.page = page;
    await this.update();
  }

  /**
   * Draws what is true now. Calls while it draws are joined into one more drawing. Nothing is drawn before the page asks
   * for it: new options while it loads would leave it blank.
   */
  update(): Promise<void> {
    return this.ready ? this.drawing.run() : Promise.resolve();
  }

  /** Said to those who listen instead of looking. */
  announce(text: string): void {
    void this.send({ type: 'announce', text });
  }

  /** What is true now, and how the page is told. */
  private async read(): Promise<{ open: OpenPage; message: ToGuide }> {
    const { page, place } = this.at;
    const imageUri = (file: string): string => this.panel.webview.asWebviewUri(vscode.Uri.file(file)).toString();
    const open = await this.reader.read(this.lab, page, imageUri, { place });
    const scroll = place?.page === open.state.page.id ? place.scroll : undefined;
    return { open, message: { type: 'state', state: open.state, strings: guideStrings(), scroll } };
  }

  private async draw(): Promise<void> {
    const asked = this.at.page;
    const { open, message } = await this.read();
    if (this.store.isDisposed) {
      return;
    }
    this.open = open;
    if (this.at.page === asked) {
      this.at.page = open.state.page.id;
    }
    this.panel.title = open.state.title;
    // The lab may have been started and have a copy of its own now, or be gone from its catalog. The page loads anew then.
    this.allow(open.lab.folder);
    this.at.place = undefined;
    await this.send(message);
    this.drawn.fire(open);
  }

  /** Lets the page show pictures of the lab in this folder. */
  private allow(folder: string | undefined): void {
    if (this.allowed === undefined || this.allowed.folder !== folder) {
      this.allowed = { folder };
      this.panel.webview.options = { enableScripts: true, localResourceRoots: guideResources(this.extension, folder) };
    }
  }

  private receive(value: unknown): void {
    const message = parseFromGuide(value);
    if (!message) {
      this.onTrouble('Read a message of the guide', new Error('The guide sent something that is no message.'));
      return;
    }
    if (message.type === 'ready') {
      this.ready = true;
      void this.update();
    } else if (message.type === 'page') {
      void this.turnTo(message.page);
    }
    this.said.fire({ message, open: this.open });
  }

  private async send(message: ToGuide): Promise<void> {
    if (!this.store.isDisposed) {
      await this.panel.webview.postMessage(message);
    }
  }

  dispose(): void {
    if (!this.store.isDisposed) {
      this.store.dispose();
      this.panel.dispose();
      this.closed.fire();
      this.closed.dispose();
    }
  }
}
