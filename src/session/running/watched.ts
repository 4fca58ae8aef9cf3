import { type Change, mergeChanges } from '../../checks/affected';
import { CancelledError, isCancelled } from '../../common/errors';

/** One request to check what a change may have changed. */
interface WatchedRun {
  change: Change;
  /** Ends it for good: a newer one takes over, or the process ends. */
  over: AbortController;
  /** Ends this attempt at it: somebody wants to work with the lab now. */
  turn: AbortController;
}

/**
 * Checks that run by themselves: at most one run a lab. A newer one cancels the one before and takes its changes along,
 * so that nothing that changed goes unchecked; whatever a person asks for goes first, and the run begins again after it.
 */
export class WatchedRuns {
  private readonly runs = new Map<string, WatchedRun>();

  /**
   * Runs `attempt`, again and again while it only gave way. Rejects with CancelledError where a newer run has taken
   * over, or the signal fired.
   */
  async run<T>(identity: string, change: Change, signal: AbortSignal | undefined, attempt: (change: Change, signal: AbortSignal) => Promise<T>): Promise<T> {
    const before = this.runs.get(identity);
    const run: WatchedRun = { change: before ? mergeChanges(before.change, change) : change, over: new AbortController(), turn: new AbortController() };
    this.runs.set(identity, run);
    before?.over.abort();
    const over = signal ? AbortSignal.any([signal, run.over.signal]) : run.over.signal;
    try {
      for (;;) {
        run.turn = new AbortController();
        const { turn } = run;
        try {
          return await attempt(run.change, AbortSignal.any([over, turn.signal]));
        } catch (error) {
          if (!isCancelled(error) || over.aborted || !turn.signal.aborted) {
            throw over.aborted ? new CancelledError() : error;
          }
        }
      }
    } finally {
      if (this.runs.get(identity) === run) {
        this.runs.delete(identity);
      }
    }
  }

  /** Lets go of a lab for a moment; call before queueing for it, so that the run queues behind. */
  giveWay(identity: string): void {
    this.runs.get(identity)?.turn.abort();
  }

  dispose(): void {
    for (const { over } of this.runs.values()) {
      over.abort();
    }
  }
}
