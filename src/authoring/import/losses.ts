/** Something of the source that the lab has otherwise, or not at all. */
export interface Loss {
  /** `changed`: it is there in another form. `missing`: it is not. */
  kind: 'changed' | 'missing';
  /** In the source's folder, with forward slashes. */
  file: string;
  /** From 1. */
  line: number;
  /** What it was and what became of it, a sentence. */
  text: string;
}

/** Collects what could not be carried over as it is; each thing once. */
export class Losses {
  readonly all: Loss[] = [];

  changed(file: string, line: number, text: string): void {
    this.add({ kind: 'changed', file, line, text });
  }

  missing(file: string, line: number, text: string): void {
    this.add({ kind: 'missing', file, line, text });
  }

  private add(loss: Loss): void {
    if (!this.all.some(({ kind, file, line, text }) => kind === loss.kind && file === loss.file && line === loss.line && text === loss.text)) {
      this.all.push(loss);
    }
  }
}

/** IMPORT.md: what an author has to look at. `unused`: files of the source that nothing named. */
export function importReport(source: string, format: string, { all }: Losses, unused: readonly string[]): string {
  const list = (kind: Loss['kind']): string[] =>
    all.filter((loss) => loss.kind === kind).sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line))
      .map(({ file, line, text }) => `- \`${plain(file)}:${line}\` ${plain(text)}`);
  return [
    '# What the import made of it', '',
    `This lab was made of ${format} \`${plain(source)}\`. Places are those of the source.`, '',
    '## Missing', '', ...orNothing(list('missing'), 'Nothing is missing.'), '',
    '## Changed', '', ...orNothing(list('changed'), 'Nothing had to be changed.'), '',
    '## Files that nothing named', '', ...orNothing(unused.map((name) => `- \`${plain(name)}\``), 'There were none. '.trim()), '',
    '## Next', '',
    '- `ai-labs validate` names the checks that no wrong solution fails: write the mistakes people make, and a solution for each step.',
    '- Then `ai-labs rehearse --guide` proves it.', '',
  ].join('\n');
}

function orNothing(lines: readonly string[], nothing: string): readonly string[] {
  return lines.length > 0 ? lines : [nothing];
}

/** A line of text: nothing of a stranger's ends a code span's line or turns its direction. */
function plain(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]+/g, ' ').slice(0, 400);
}
