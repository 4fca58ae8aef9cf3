// @ts-check
/** A lab's rehearsal in pieces, each with a report of its own, so that one that did not hold or not end is done again alone. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { repoRoot } from '../setup/paths.mjs';
import { attempt } from '../setup/run.mjs';
import { watchMemory } from './memory.mjs';

/** Milliseconds that one piece may take. */
const limit = 30 * 60 * 1000;
/** Solved runs of all checks that have to be green for a lab to count as steady. */
export const rounds = 20;

/**
 * @typedef {import('./matrix.mjs').Cell & {subject: string, differences: string[], durationMs: number}} Cell
 * @typedef {{cells: Cell[], memory?: number}} Report memory in MiB
 * @typedef {{name: string, proof: string, words: string[]}} Piece
 */

/**
 * What a lab is proven by: its solution and guide, and each mistake; or, `steady`, its solution checked over and over.
 * @param {import('./matrix.mjs').LabLine} lab @param {boolean} steady
 * @returns {Piece[]}
 */
export function piecesOf(lab, steady) {
  if (steady) return [{ name: 'twenty', proof: 'twenty', words: ['--wrongs', '0', '--repeat', String(rounds)] }];
  const walk = { name: 'walk', proof: 'solved', words: ['--wrongs', '0', '--guide', '--repeat', '3'] };
  return [walk, ...lab.wrong.map((script) => ({ name: path.basename(script), proof: 'wrong', words: ['--wrong', script] }))];
}

/** @param {string} lab id */
const folderOf = (lab) => path.join(repoRoot, 'out', 'rehearsals', lab);

/** The report of an earlier run, if there is one. @param {string} lab @param {Piece} piece @returns {Report | undefined} */
export function reportOf(lab, piece) {
  const file = path.join(folderOf(lab), `${piece.name}.json`);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

/** @param {string} lab @param {Piece} piece @returns {Promise<Report>} also kept in out/ */
export async function play(lab, piece) {
  const file = path.join(folderOf(lab), `${piece.name}.json`);
  mkdirSync(folderOf(lab), { recursive: true });
  rmSync(file, { force: true });
  const memory = piece.proof === 'wrong' ? undefined : watchMemory(lab);
  const { output } = await attempt(process.execPath, ['dist/cli.js', 'rehearse', lab, ...piece.words, '--json'], { cwd: repoRoot, timeout: limit });
  const most = await memory?.stop();
  const report = { cells: read(output, lab, piece), ...(most === undefined ? {} : { memory: Math.round(most) }) };
  writeFileSync(file, JSON.stringify(report, null, 1));
  return report;
}

/** The cells in what a rehearsal printed; one that did not hold where it ended before it had any. @param {string} output @param {string} lab @param {Piece} piece @returns {Cell[]} */
function read(output, lab, piece) {
  try {
    const { cells } = JSON.parse(output.slice(output.indexOf('{\n')));
    if (cells.length > 0) return cells;
  } catch {
    // What it said instead is told below.
  }
  return [{ lab: `/${lab}`, proof: piece.proof, subject: piece.name, held: false, flaky: [], differences: [`it gave no report: ${output.trim().slice(-500)}`], durationMs: 0 }];
}
