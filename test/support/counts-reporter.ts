import { appendFileSync } from 'node:fs';
import Mocha from 'mocha';

/** How long a process may take to end by itself after its last test, in milliseconds. */
const grace = 10_000;

function count(passed: number, failed: number, skipped: number): void {
  const file = process.env.AI_LABS_COUNTS;
  if (file) {
    appendFileSync(file, `${JSON.stringify({ passed, failed, skipped })}\n`);
  }
}

/**
 * Mocha's spec report for people, and JSON lines `{passed, failed, skipped}` appended to the file that
 * AI_LABS_COUNTS names, for `npm test`, which sums them up. A process that something keeps alive after its
 * last test is ended, says what that was, and counts as one failure more.
 */
class CountsReporter extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options?: Mocha.MochaOptions) {
    super(runner, options);
    runner.once(Mocha.Runner.constants.EVENT_RUN_END, () => {
      const { passes, failures, pending } = this.stats;
      count(passes, failures, pending);
      setTimeout(() => {
        console.error(`Still open ${String(grace / 1000)} s after the last test: ${process.getActiveResourcesInfo().join(', ')}`);
        count(0, 1, 0);
        process.exit(1);
      }, grace).unref();
    });
  }
}

export = CountsReporter;
