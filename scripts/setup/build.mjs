// @ts-check
import { repoRoot } from './paths.mjs';
import { run } from './run.mjs';
import { step } from './say.mjs';

/**
 * Builds what ships into dist/ and, when asked, the suites for VS Code into out/. Takes about a second, so
 * nobody has to wonder whether it is up to date.
 * @param {{tests?: boolean}} [options]
 */
export async function build({ tests = false } = {}) {
  await step('Building the extension', () =>
    run('build the extension', process.execPath, ['esbuild.mjs', ...(tests ? ['--tests'] : [])], { cwd: repoRoot }),
  );
}
