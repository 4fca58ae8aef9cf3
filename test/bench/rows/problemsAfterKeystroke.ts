import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'yaml';
import { LabDesk, loadReaders } from '../../../src/authoring/desk/labDesk';
import { EditedTexts } from '../../../src/authoring/desk/texts';
import type { Row } from '../measure';

const model = path.join(__dirname, '../../../labs/foundations/sagemaker-contract');
const wantedLines = 300;
/** Keystrokes a round: one alone is too short to be timed. */
const keystrokes = 20;

/** What an author waits for while typing: everything that is known of a lab, said anew after each letter. */
export const problemsAfterKeystroke: Row = {
  id: 'problems-after-keystroke',
  title: `the problems of a lab of ${wantedLines} lines with its pages and scripts, after each of ${keystrokes} keystrokes in lab.yaml`,
  against: 'parsing its YAML',
  budget: 2,
  rounds: 15,
  open: async () => {
    const root = mkdtempSync(path.join(tmpdir(), 'keystrokes-'));
    const folder = path.join(root, path.basename(model));
    cpSync(model, folder, { recursive: true });
    const file = path.join(folder, 'lab.yaml');
    let text = readFileSync(file, 'utf8');
    const missing = wantedLines - text.split('\n').length;
    text = text.replace(/^( +)hints:\n/m, (line, indent: string) => `${line}${`${indent}  - Look at what the server says.\n`.repeat(Math.max(missing, 0))}`);
    const versions = Array.from({ length: keystrokes }, (_, index) => text.replace('what the server says', (words) => words + 'x'.repeat(index + 1)));
    let typed = text;
    const desk = new LabDesk(
      { file, catalog: 'bench', images: path.join(model, '../../images') },
      await loadReaders(),
      new EditedTexts((name) => (name === file ? typed : undefined)),
    );
    return {
      subject: async () => {
        for (const version of versions) {
          typed = version;
          const { problems } = desk.look();
          if (problems.some(({ severity }) => severity === 'error')) {
            throw new Error(JSON.stringify(problems[0]));
          }
        }
      },
      yardstick: async () => {
        for (const version of versions) {
          parse(version);
        }
      },
      dispose: async () => rmSync(root, { recursive: true, force: true }),
    };
  },
};
