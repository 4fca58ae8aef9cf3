/**
 * Another process that does something with a lab, on the engine of its DOCKER_HOST: `actor.ts HOME LAB-FOLDER ACTION`.
 * Prints `done` where it gets to its end.
 */
import path from 'node:path';
import { nullLog } from '../../../src/common/log';
import { createCore } from '../../../src/core';
import { readLab } from '../../../src/curriculum/parseLab';
import { agreeable, assets } from './rig';

async function main([home = '', folder = '', action = '']: string[]): Promise<void> {
  const images = path.resolve(__dirname, '../../fixtures/images');
  const { lab } = readLab({ file: path.join(folder, 'lab.yaml'), catalog: 'test', images });
  if (!lab) {
    throw new Error(`${folder} is no lab`);
  }
  const core = createCore({ home, catalogRoots: () => [], assets, careerPath: '', log: nullLog, locale: 'en' });
  const { sessions } = core;
  await sessions.resume();
  const options = { asker: agreeable };
  const actions: Record<string, () => Promise<unknown>> = {
    start: () => sessions.start(lab, options),
    check: () => sessions.check(lab.identity, { step: 'greet' }),
    stop: () => sessions.stop(lab.identity),
    reset: () => sessions.reset(lab, options),
    remove: () => sessions.remove(lab.identity),
  };
  await actions[action]?.();
  process.stdout.write('done\n');
  core.dispose();
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exit(1);
});
