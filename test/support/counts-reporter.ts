import { appendFileSync } from 'node:fs';
import Mocha from 'mocha';

/**
 * Mocha's spec report for people, and one JSON line `{passed, failed, skipped}` appended to the file that
 * AI_LABS_COUNTS names, for `npm test`, which sums the suites.
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
    });
  }
}

export = CountsReporter;
