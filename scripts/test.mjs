// @ts-check
/**
 * Runs the tests, from nothing if need be:  npm test [-- SUITE... [-- ARGUMENTS FOR IT]]
 * The last line is `N passed, N failed, N skipped`; the exit code is 0 only when nothing failed.
 */
import { inWords, none, plus } from './test/counts.mjs';
import { prepare } from './test/prepare.mjs';
import { runSuite } from './test/run-suite.mjs';
import { suites } from './test/suites.mjs';
import { SetupError, logPath, say } from './setup/say.mjs';

const words = process.argv.slice(2).filter((word) => word !== '--yes');
const border = words.indexOf('--');
const names = border < 0 ? words : words.slice(0, border);
const extra = border < 0 ? [] : words.slice(border + 1);

async function main() {
  const unknown = names.filter((name) => !suites.some((suite) => suite.name === name));
  if (unknown.length > 0) {
    console.error(`There is no suite ${unknown.join(', ')}. Suites: ${suites.map((suite) => suite.name).join(', ')}`);
    return { ...none(), failed: 1 };
  }
  const chosen = suites.filter((suite) => names.length === 0 || names.includes(suite.name));
  const able = chosen.filter((suite) => suite.platforms?.includes(process.platform) ?? true);
  for (const suite of chosen.filter((each) => !able.includes(each))) {
    say(`Left out on ${process.platform}: ${suite.name}`);
  }
  await prepare(able);
  let total = none();
  /** @type {string[]} */
  const table = [];
  for (const suite of able) {
    say(`\n== ${suite.name}`);
    const started = Date.now();
    const counts = await runSuite(suite, extra);
    total = plus(total, counts);
    const seconds = Math.round((Date.now() - started) / 1000);
    table.push(`  ${suite.name.padEnd(20)} ${inWords(counts)}  (${seconds} s)`);
  }
  say(`\n${table.join('\n')}\n`);
  return total;
}

let total;
try {
  total = await main();
} catch (error) {
  console.error(error instanceof SetupError ? `\n${error.message}\nDetails: ${logPath()}\n` : error);
  total = { ...none(), failed: 1 };
}
console.log(inWords(total));
process.exitCode = total.failed > 0 ? 1 : 0;
