/** A terminal is quiet when nothing was printed for this long (ms). */
const quietTime = 500;
/**
 * How often one Enter can be told of. A long command falls silent more than once, and a server prints whenever it is
 * checked, which must not go on for ever.
 */
const most = 4;

/**
 * Tells when a terminal falls quiet after Enter: a command has probably come to its end. Each further silence after the
 * same Enter has to be twice as long. Typing what is not Enter yet tells nothing.
 */
export class Quiet {
  private left = 0;
  private needed = quietTime;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly tell: () => void,
    private readonly time = quietTime,
  ) {}

  input(chunk: Uint8Array): void {
    const enter = chunk.includes(0x0d) || chunk.includes(0x0a);
    this.left = enter ? most : 0;
    this.needed = this.time;
    this.wait();
  }

  output(): void {
    this.wait();
  }

  private wait(): void {
    clearTimeout(this.timer);
    if (this.left > 0) {
      this.timer = setTimeout(() => this.fell(), this.needed).unref();
    }
  }

  private fell(): void {
    this.left -= 1;
    this.needed *= 2;
    this.tell();
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.left = 0;
  }
}
