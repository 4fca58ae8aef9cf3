// @ts-check
/**
 * Makes `ai-architect-labs-VERSION.vsix`: builds minified, then packs what `.vscodeignore` allows. `--out FILE` names
 * another file; `--without-labs` leaves the labs out, to see what the product itself weighs.
 */
import { execFile } from 'node:child_process';
import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs, promisify } from 'node:util';

const run = promisify(execFile);
const root = path.dirname(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname));
const { values } = parseArgs({ options: { out: { type: 'string' }, 'without-labs': { type: 'boolean' } } });

const manifest = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
const out = path.resolve(values.out ?? `${manifest.name}-${manifest.version}.vsix`);
const ignore = path.join(root, `.vscodeignore-${process.pid}`);

await rm(path.join(root, 'dist'), { recursive: true, force: true });
await run(process.execPath, ['esbuild.mjs', '--minify'], { cwd: root });
const allowed = await readFile(path.join(root, '.vscodeignore'), 'utf8');
await writeFile(ignore, values['without-labs'] ? allowed.replace('!labs/**\n', '') : allowed);
try {
  const vsce = path.join(root, 'node_modules', '@vscode', 'vsce', 'vsce');
  const words = ['package', '--no-dependencies', '--allow-missing-repository', '--ignoreFile', ignore, '--out', out];
  const { stderr } = await run(process.execPath, [vsce, ...words], { cwd: root, maxBuffer: 2 ** 26 });
  if (/warning/i.test(stderr)) {
    console.error(stderr.trim());
  }
} finally {
  await rm(ignore, { force: true });
}
console.log(`${out} ${((await stat(out)).size / 1024).toFixed(0)} KiB`);
