/** Where a command writes: results to standard output, progress and complaints to standard error. */
export interface Output {
  readonly colour: boolean;
  line(text?: string): void;
  json(value: unknown): void;
  error(text: string): void;
  /** One line that replaces the one before on a terminal; a plain line elsewhere, said once. */
  progress(text: string): void;
  /** Ends the progress line. */
  progressEnd(): void;
  style(kind: Style, text: string): string;
}

export type Style = 'good' | 'bad' | 'ours' | 'dim' | 'bold';

const codes: Record<Style, [number, number]> = { good: [32, 39], bad: [31, 39], ours: [33, 39], dim: [2, 22], bold: [1, 22] };

interface Stream {
  isTTY?: boolean;
  columns?: number;
  write(text: string): boolean;
}

/** Colour follows https://no-color.org and whether the stream is a terminal; FORCE_COLOR overrides. */
export function createOutput(stdout: Stream, stderr: Stream, environment: NodeJS.ProcessEnv): Output {
  const forced = environment.FORCE_COLOR !== undefined && environment.FORCE_COLOR !== '0';
  const colour = !environment.NO_COLOR && (forced || stdout.isTTY === true);
  let open = false;
  let last = '';
  const clear = (): void => {
    if (open) {
      stderr.write('\r\u001b[2K');
      open = false;
    }
  };
  return {
    colour,
    line: (text = '') => {
      clear();
      stdout.write(`${text}\n`);
    },
    json: (value) => {
      clear();
      stdout.write(`${JSON.stringify(value, null, 2)}\n`);
    },
    error: (text) => {
      clear();
      stderr.write(`${text}\n`);
    },
    progress: (text) => {
      if (stderr.isTTY) {
        stderr.write(`\r\u001b[2K${text.slice(0, (stderr.columns ?? 80) - 1)}`);
        open = true;
      } else if (text !== last) {
        stderr.write(`${text}\n`);
      }
      last = text;
    },
    progressEnd: clear,
    style: (kind, text) => (colour ? `\u001b[${codes[kind][0]}m${text}\u001b[${codes[kind][1]}m` : text),
  };
}

/** Columns padded to the widest cell. Style codes do not count as width. */
export function table(rows: string[][]): string {
  const width = (text: string): number => text.replace(/\u001b\[\d+m/g, '').length;
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, column) => (widths[column] = Math.max(widths[column] ?? 0, width(cell))));
  }
  return rows
    .map((row) => row.map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - width(cell))).join('  ').trimEnd())
    .join('\n');
}
