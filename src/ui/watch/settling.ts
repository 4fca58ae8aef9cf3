import { type Change, mergeChanges } from '../../checks/affected';
import type { Disposable } from '../../common/disposable';

/** A single save is checked at once: only what comes in the same breath is waited for (ms). */
const breath = 10;
/** Saves that follow each other closely are waited for a little longer (ms) … */
const flurry = 200;
/** … where the one before is not longer ago than this (ms). */
const close = 1000;

/** Joins changes of a lab that come together into one, and tells of it. Free of vscode. */
export class Settling implements Disposable {
  private readonly waiting = new Map<string, { change: Change; timer: NodeJS.Timeout }>();
  private readonly last = new Map<string, number>();

  constructor(private readonly tell: (lab: string, change: Change) => void) {}

  changed(lab: string, change: Change): void {
    const before = this.waiting.get(lab);
    clearTimeout(before?.timer);
    const now = performance.now();
    const delay = now - (this.last.get(lab) ?? -close) < close ? flurry : breath;
    this.last.set(lab, now);
    this.waiting.set(lab, {
      change: before ? mergeChanges(before.change, change) : change,
      timer: setTimeout(() => this.settle(lab), before ? flurry : delay),
    });
  }

  private settle(lab: string): void {
    const settled = this.waiting.get(lab);
    this.waiting.delete(lab);
    if (settled) {
      this.tell(lab, settled.change);
    }
  }

  dispose(): void {
    this.waiting.forEach(({ timer }) => clearTimeout(timer));
    this.waiting.clear();
  }
}
