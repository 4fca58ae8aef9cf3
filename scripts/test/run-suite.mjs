// @ts-check
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { slice } from '../rehearse/slice.mjs';
import { repoRoot } from '../setup/paths.mjs';
import { show } from '../setup/run.mjs';
import { inWords, none, plus, readCounts, readJUnit } from './counts.mjs';

/** A suite that hangs must not take the summary with it. */
const limit = 40 * 60_000;

/**
 * Runs one suite with its output on the terminal.
 * @param {import('./suites.mjs').Suite} suite
 * @param {string[]} extra further arguments for mocha (or the rehearsal)
 * @returns {Promise<import('./counts.mjs').Counts>} a suite that breaks or runs nothing has failed at least once
 */
export async function runSuite(suite, extra) {
  const scratch = await mkdtemp(path.join(tmpdir(), 'ai-labs-test-'));
  try {
    const { code, counts } = await runIn(scratch, suite, extra);
    if (counts.failed === 0 && code !== 0) {
      console.error(`The suite ${suite.name} ended with ${code} after ${inWords(counts)}.`);
      return plus(counts, { ...none(), failed: 1 });
    }
    if (counts.passed + counts.failed === 0) {
      console.error(`The suite ${suite.name} ran no test.`);
      return plus(counts, { ...none(), failed: 1 });
    }
    return counts;
  } finally {
    await rm(scratch, { recursive: true, force: true, maxRetries: 5 });
  }
}

/**
 * @param {string} scratch @param {import('./suites.mjs').Suite} suite @param {string[]} extra
 * @returns {Promise<{code: number, counts: import('./counts.mjs').Counts}>}
 */
async function runIn(scratch, suite, extra) {
  const countsFile = path.join(scratch, 'counts.jsonl');
  const env = { ...process.env, AI_LABS_COUNTS: countsFile };
  const options = { cwd: repoRoot, env, timeout: limit };
  if (suite.command) {
    const code = await show('npm', ['run', '--silent', ...suite.command], options);
    return { code, counts: code === 0 ? { ...none(), passed: 1 } : { ...none(), failed: 1 } };
  }
  if (suite.rehearse) {
    const report = path.join(scratch, 'rehearsal.xml');
    const home = path.join(scratch, 'home');
    const labs = extra.length > 0 ? extra : slice(repoRoot);
    const code = await show(
      process.execPath, ['dist/cli.js', 'rehearse', ...labs, '--jobs', '2', '--guide', '--wrongs', '3', '--seed', '1', '--junit', report, '--home', home], options,
    );
    return { code, counts: readJUnit(report) };
  }
  if (suite.inside) {
    const { runInVSCode } = await import('./inside-vscode.mjs');
    const code = await runInVSCode(suite.inside, scratch, { ...env, ...(extra[0] ? { AI_LABS_GREP: extra[0] } : {}) });
    return { code, counts: readCounts(countsFile) };
  }
  const code = await show(process.execPath, [
    '--import', 'tsx', 'node_modules/mocha/bin/mocha.js', '--reporter', 'test/support/counts-reporter.ts',
    '--timeout', suite.mocha === 'unit' ? '10000' : '120000',
    ...extra, `test/${suite.mocha}/**/*.test.ts`,
  ], options);
  return { code, counts: readCounts(countsFile) };
}
