/** Standard input of a run: the program first, then one command a line until it is closed. */
export class CommandStream implements AsyncIterable<Uint8Array> {
  private readonly waiting: Uint8Array[] = [];
  private wake: (() => void) | undefined;
  private closed = false;

  constructor(first: Uint8Array) {
    this.waiting.push(first);
  }

  /**
   * `term PID`, `kill PID` (a check's process group), `late N` (no more attempts), `read N PID [side]` (its output),
   * `sweep N KIND [side]` (what it left behind), `drop N PID` (wait no longer for its output); anything else, such as
   * `cancel`, ends the run.
   */
  send(command: string): void {
    this.waiting.push(Buffer.from(`${command}\n`));
    this.wake?.();
  }

  close(): void {
    this.closed = true;
    this.wake?.();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    for (;;) {
      const next = this.waiting.shift();
      if (next) {
        yield next;
      } else if (this.closed) {
        return;
      } else {
        await new Promise<void>((resolve) => {
          this.wake = resolve;
        });
      }
    }
  }
}
