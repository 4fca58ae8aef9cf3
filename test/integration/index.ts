import { readdirSync } from 'node:fs';
import * as path from 'node:path';
import { format } from 'node:util';
import Mocha from 'mocha';
import CountsReporter from '../support/counts-reporter';

/**
 * Runs the suites built beside this file inside VS Code's extension host; VS Code calls it.
 * AI_LABS_GREP narrows the run to tests whose full title matches.
 */
export async function run(): Promise<void> {
  // A host that also hears everything VS Code logs asks for a mark on our lines, to tell them apart.
  const mark = process.env.AI_LABS_REPORT_MARK ?? '';
  Mocha.reporters.Base.consoleLog = (...words: unknown[]) => {
    for (const line of format(...words).split('\n')) {
      console.log(`${mark}${line}`);
    }
  };
  const mocha = new Mocha({
    ui: 'bdd',
    timeout: 60_000,
    color: false,
    reporter: CountsReporter,
    ...(process.env.AI_LABS_GREP ? { grep: process.env.AI_LABS_GREP } : {}),
  });
  for (const name of readdirSync(__dirname).filter((file) => file.endsWith('.test.js')).sort()) {
    mocha.addFile(path.join(__dirname, name));
  }
  const failures = await new Promise<number>((resolve) => mocha.run(resolve));
  if (failures > 0) {
    throw new Error(`${failures} failed`);
  }
}
