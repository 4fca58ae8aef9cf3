/** A stretch of a file. Lines and columns from 1, in UTF-16 units as editors count; the end is exclusive. */
export interface TextRange {
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
}

/** The very beginning of a file: for problems that belong to the file as a whole. */
export const fileStart: TextRange = { line: 1, column: 1, endLine: 1, endColumn: 1 };

/** Turns offsets of a text into lines and columns. The line table is made at the first question, as most texts are never asked. */
export class TextPositions {
  private starts: number[] | undefined;

  constructor(private readonly text: string) {}

  /** From 1. Offsets outside the text are moved to its ends. */
  at(offset: number): { line: number; column: number } {
    const starts = this.lineStarts();
    const inside = Math.max(0, Math.min(offset, this.text.length));
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= inside) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return { line: low + 1, column: inside - (starts[low] ?? 0) + 1 };
  }

  /** The offset of a line and column, from 1; those outside the text are moved to its ends. */
  offset(line: number, column: number): number {
    return Math.min((this.lineStarts()[line - 1] ?? this.text.length) + Math.max(column - 1, 0), this.text.length);
  }

  /** The part of [start, end) on its first line: a squiggle under a whole block helps nobody. */
  firstLine(start: number, end: number): TextRange {
    const from = this.at(start);
    const newline = this.text.indexOf('\n', start);
    let stop = Math.min(end, newline < 0 ? this.text.length : newline);
    while (stop > start && /\s/.test(this.text[stop - 1] ?? '')) {
      stop--;
    }
    return { ...from, endLine: from.line, endColumn: from.column + Math.max(0, stop - start) };
  }

  private lineStarts(): number[] {
    if (!this.starts) {
      this.starts = [0];
      for (let index = this.text.indexOf('\n'); index >= 0; index = this.text.indexOf('\n', index + 1)) {
        this.starts.push(index + 1);
      }
    }
    return this.starts;
  }
}
