/**
 * Takes apart the two output streams of an exec or a log without a terminal, as bytes arrive: a frame is passed on in
 * pieces, never collected. A frame is one byte of stream (1 stdout, 2 stderr), three of zero, four of length.
 * Format: https://docs.docker.com/reference/api/engine/version/v1.41/#tag/Container/operation/ContainerAttach
 */
export class Demux {
  private header = Buffer.alloc(0);
  private stream = 0;
  private remaining = 0;

  constructor(
    private readonly onStdout: (chunk: Buffer) => void,
    private readonly onStderr: (chunk: Buffer) => void,
  ) {}

  /** Whether the last frame broke off. */
  get isTorn(): boolean {
    return this.remaining > 0 || this.header.length > 0;
  }

  push(chunk: Buffer): void {
    let rest = chunk;
    while (rest.length > 0) {
      if (this.remaining === 0) {
        const needed = 8 - this.header.length;
        this.header = Buffer.concat([this.header, rest.subarray(0, needed)]);
        rest = rest.subarray(needed);
        if (this.header.length < 8) {
          return;
        }
        this.stream = this.header[0] ?? 1;
        this.remaining = this.header.readUInt32BE(4);
        this.header = Buffer.alloc(0);
        continue;
      }
      const piece = rest.subarray(0, this.remaining);
      this.remaining -= piece.length;
      rest = rest.subarray(piece.length);
      (this.stream === 2 ? this.onStderr : this.onStdout)(piece);
    }
  }
}
