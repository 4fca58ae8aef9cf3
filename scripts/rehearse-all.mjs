// @ts-check
/**
 * Proves labs one after the other, and writes what held into docs/curriculum.md:
 *   npm run rehearse:all [-- LAB…] [-- --from REPORT.json…]
 * Each lab untouched, solved, checked again, its guide followed, its end in random order three times, every wrong solution.
 * --from only writes the table, from reports of `ai-labs rehearse --json`. About an hour for all labs.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { listLabs, withMatrix } from './rehearse/matrix.mjs';
import { readOptions } from './setup/arguments.mjs';
import { repoRoot } from './setup/paths.mjs';
import { attempt } from './setup/run.mjs';
import { runMain, say } from './setup/say.mjs';

/** Milliseconds that one lab may take. */
const limit = 30 * 60 * 1000;
const words = process.argv.slice(2).filter((word) => !word.startsWith('--') && word !== '');
const onlyTable = process.argv.includes('--from');

await runMain(async () => {
  if (words.length === 0) readOptions('npm run rehearse:all [-- LAB… | --from REPORT.json…]', { yes: { type: 'boolean', short: 'y' } });
  const labs = listLabs(path.join(repoRoot, 'labs'));
  const reports = path.join(repoRoot, 'out', 'rehearsals');
  mkdirSync(reports, { recursive: true });
  /** @type {import('./rehearse/matrix.mjs').Cell[]} */
  const cells = [];
  if (onlyTable) {
    for (const file of words) cells.push(...JSON.parse(readFileSync(file, 'utf8')).cells);
  } else {
    for (const { id } of labs.filter((lab) => words.length === 0 || words.includes(lab.id))) {
      const { output } = await attempt(process.execPath, ['dist/cli.js', 'rehearse', id, '--guide', '--repeat', '3', '--json'], { cwd: repoRoot, timeout: limit });
      const own = read(output);
      writeFileSync(path.join(reports, `${id}.json`), JSON.stringify({ cells: own }, null, 1));
      cells.push(...own);
      const missed = own.filter((cell) => !cell.held);
      say(`${id}: ${own.length - missed.length} of ${own.length} held${missed.map((cell) => `\n  ${cell.proof} ${cell.subject}: ${cell.differences.join(' ')}`).join('')}`);
      if (own.length === 0) cells.push({ lab: `/${id}`, proof: 'solved', held: false, flaky: [] });
    }
  }
  const document = path.join(repoRoot, 'docs', 'curriculum.md');
  writeFileSync(document, withMatrix(readFileSync(document, 'utf8'), labs, cells, new Date().toISOString().slice(0, 10)));
  return cells.length > 0 && cells.every((cell) => cell.held) ? 0 : 1;
});

/**
 * The cells in what a rehearsal printed; none where it ended before it had any.
 * @param {string} output
 * @returns {(import('./rehearse/matrix.mjs').Cell & {subject: string, differences: string[]})[]}
 */
function read(output) {
  const start = output.indexOf('{');
  try {
    return JSON.parse(output.slice(start)).cells;
  } catch (error) {
    say(`The rehearsal printed no report: ${error instanceof Error ? error.message : error}\n${output.slice(-500)}`);
    return [];
  }
}
