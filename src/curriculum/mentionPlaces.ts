import type { Mention } from './instructions';
import type { TextRange } from './textRange';

/** How many lines a paragraph is searched for what it mentions. */
const paragraph = 200;

/**
 * Where the mentions of a page stand. The Markdown parser knows the first line of a paragraph; the exact place is where
 * the text is found from there on. Ask in the order of the page: what is mentioned twice is found one after the other.
 */
export class MentionPlaces {
  private readonly lines: string[];
  /** By text: the line (from 0) and column (from 0) behind where it was found last. */
  private readonly last = new Map<string, { line: number; column: number }>();

  /** @param text of the page */
  constructor(text: string) {
    this.lines = text.split('\n');
  }

  /** The place of a mention; the whole first line of its paragraph where it is written in another way (or is empty). */
  next({ text, line }: Mention): TextRange {
    const first = line - 1;
    const last = this.last.get(text);
    for (let row = first; text !== '' && row < Math.min(this.lines.length, first + paragraph); row++) {
      const from = last && row === last.line ? last.column : 0;
      const column = last && row < last.line ? -1 : (this.lines[row] ?? '').indexOf(text, from);
      if (column >= 0) {
        this.last.set(text, { line: row, column: column + text.length });
        return { line: row + 1, column: column + 1, endLine: row + 1, endColumn: column + text.length + 1 };
      }
    }
    return { line, column: 1, endLine: line, endColumn: (this.lines[first] ?? '').trimEnd().length + 1 };
  }
}
