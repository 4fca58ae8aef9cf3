/** Standard input of a run: the program first, then one command a line until it is closed. */
export class CommandStream implements AsyncIterable<Uint8Array> {
  private readonly waiting: Uint8Array[] = [];
  private wake: (() => void) | undefined;
  private closed = false;

  constructor(first: Uint8Array) {
    this.waiting.push(first);
  }

  /** `term PID`, `kill PID`, `late N`, `sweep N KIND SIDE`, `drop PID`; anything else, such as `cancel`, ends the run. */
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
