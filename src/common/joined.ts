/** Work that is asked for more often than it has to be done: what is asked for while it is done is joined into once more. */
export class Joined {
  private underWay?: Promise<void>;
  private again = false;

  /** Whoever waits for `work` gets its failure. */
  constructor(private readonly work: () => Promise<void>) {}

  /** Resolves when the work was done with what was true when this was called. */
  run(): Promise<void> {
    this.again = true;
    this.underWay ??= this.all();
    return this.underWay;
  }

  private async all(): Promise<void> {
    try {
      while (this.again) {
        this.again = false;
        await this.work();
      }
    } finally {
      // At once, not when whoever waits for it runs: a call in between would be joined to work that is over.
      this.underWay = undefined;
    }
  }
}
