// @ts-check
import { existsSync, readFileSync } from 'node:fs';

/** @typedef {{passed: number, failed: number, skipped: number}} Counts */

/** @returns {Counts} */
export const none = () => ({ passed: 0, failed: 0, skipped: 0 });

/** @param {Counts} a @param {Counts} b @returns {Counts} */
export const plus = (a, b) => ({
  passed: a.passed + b.passed,
  failed: a.failed + b.failed,
  skipped: a.skipped + b.skipped,
});

/** @param {Counts} counts @returns {string} */
export const inWords = ({ passed, failed, skipped }) => `${passed} passed, ${failed} failed, ${skipped} skipped`;

/**
 * Reads what test/support/counts-reporter.ts appended.
 * @param {string} file @returns {Counts}
 */
export function readCounts(file) {
  if (!existsSync(file)) return none();
  return readFileSync(file, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line)).reduce(plus, none());
}

/**
 * Counts the cases of a JUnit report.
 * @param {string} file @returns {Counts}
 */
export function readJUnit(file) {
  if (!existsSync(file)) return none();
  const xml = readFileSync(file, 'utf8');
  const all = (xml.match(/<testcase\b/g) ?? []).length;
  const failed = (xml.match(/<(failure|error)\b/g) ?? []).length;
  const skipped = (xml.match(/<skipped\b/g) ?? []).length;
  return { passed: all - failed - skipped, failed, skipped };
}
