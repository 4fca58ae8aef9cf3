// @ts-check
/**
 * Runs the engine port's conformance suite on Podman, with root and without:
 *   npm run test:podman [-- root|rootless] [-- ARGUMENTS FOR MOCHA]
 * Without root only the second is done.
 */
import { repoRoot } from './setup/paths.mjs';
import { ensureBaseImage } from './setup/base-image.mjs';
import { ensureEngine } from './setup/engine.mjs';
import { ensureNodeModules } from './setup/node-modules.mjs';
import { ensurePackages } from './setup/packages.mjs';
import { isRoot, onPath, show } from './setup/run.mjs';
import { SetupError, logPath, say, step } from './setup/say.mjs';
import { copyImage } from './podman/images.mjs';
import { startPodman } from './podman/service.mjs';

const packages = ['podman', 'catatonit', 'runc', 'slirp4netns', 'uidmap', 'netavark', 'aardvark-dns'];
const words = process.argv.slice(2).filter((word) => word !== '--yes' && word !== '--');
const only = words[0] === 'root' || words[0] === 'rootless' ? words.shift() : undefined;

/** @param {boolean} rootless @returns {Promise<number>} exit code */
async function test(rootless) {
  const service = await step(`Starting Podman ${rootless ? 'without root' : 'as root'}`, () => startPodman(rootless));
  try {
    await copyImage('debian:bookworm-slim', service.socket, service.folder);
    const mocha = ['--import', 'tsx', 'node_modules/mocha/bin/mocha.js', '--timeout', '120000', ...words, 'test/podman/*.test.ts'];
    const { command, args, env } = service.asUser(process.execPath, mocha, {
      AI_LABS_PODMAN_SOCKET: service.socket,
      AI_LABS_PODMAN_NAME: service.name,
    });
    return await show(command, args, { cwd: repoRoot, env });
  } finally {
    await service.stop();
  }
}

async function main() {
  if (process.platform !== 'linux') throw new SetupError('Podman is tested on Linux.');
  await ensureNodeModules();
  if (!onPath('podman') || isRoot()) await ensurePackages(packages, 'test with Podman (about 120 MB)');
  say(`Container engine for the images: ${await ensureEngine()}`);
  await ensureBaseImage();
  const kinds = [...(isRoot() ? [false] : []), true].filter((rootless) => only === undefined || rootless === (only === 'rootless'));
  let worst = 0;
  for (const rootless of kinds) worst = Math.max(worst, await test(rootless));
  return worst;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof SetupError ? `\n${error.message}\nDetails: ${logPath()}\n` : error);
  process.exitCode = 1;
}
