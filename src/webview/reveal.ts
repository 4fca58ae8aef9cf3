import type { GuideState } from './protocol/state';

/** Brings into view what was asked for by a link of the text: a check's result or a hint may be a screen away from it. */
export class Reveal {
  private check?: { id: string; began: boolean };
  private hints?: { page: string; shown: number };

  /** A check was asked for. */
  expect(id: string): void {
    this.check = { id, began: false };
  }

  /** To be called when a state is drawn. */
  drawn({ lab, page, phase }: GuideState): void {
    const hints = { page: `${lab} ${page.id}`, shown: page.hints.shown.length };
    if (this.hints?.page === hints.page && hints.shown > this.hints.shown) {
      show('.hints li:last-child');
    }
    this.hints = hints;
    if (this.check) {
      const { id, began } = this.check;
      const busy = phase === 'checking' || page.checks.some(({ running }) => running);
      if (busy || began) {
        show(`[data-check="${CSS.escape(id)}"]`);
        this.check = busy ? { id, began: true } : undefined;
      }
    }
  }

  /** Another page, or a lab that does not run: what was asked for does not come. */
  forget(): void {
    this.check = undefined;
  }
}

function show(selector: string): void {
  document.querySelector(selector)?.scrollIntoView({ block: 'nearest' });
}
