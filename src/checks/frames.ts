/**
 * What the driver says, decoded. Its stream is the raw output of checks, cut by lines that begin with the run's secret
 * marker (32 random hex digits that nothing in the container but the driver knows):
 *
 *     <marker> <letter> <fields separated by spaces>\n
 *
 * Each such line is one write of less than PIPE_BUF, so it may appear anywhere in the raw bytes but never torn.
 */
export type Frame =
  /** The driver listens; the uid `checker` has. */
  | { kind: 'hello'; uid: number }
  /** Nothing can run: `tools NAME…`, `folder`, `space` or `chown`. */
  | { kind: 'unable'; reason: string; detail: string[] }
  | { kind: 'started'; check: number; attempt: number }
  /** Raw output that follows is this check's. */
  | { kind: 'output'; check: number }
  | { kind: 'running'; check: number; pid: number }
  /** The first half of the output is complete; what follows is its tail. */
  | { kind: 'tail'; check: number }
  /** How many bytes came after the first half, where the image's dd tells. */
  | { kind: 'counted'; check: number; bytes?: number }
  | { kind: 'ended'; check: number; code: number; why: 'ended' | 'timed-out' | 'not-started' }
  /** Raw bytes that follow are this check's report. */
  | { kind: 'report'; check: number }
  | { kind: 'done'; check: number }
  | { kind: 'blocked'; check: number; by: number }
  /** The image has no such user. */
  | { kind: 'no-user'; check: number }
  | { kind: 'end' }
  /** The marker was right and the rest was not. */
  | { kind: 'garbled'; line: string };

/** A frame is far shorter than this; more without a line feed is garbled. */
const longestFrame = 1024;

export class FrameDecoder {
  private readonly marker: Buffer;
  private pending: Buffer = Buffer.alloc(0);

  constructor(
    marker: string,
    private readonly onFrame: (frame: Frame) => void,
    private readonly onRaw: (bytes: Buffer) => void,
  ) {
    this.marker = Buffer.from(`${marker} `, 'latin1');
  }

  /** Takes the next bytes of the stream, cut anywhere. Holds back at most a frame's length. */
  push(chunk: Buffer): void {
    this.pending = this.pending.length > 0 ? Buffer.concat([this.pending, chunk]) : chunk;
    for (;;) {
      const at = this.pending.indexOf(this.marker);
      if (at < 0) {
        this.emitRaw(this.pending.length - this.partialMarker());
        return;
      }
      this.emitRaw(at);
      const end = this.pending.indexOf(0x0a);
      if (end < 0 && this.pending.length <= longestFrame) {
        return;
      }
      const stop = end < 0 || end > longestFrame ? longestFrame : end;
      const line = this.pending.subarray(this.marker.length, stop).toString('latin1');
      this.pending = this.pending.subarray(stop === end ? stop + 1 : stop);
      this.onFrame(stop === end ? parseFrame(line) : { kind: 'garbled', line });
    }
  }

  private emitRaw(length: number): void {
    if (length > 0) {
      this.onRaw(this.pending.subarray(0, length));
      this.pending = this.pending.subarray(length);
    }
  }

  /** Length of the longest end of what is pending that the marker begins with. */
  private partialMarker(): number {
    const from = Math.max(0, this.pending.length - this.marker.length + 1);
    for (let start = from; start < this.pending.length; start += 1) {
      if (this.marker.subarray(0, this.pending.length - start).equals(this.pending.subarray(start))) {
        return this.pending.length - start;
      }
    }
    return 0;
  }
}

const endings = new Map<string | undefined, 'ended' | 'timed-out' | 'not-started'>([
  ['-', 'ended'],
  ['t', 'timed-out'],
  ['m', 'not-started'],
]);

/** What each letter makes of its fields: numbers, and the words themselves. Undefined where they are not enough. */
const letters = new Map<string | undefined, (numbers: (number | undefined)[], words: string[]) => Frame | undefined>([
  ['Z', (_, words) => (words.length === 0 ? { kind: 'end' } : undefined)],
  ['X', (_, [reason, ...detail]) => (reason ? { kind: 'unable', reason, detail } : undefined)],
  ['H', ([uid]) => (uid === undefined ? undefined : { kind: 'hello', uid })],
  ['O', ([check]) => (check === undefined ? undefined : { kind: 'output', check })],
  ['T', ([check]) => (check === undefined ? undefined : { kind: 'tail', check })],
  ['C', ([check, bytes]) => (check === undefined ? undefined : { kind: 'counted', check, bytes })],
  ['R', ([check]) => (check === undefined ? undefined : { kind: 'report', check })],
  ['D', ([check]) => (check === undefined ? undefined : { kind: 'done', check })],
  ['U', ([check]) => (check === undefined ? undefined : { kind: 'no-user', check })],
  ['S', ([check, attempt]) => (check === undefined || attempt === undefined ? undefined : { kind: 'started', check, attempt })],
  ['B', ([check, by]) => (check === undefined || by === undefined ? undefined : { kind: 'blocked', check, by })],
  [
    'E',
    ([check, code], words) => {
      const why = endings.get(words[2]);
      return check === undefined || code === undefined || !why ? undefined : { kind: 'ended', check, code, why };
    },
  ],
  ['P', ([check, pid]) => (check === undefined || pid === undefined ? undefined : { kind: 'running', check, pid })],
]);

/** One line without its marker and line feed. */
export function parseFrame(line: string): Frame {
  const [letter, ...words] = line.split(' ');
  const numbers = words.map((word) => (/^\d{1,10}$/.test(word) ? Number(word) : undefined));
  return letters.get(letter)?.(numbers, words) ?? { kind: 'garbled', line };
}
