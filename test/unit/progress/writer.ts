/** A process that appends to a journal: `writer.ts FILE LAB COUNT`. */
import { nullLog } from '../../../src/common/log';
import { Journal } from '../../../src/progress/journal';

async function main([file = '', lab = '', count = '0']: string[]): Promise<void> {
  const journal = new Journal(file, nullLog);
  for (let hint = 0; hint < Number(count); hint++) {
    await journal.append({ kind: 'hint-shown', lab, step: 'x'.repeat(hint * 37), hint });
  }
  journal.dispose();
}

void main(process.argv.slice(2));
