import * as l10n from '@vscode/l10n';

/** Half of what is kept of a check's output, as in driver.sh. */
const half = 32 * 1024;

/**
 * A check's output as the driver passes it on: up to 64 KiB in one piece, or 32 KiB and after a notice the last 32 KiB.
 * Holds no more than that whatever arrives.
 */
export class Output {
  private head: Buffer[] = [];
  private headLength = 0;
  private tail: Buffer = Buffer.alloc(0);
  private inTail = false;
  /** Bytes after the head that were counted in the container; undefined where they were not. */
  private counted: number | undefined;
  private lost = 0;

  push(bytes: Buffer): void {
    if (!this.inTail) {
      const kept = bytes.subarray(0, 2 * half - this.headLength);
      // Copied: what arrives is a view of a far bigger buffer.
      this.head.push(Buffer.from(kept));
      this.headLength += kept.length;
      this.lost += bytes.length - kept.length;
      return;
    }
    const all = Buffer.concat([this.tail, bytes]);
    this.tail = all.subarray(Math.max(0, all.length - half));
    this.lost += all.length - this.tail.length;
  }

  /** What follows is the end of the output. */
  beginTail(): void {
    this.inTail = true;
  }

  count(bytes: number | undefined): void {
    this.counted = bytes;
  }

  /** Bytes that were left out: a number, 0 for none, undefined where nobody counted. */
  private missing(): number | undefined {
    if (!this.inTail) {
      return this.lost;
    }
    if (this.counted !== undefined) {
      return this.counted - this.tail.length;
    }
    return this.tail.length < half ? this.lost : undefined;
  }

  get truncated(): boolean {
    return this.missing() !== 0;
  }

  /** As UTF-8, without NULs: a shell's `read`, through which short output passes, cannot keep them. */
  get text(): string {
    const missing = this.missing();
    if (missing === 0) {
      return textOf([...this.head, this.tail]);
    }
    const notice = missing === undefined ? l10n.t('[… the middle left out …]') : l10n.t('[… {0} bytes left out …]', missing);
    return `${textOf(this.head)}\n${notice}\n${textOf([this.tail])}`;
  }
}

function textOf(parts: Buffer[]): string {
  return Buffer.concat(parts).toString('utf8').replaceAll('\0', '');
}
