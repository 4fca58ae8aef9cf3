import type { FromGuide } from './protocol/messages';

interface VSCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VSCodeApi;

/** What VS Code keeps of the guide's panel over a reload; the extension's serializer reads it too. */
export interface PanelState {
  lab: string;
  page: string;
  scroll: number;
  /** The document that was drawn from what it brought along. */
  first: string;
  /** Values of the fields of questions, by question. */
  drafts: Record<string, string[]>;
}

/**
 * The extension at the other end, with the messages `M` that go to it and what is kept, `S`. Made once: VS Code hands
 * its API out a single time.
 */
export class Host<M = FromGuide, S extends object = PanelState> {
  private readonly api = acquireVsCodeApi();

  send(message: M): void {
    this.api.postMessage(message);
  }

  get kept(): Partial<S> {
    const state = this.api.getState();
    return typeof state === 'object' && state !== null ? state : {};
  }

  /** Keeps these beside what is kept already. */
  keep(state: Partial<S>): void {
    this.api.setState({ ...this.kept, ...state });
  }
}
