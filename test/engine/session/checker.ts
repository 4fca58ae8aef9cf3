/** Another process that checks a lab that runs: `checker.ts HOME LAB-FOLDER CHECK`. Prints `begun`, then the verdict. */
import path from 'node:path';
import { nullLog } from '../../../src/common/log';
import { createCore } from '../../../src/core';
import { readLab } from '../../../src/curriculum/parseLab';
import { assets } from './rig';

async function main([home = '', folder = '', check = '']: string[]): Promise<void> {
  const images = path.resolve(__dirname, '../../fixtures/images');
  const { lab } = readLab({ file: path.join(folder, 'lab.yaml'), catalog: 'test', images });
  if (!lab) {
    throw new Error(`${folder} is no lab`);
  }
  const core = createCore({ home, catalogRoots: () => [], assets, careerPath: '', log: nullLog, locale: 'en' });
  await core.sessions.resume();
  const { results } = await core.sessions.check(lab.identity, { check, onStarted: () => process.stdout.write('begun\n') });
  process.stdout.write(`${results.map(({ verdict }) => verdict).join(' ')}\n`);
  core.dispose();
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exit(1);
});
