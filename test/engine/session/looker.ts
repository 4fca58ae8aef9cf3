/** Another window, as a process: `looker.ts HOME LAB-FOLDER`. Prints a line whenever state or progress of the lab look different. */
import path from 'node:path';
import { nullLog } from '../../../src/common/log';
import { createCore } from '../../../src/core';
import { readLab } from '../../../src/curriculum/parseLab';
import { assets } from './rig';

async function main([home = '', folder = '']: string[]): Promise<void> {
  const images = path.resolve(__dirname, '../../fixtures/images');
  const { lab } = readLab({ file: path.join(folder, 'lab.yaml'), catalog: 'test', images });
  if (!lab) {
    throw new Error(`${folder} is no lab`);
  }
  const core = createCore({ home, catalogRoots: () => [], assets, careerPath: '', log: nullLog, locale: 'en' });
  let last = '';
  const tell = (): void => {
    const view = core.sessions.view(lab.identity);
    const line = `${core.sessions.state(lab.identity).kind} ${view?.currentStep ?? '-'}\n`;
    if (line !== last) {
      process.stdout.write(line);
      last = line;
    }
  };
  core.sessions.onDidChange(tell);
  await core.sessions.resume();
  tell();
  process.stdin.resume().on('end', () => core.dispose());
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exit(1);
});
