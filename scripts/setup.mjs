// @ts-check
import { ensureBaseImage } from './setup/base-image.mjs';
import { ensureEngine } from './setup/engine.mjs';
import { runMain } from './setup/say.mjs';

await runMain(async () => {
  await ensureEngine();
  await ensureBaseImage();
});
