/** Timers by name. Setting one again replaces it. */
export class Timers {
  private readonly pending = new Map<string, NodeJS.Timeout>();

  /** Delays beyond what a timer can hold (24 days) are cut to it. */
  set(name: string, ms: number, action: () => void): void {
    this.cancel(name);
    this.pending.set(name, setTimeout(action, Math.min(ms, 2 ** 31 - 1)));
  }

  cancel(name: string): void {
    clearTimeout(this.pending.get(name));
    this.pending.delete(name);
  }

  clear(): void {
    for (const timer of this.pending.values()) {
      clearTimeout(timer);
    }
    this.pending.clear();
  }
}
