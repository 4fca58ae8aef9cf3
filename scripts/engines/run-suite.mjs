// @ts-check
import path from 'node:path';
import { pingSocket } from '../setup/engine-probe.mjs';
import { SetupError, logPath, say } from '../setup/say.mjs';
import { repoRoot } from '../setup/paths.mjs';
import { attempt, show } from '../setup/run.mjs';
import { copyImage } from './images.mjs';

/**
 * Runs the tests of other engines (test/otherEngines) on one of them, and ends it.
 * @param {import('./service.mjs').Service} service @param {string[]} words for mocha
 * @returns {Promise<number>} exit code
 */
export async function runSuite(service, words) {
  try {
    await copyImage('debian:bookworm-slim', service.socket, service.folder);
    const mocha = ['--import', 'tsx', 'node_modules/mocha/bin/mocha.js', '--timeout', '120000', ...words, 'test/otherEngines/*.test.ts'];
    const { command, args, env } = service.forTests(process.execPath, mocha, {
      AI_LABS_ENGINE_SOCKET: service.socket,
      AI_LABS_ENGINE_NAME: service.name,
    });
    const code = await show(command, args, { cwd: repoRoot, env });
    if (code !== 0 && (await pingSocket(service.socket)) !== 'answers') {
      const { output } = await attempt('tail', ['-n', '40', path.join(service.folder, 'service.log')]);
      say(`${service.name} itself does not answer any more. It said last:\n${output}`);
    }
    return code;
  } finally {
    await service.stop();
  }
}

/**
 * Runs a script to its end, and shows what a person should read.
 * @param {() => Promise<number>} main its exit code
 */
export async function runScript(main) {
  try {
    process.exitCode = await main();
  } catch (error) {
    console.error(error instanceof SetupError ? `\n${error.message}\nDetails: ${logPath()}\n` : error);
    process.exitCode = 1;
  }
}
