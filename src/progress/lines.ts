import type { Entry } from './entry';

/** A line that is not an entry this version understands. It stays in the journal. */
export interface SetAside {
  /** `torn`: no JSON object, such as half a line of a process that was killed. `unknown`: of a later version. */
  reason: 'torn' | 'unknown';
  line: string;
}

export interface ReadLines {
  entries: Entry[];
  setAside: SetAside[];
  /** Bytes that need not be read again. An unfinished last line is not among them. */
  consumed: number;
}

/**
 * Takes the whole lines of a piece of the journal. The piece begins at the start of a line. A last line without its
 * line feed is taken only where it is a whole entry: no beginning of a JSON object is itself a JSON object.
 */
export function readLines(piece: Buffer, parse: (value: unknown) => Entry | undefined): ReadLines {
  const result: ReadLines = { entries: [], setAside: [], consumed: 0 };
  const take = (line: string, last: boolean): boolean => {
    const value = parseObject(line);
    if (value === undefined) {
      if (!last) {
        result.setAside.push({ reason: 'torn', line });
      }
      return !last;
    }
    const entry = parse(value);
    if (entry) {
      result.entries.push(entry);
    } else {
      result.setAside.push({ reason: 'unknown', line });
    }
    return true;
  };
  let start = 0;
  for (let end = piece.indexOf(0x0a); end !== -1; end = piece.indexOf(0x0a, start)) {
    const line = piece.toString('utf8', start, end).trim();
    if (line !== '') {
      take(line, false);
    }
    start = end + 1;
  }
  const rest = piece.toString('utf8', start).trim();
  result.consumed = rest === '' || take(rest, true) ? (rest === '' ? start : piece.length) : start;
  return result;
}

function parseObject(line: string): object | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) {
      return undefined;
    }
    throw error;
  }
}
