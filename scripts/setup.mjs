// @ts-check
/** Everything `npm start` and `npm test` would install, without running anything:  npm run setup [-- --yes] */
import { runMain, say } from './setup/say.mjs';
import { prepare } from './test/prepare.mjs';
import { suites } from './test/suites.mjs';

await runMain(async () => {
  await prepare(suites);
  say('Everything is in place.');
});
