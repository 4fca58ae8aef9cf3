import type { FromGuide } from './protocol';

interface VSCodeApi {
  postMessage(message: FromGuide): void;
  getState(): unknown;
  setState(state: PanelState): void;
}

declare function acquireVsCodeApi(): VSCodeApi;

/** What VS Code keeps of the panel over a reload; the extension's serializer reads it too. */
export interface PanelState {
  lab: string;
  page: string;
  scroll: number;
}

/** The extension at the other end. Made once: VS Code hands its API out a single time. */
export class Host {
  private readonly api = acquireVsCodeApi();

  send(message: FromGuide): void {
    this.api.postMessage(message);
  }

  get kept(): Partial<PanelState> {
    const state = this.api.getState();
    return typeof state === 'object' && state !== null ? state : {};
  }

  keep(state: PanelState): void {
    this.api.setState(state);
  }
}
