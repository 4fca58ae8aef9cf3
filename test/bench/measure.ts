/** One thing measured against its yardstick. */
export interface Row {
  id: string;
  /** What is measured, in words. */
  title: string;
  /** The yardstick, in words. */
  against: string;
  /** The ratio that must not be exceeded; left out where a row is there to be looked at. */
  budget?: number;
  /** What both sides are measured in; default milliseconds. */
  unit?: 'MB';
  /** Pairs measured, after one warm-up pair. */
  rounds: number;
  /** Makes what both sides need. Called once. */
  open(): Promise<Bench>;
}

export interface Bench {
  /** The timed work. What it returns is run afterwards, untimed, to clean up. */
  subject(): Promise<Done>;
  yardstick(): Promise<Done>;
  /** What the subject cannot be faster than, where that is near the budget or above it: its parts, done by hand. */
  floor?(): Promise<Done>;
  dispose(): Promise<void>;
}

export type Cleanup = (() => Promise<void>) | void;

/** Work that somebody nearer to it has timed, in milliseconds; or what else the row is measured in. */
export interface Timed {
  ms: number;
  cleanup?: Cleanup;
}

type Done = Cleanup | Timed;

export interface Measured {
  id: string;
  title: string;
  /** Median of the ratios pair by pair, and the least and greatest of them. */
  ratio: number;
  min: number;
  max: number;
  /** Median milliseconds of both sides: they drift with the machine, the ratio hardly does. */
  subjectMs: number;
  yardstickMs: number;
  /** Median of the floor's ratios to the yardstick. */
  floor?: number;
  against: string;
  budget?: number;
  unit?: Row['unit'];
  holds: boolean;
}

/** Subject and yardstick (and floor) in turn, so that a machine that slows down slows both. */
export async function measure(row: Row, onRound: (round: number) => void): Promise<Measured> {
  const bench = await row.open();
  const pairs: { subject: number; yardstick: number; floor: number }[] = [];
  try {
    for (let round = 0; round <= row.rounds; round += 1) {
      onRound(round);
      const subject = await time(() => bench.subject());
      const yardstick = await time(() => bench.yardstick());
      const floor = bench.floor ? await time(() => bench.floor?.() ?? Promise.resolve()) : NaN;
      if (round > 0) {
        pairs.push({ subject, yardstick, floor });
      }
    }
  } finally {
    await bench.dispose();
  }
  const ratios = pairs.map((pair) => pair.subject / pair.yardstick);
  const ratio = median(ratios);
  return {
    id: row.id, title: row.title, ratio, min: Math.min(...ratios), max: Math.max(...ratios),
    subjectMs: median(pairs.map((pair) => pair.subject)), yardstickMs: median(pairs.map((pair) => pair.yardstick)),
    ...(bench.floor ? { floor: median(pairs.map((pair) => pair.floor / pair.yardstick)) } : {}),
    against: row.against, budget: row.budget, unit: row.unit, holds: row.budget === undefined || ratio <= row.budget,
  };
}

/** Milliseconds that work took; cleans up after it. */
export async function time(work: () => Promise<Done>): Promise<number> {
  const since = performance.now();
  const done = await work();
  const took = performance.now() - since;
  const { ms, cleanup } = typeof done === 'object' ? done : { ms: took, cleanup: done };
  await cleanup?.();
  return ms;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? (sorted[middle] ?? NaN) : ((sorted[middle - 1] ?? NaN) + (sorted[middle] ?? NaN)) / 2;
}
