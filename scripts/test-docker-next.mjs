// @ts-check
/**
 * Runs the tests of engines on newer Dockers than this machine's, those of Debian's later suites (26 and 28 now):
 *   npm run test:docker-next [-- trixie|forky] [-- ARGUMENTS FOR MOCHA]
 * As root, on Debian and what is made from it. Nothing is installed but what starts them; the engine that runs is left alone.
 */
import { startDocker } from './engines/docker.mjs';
import { runScript, runSuite } from './engines/run-suite.mjs';
import { ensureBaseImage } from './setup/base-image.mjs';
import { ensureEngine } from './setup/engine.mjs';
import { ensureNodeModules } from './setup/node-modules.mjs';
import { ensurePackages } from './setup/packages.mjs';
import { isRoot } from './setup/run.mjs';
import { SetupError, say, step } from './setup/say.mjs';

const suites = ['trixie', 'forky'];
const words = process.argv.slice(2).filter((word) => word !== '--yes' && word !== '--');
const only = suites.includes(words[0] ?? '') ? words.shift() : undefined;

await runScript(async () => {
  if (process.platform !== 'linux' || !isRoot()) throw new SetupError('Newer Dockers are tested on Linux, as root. Run this with `sudo`.');
  await ensureNodeModules();
  await ensurePackages(['slirp4netns', 'iproute2', 'debian-archive-keyring'], 'test with newer Dockers');
  say(`Container engine for the images: ${await ensureEngine()}`);
  await ensureBaseImage();
  let worst = 0;
  for (const suite of suites.filter((each) => only === undefined || each === only)) {
    const service = await step(`Fetching and starting the Docker of Debian ${suite} (about 70 MB)`, () => startDocker(suite));
    worst = Math.max(worst, await runSuite(service, words));
  }
  return worst;
});
