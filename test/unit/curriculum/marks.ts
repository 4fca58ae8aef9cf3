import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Problem } from '../../../src/curriculum/problem';
import { readLab } from '../../../src/curriculum/parseLab';

/** Fixture catalogs, one scenario a folder. */
export const catalogs = path.join(__dirname, '../../fixtures/catalogs');

const soundRoot = path.join(catalogs, 'sound');
export const soundFile = path.join(soundRoot, 'basics/sound-lab/lab.yaml');
export const soundText = readFileSync(soundFile, 'utf8').replace(/\r\n/g, '\n');

/** Takes the marks « and » out of a text, and says where they were: lines and columns from 1. */
export function unmark(marked: string): { text: string; range: Pick<Problem, 'line' | 'column' | 'endLine' | 'endColumn'> } {
  const start = marked.indexOf('«');
  const end = marked.indexOf('»') - 1;
  assert.ok(start >= 0 && end >= start, 'the text needs the marks « and »');
  const text = marked.replace(/[«»]/g, '');
  const at = (offset: number): { line: number; column: number } => {
    const lines = text.slice(0, offset).split('\n');
    return { line: lines.length, column: (lines.at(-1) ?? '').length + 1 };
  };
  const from = at(start);
  const to = at(end);
  return { text, range: { ...from, endLine: to.line, endColumn: to.column } };
}

/** Problems of the sound lab with other text in its lab.yaml. */
export function problemsOf(text: string): Problem[] {
  return readLab({ file: soundFile, catalog: 'sound', images: path.join(soundRoot, 'images') }, { text }).problems;
}

/**
 * Changes one place of the sound lab and expects one problem, exactly at the marks.
 * @param change what stands there, and what stands there instead, with « and » around the place of the problem
 */
export function expectProblem(change: [from: string, to: string], code: string, message: RegExp, fix?: string): Problem {
  assert.ok(soundText.includes(change[0]), `the sound lab has no ${JSON.stringify(change[0])}`);
  const { text, range } = unmark(soundText.replace(change[0], () => change[1]));
  const problems = problemsOf(text);
  assert.deepEqual(
    problems.map((problem) => ({ file: problem.file, code: problem.code, line: problem.line, column: problem.column, endLine: problem.endLine, endColumn: problem.endColumn })),
    [{ file: soundFile, code, ...range }],
    problems.map((problem) => problem.message).join('\n'),
  );
  const [problem] = problems;
  assert.ok(problem);
  assert.match(problem.message, message);
  assert.equal(problem.fix?.newText, fix);
  return problem;
}
