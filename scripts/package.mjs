// @ts-check
/**
 * Builds the extension for release and packs it:  npm run package [-- --out FILE]
 * What goes in is the allow-list in .vscodeignore; test/package holds the result to it.
 */
import path from 'node:path';
import { readOptions } from './setup/arguments.mjs';
import { ensureNodeModules } from './setup/node-modules.mjs';
import { repoRoot } from './setup/paths.mjs';
import { show } from './setup/run.mjs';
import { runMain } from './setup/say.mjs';

await runMain(async () => {
  const values = readOptions('npm run package [-- --out FILE]', { out: { type: 'string' } });
  await ensureNodeModules();
  const built = await show(process.execPath, ['esbuild.mjs', '--minify'], { cwd: repoRoot });
  if (built !== 0) return built;
  return show(process.execPath, [
    path.join('node_modules', '@vscode', 'vsce', 'vsce'), 'package', '--no-dependencies',
    // There is no public repository yet that relative links could be rewritten to.
    '--allow-missing-repository', '--no-rewrite-relative-links',
    ...(values.out ? ['--out', path.resolve(values.out)] : []),
  ], { cwd: repoRoot });
});
