import * as l10n from '@vscode/l10n';
import type { Criterion } from '../common/verdict';

/** As much of one test's text as a report needs. */
export const longestText = 2000;
/** As many tests of one check as are told. */
export const mostTests = 500;

/** What a check's tests came to, whatever format they were told in. */
export interface TestReport {
  /** The first `mostTests` tests, and those that failed before others. */
  criteria: Criterion[];
  /** Tests that were run, passed or not; those that were left out are not. */
  ran: number;
  /** Where every test was left out: why, as far as it is told. */
  skipped?: string;
  /** What came is not all there was: the report ends in the middle. */
  cut: boolean;
}

/** Collects tests one by one and keeps as many as are told; a failure is never the one that is left out. */
export class TestCollector {
  private readonly criteria: Criterion[] = [];
  private ran = 0;
  private reason: string | undefined;
  private skips = 0;

  add(criterion: Criterion): void {
    this.ran += 1;
    this.keep(criterion);
  }

  /** A test that was left out: it neither passed nor failed. */
  skip(criterion: string, reason: string): void {
    this.skips += 1;
    this.reason ??= reason;
    this.keep({ criterion, passed: true, found: reason ? l10n.t('skipped: {0}', reason) : l10n.t('skipped') });
  }

  /** All of them were left out at once. */
  skipAll(reason: string): void {
    this.skips += 1;
    this.reason ??= reason;
  }

  report(cut: boolean): TestReport {
    const skipped = this.ran === 0 && this.skips > 0 ? { skipped: this.reason ?? '' } : {};
    return { criteria: this.criteria, ran: this.ran, cut, ...skipped };
  }

  private keep(criterion: Criterion): void {
    if (this.criteria.length >= mostTests) {
      const passed = criterion.passed ? -1 : this.criteria.findLastIndex((each) => each.passed);
      if (passed < 0) {
        return;
      }
      this.criteria.splice(passed, 1);
    }
    this.criteria.push(criterion);
  }
}
