import { appendFileSync } from 'node:fs';
import Mocha from 'mocha';

/** How long a process may take to end by itself after its last test, in milliseconds. */
const grace = 10_000;

/**
 * Mocha's spec report for people, and one JSON line `{passed, failed, skipped}` appended to the file that
 * AI_LABS_COUNTS names, for `npm test`, which sums the suites. A process that something keeps alive after
 * its last test is ended, and says what that was.
 */
class CountsReporter extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options?: Mocha.MochaOptions) {
    super(runner, options);
    runner.once(Mocha.Runner.constants.EVENT_RUN_END, () => {
      const { passes, failures, pending } = this.stats;
      const file = process.env.AI_LABS_COUNTS;
      if (file) {
        appendFileSync(file, `${JSON.stringify({ passed: passes, failed: failures, skipped: pending })}\n`);
      }
      setTimeout(() => {
        console.error(`Still open ${String(grace / 1000)} s after the last test: ${process.getActiveResourcesInfo().join(', ')}`);
        process.exit();
      }, grace).unref();
    });
  }
}

export = CountsReporter;
