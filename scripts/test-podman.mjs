// @ts-check
/**
 * Runs the tests of engines on Podman, with root and without:
 *   npm run test:podman [-- root|rootless] [-- ARGUMENTS FOR MOCHA]
 * Without root only the second is done.
 */
import { startPodman } from './engines/podman.mjs';
import { runScript, runSuite } from './engines/run-suite.mjs';
import { ensureBaseImage } from './setup/base-image.mjs';
import { ensureEngine } from './setup/engine.mjs';
import { ensureNodeModules } from './setup/node-modules.mjs';
import { ensurePackages } from './setup/packages.mjs';
import { isRoot, onPath } from './setup/run.mjs';
import { SetupError, say, step } from './setup/say.mjs';

const packages = ['podman', 'catatonit', 'runc', 'slirp4netns', 'uidmap', 'netavark', 'aardvark-dns', 'iproute2'];
const words = process.argv.slice(2).filter((word) => word !== '--yes' && word !== '--');
const only = words[0] === 'root' || words[0] === 'rootless' ? words.shift() : undefined;

await runScript(async () => {
  if (process.platform !== 'linux') throw new SetupError('Podman is tested on Linux.');
  await ensureNodeModules();
  if (!onPath('podman') || isRoot()) await ensurePackages(packages, 'test with Podman (about 120 MB)');
  say(`Container engine for the images: ${await ensureEngine()}`);
  await ensureBaseImage();
  const kinds = [...(isRoot() ? [false] : []), true].filter((rootless) => only === undefined || rootless === (only === 'rootless'));
  let worst = 0;
  for (const rootless of kinds) {
    const service = await step(`Starting Podman ${rootless ? 'without root' : 'as root'}`, () => startPodman(rootless));
    worst = Math.max(worst, await runSuite(service, words));
  }
  return worst;
});
