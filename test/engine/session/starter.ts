/** Another process that starts a lab: `starter.ts HOME LAB-FOLDER [IMAGES]`. Prints `ready SESSION SEED`. */
import path from 'node:path';
import { nullLog } from '../../../src/common/log';
import { createCore } from '../../../src/core';
import { agreeable, assets } from './rig';

async function main([home = '', folder = '', given = '']: string[]): Promise<void> {
  const { readLab } = await import('../../../src/curriculum/parseLab');
  const images = given || path.resolve(__dirname, '../../fixtures/images');
  const { lab } = readLab({ file: path.join(folder, 'lab.yaml'), catalog: 'test', images });
  if (!lab) {
    throw new Error(`${folder} is no lab`);
  }
  const core = createCore({ home, catalogRoots: () => [], assets, careerPath: '', log: nullLog, locale: 'en' });
  const view = await core.sessions.start(lab, { asker: agreeable });
  process.stdout.write(`${view.state.kind} ${view.running?.session} ${view.seed}\n`);
  core.dispose();
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exit(1);
});
