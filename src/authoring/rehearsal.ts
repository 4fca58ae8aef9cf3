import type { Lab } from '../curriculum/lab';
import type { Sessions } from '../session/api';
import type { Judgement } from './expectations';

/**
 * A rehearsal proves that a lab's checks tell right work from wrong: on entering a step its earned checks do not pass,
 * after its solution they do, at the end everything that must hold holds again in whatever order, and each wrong
 * solution fails exactly what it names. What passed passes again as long as nothing changes: else it is flaky.
 */
export type Proof = 'entered' | 'solved' | 'repeated' | 'guide' | 'end' | 'shuffled' | 'wrong';

export interface Cell {
  /** `<catalog>/<id>`. */
  lab: string;
  proof: Proof;
  /** Step id, wrong solution's path, or which time the end state was checked. */
  subject: string;
  held: boolean;
  /** What differed, a sentence each; empty where it held. */
  differences: string[];
  /** Checks that gave the expected verdict in this cell. */
  proved: string[];
  /** Checks that passed before and, without a change, did not pass in this cell. */
  flaky: string[];
  durationMs: number;
}

export interface RehearsalOptions {
  /** Only this step's entry and solution (the steps before it are solved silently). */
  step?: string;
  /** Only this wrong solution (its `apply` path, or the last part of it). */
  wrong?: string;
  /** At most so many wrong solutions of each lab, drawn by the seed; default all. For a slice that fits a short test. */
  wrongs?: number;
  /**
   * How often what was solved is checked: the lab's end so often in random order, after each step's end once more where this is
   * above one; what holds for its step alone so often there.
   */
  repeat: number;
  /** Runs at a time. */
  jobs: number;
  /** Follow the guide as well: every runnable block, then the step's checks. */
  guide?: boolean;
  /** Seeds the random orders, so that a failure can be repeated. */
  seed: number;
  onCell?: (cell: Cell) => void;
  onProgress?: (lab: string, message: string) => void;
  signal?: AbortSignal;
}

/** Takes the judgement of what began at `since` (as `performance.now()` tells). */
export type Report = (proof: Proof, subject: string, since: number, judgement: Judgement) => void;

/** A learner's home of its own, made for one run and gone afterwards. */
export interface RehearsalStage {
  sessions: Sessions;
  /** `held`: whether everything in it was as it should be. False where it came to an end by itself, too. */
  dispose(held: boolean): Promise<void>;
}

export type OpenStage = (lab: Lab) => Promise<RehearsalStage>;
