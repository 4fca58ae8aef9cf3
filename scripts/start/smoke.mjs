// @ts-check
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { repoRoot } from '../setup/paths.mjs';
import { show } from '../setup/run.mjs';
import { say } from '../setup/say.mjs';

const lab = 'sagemaker-contract';
const step = 'artefact';

/**
 * The main job without a screen: a lab is started, its untouched files do not pass, its first step's solution does.
 * Nothing of it stays behind.
 * @returns {Promise<number>} 0 when all of it went as it should
 */
export async function smoke() {
  const home = await mkdtemp(path.join(tmpdir(), 'ai-labs-smoke-'));
  /** @param {string[]} words */
  const labs = (...words) =>
    show(process.execPath, ['dist/cli.js', ...words], { cwd: repoRoot, env: { ...process.env, AI_LABS_HOME: home } });
  /** @type {[string, number, string[]][]} what, the exit code it must have, the words */
  const script = [
    [`Starting ${lab}`, 0, ['run', lab, '--yes']],
    ['Checking it untouched: this must not pass', 1, ['check', lab, '--all']],
    [`Solving its first step, ${step}: this must pass`, 0, ['rehearse', lab, '--step', step]],
  ];
  // Ctrl-C goes to the command line as well, which ends tidily; then it is our turn to stop the lab.
  const wait = () => undefined;
  process.on('SIGINT', wait);
  try {
    for (const [what, expected, words] of script) {
      say(`\n== ${what}`);
      const code = await labs(...words);
      if (code !== expected) {
        say(`\n\`ai-labs ${words.join(' ')}\` ended with ${code}; ${expected} was expected.`);
        return 1;
      }
    }
    return 0;
  } finally {
    process.off('SIGINT', wait);
    await labs('stop', lab, '--remove');
    await rm(home, { recursive: true, force: true });
  }
}
