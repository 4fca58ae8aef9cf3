/** Standard input of the driver: its program first, then one command a line until it is closed. */
export class CommandStream implements AsyncIterable<Uint8Array> {
  private readonly waiting: Uint8Array[] = [];
  private wake: (() => void) | undefined;
  private closed = false;

  push(bytes: Uint8Array): void {
    this.waiting.push(bytes);
    this.wake?.();
  }

  /**
   * `term PID`, `kill PID` (a check's process group), `late N` (no more attempts), `read N PID [side]` (its output),
   * `sweep N KIND [side]` (what it left behind), `drop N PID` (wait no longer for its output); anything else, such as
   * `cancel`, ends the run.
   */
  send(command: string): void {
    this.push(Buffer.from(`${command}\n`));
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
