// @ts-check
/**
 * Proves labs one after the other, and writes what held into docs/curriculum.md after each:
 *   npm run rehearse:all [-- LAB…] [-- --missing] [-- --wrong] [-- --twenty] [-- --from REPORT.json…]
 * Each lab untouched, solved, checked again, its guide followed, its end in random order three times, every wrong solution.
 * --wrong does only the wrong solutions; --twenty checks what is solved in random order twenty times, without guide and mistakes. Every piece leaves
 * a report in out/rehearsals; --missing does only what has none that held. --from only writes the table, from reports of `ai-labs rehearse --json`.
 * Hours for all labs.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { listLabs, withMatrix } from './rehearse/matrix.mjs';
import { piecesOf, play, reportOf, rounds } from './rehearse/pieces.mjs';
import { repoRoot } from './setup/paths.mjs';
import { SetupError, runMain, say } from './setup/say.mjs';

const document = path.join(repoRoot, 'docs', 'curriculum.md');

await runMain(async () => {
  const { words, missing, wrong, twenty, from } = readWords();
  const labs = listLabs(path.join(repoRoot, 'labs'));
  if (from) {
    /** @type {import('./rehearse/pieces.mjs').Report[]} */
    const given = words.map((file) => JSON.parse(readFileSync(file, 'utf8')));
    for (const { id } of labs) {
      const own = given.filter(({ cells }) => cells.some(({ lab }) => lab.endsWith(`/${id}`)));
      const cells = own.flatMap((report) => report.cells).filter(({ lab }) => lab.endsWith(`/${id}`));
      if (cells.length > 0) write(labs, cells, { [id]: cost(cells, own) });
    }
    return 0;
  }
  const unknown = words.filter((word) => !labs.some(({ id }) => id === word));
  if (unknown.length > 0) throw new SetupError(`No such lab: ${unknown.join(', ')}. There are: ${labs.map(({ id }) => id).join(', ')}`);
  let good = true;
  for (const lab of labs.filter(({ id }) => words.length === 0 || words.includes(id))) {
    /** @type {import('./rehearse/pieces.mjs').Report[]} */
    const reports = [];
    for (const piece of piecesOf(lab, twenty).filter(({ proof }) => !wrong || proof === 'wrong')) {
      const earlier = missing ? reportOf(lab.id, piece) : undefined;
      const report = earlier?.cells.every(({ held }) => held) ? earlier : await play(lab.id, piece);
      for (const { proof, subject, differences } of report.cells.filter(({ held }) => !held)) say(`${lab.id}: ${proof} ${subject}: ${differences.join(' ')}`);
      reports.push(report);
    }
    const cells = reports.flatMap((report) => report.cells);
    const held = cells.filter((cell) => cell.held).length;
    say(`${lab.id}: ${held} of ${cells.length} held`);
    write(labs, twenty ? [...cells, ...green(lab.id, cells)] : cells, { [lab.id]: cost(cells, reports) });
    good &&= held === cells.length;
  }
  return good ? 0 : 1;
});

/** What was asked for. */
function readWords() {
  try {
    const flag = /** @type {const} */ ({ type: 'boolean' });
    const { values, positionals } = parseArgs({ allowPositionals: true, options: { missing: flag, wrong: flag, twenty: flag, from: flag } });
    return { words: positionals, missing: values.missing === true, wrong: values.wrong === true, twenty: values.twenty === true, from: values.from === true };
  } catch (error) {
    throw new SetupError(`${error instanceof Error ? error.message : error}\nUsage: npm run rehearse:all [-- LAB… --missing --wrong --twenty | --from REPORT.json…]`);
  }
}

/** @param {import('./rehearse/matrix.mjs').LabLine[]} labs @param {import('./rehearse/matrix.mjs').Cell[]} cells @param {Record<string, import('./rehearse/matrix.mjs').Cost>} costs */
function write(labs, cells, costs) {
  writeFileSync(document, withMatrix(readFileSync(document, 'utf8'), labs, cells, costs, new Date().toISOString().slice(0, 10)));
}

/**
 * The rounds of a run of many: every one that should have been counts, also where the run did not get so far.
 * @param {string} lab @param {import('./rehearse/pieces.mjs').Cell[]} cells
 */
function green(lab, cells) {
  const held = cells.filter((cell) => cell.proof === 'shuffled' && cell.held).length;
  return Array.from({ length: rounds }, (_, round) => ({ lab: `/${lab}`, proof: 'twenty', held: round < held, flaky: [] }));
}

/**
 * The mean time of one run of all checks that hold to the end, and the most memory that was seen.
 * @param {import('./rehearse/pieces.mjs').Cell[]} cells @param {import('./rehearse/pieces.mjs').Report[]} reports
 */
function cost(cells, reports) {
  const times = cells.filter(({ proof }) => proof === 'shuffled').map(({ durationMs }) => durationMs / 1000);
  const memory = Math.max(0, ...reports.map((report) => report.memory ?? 0));
  return {
    ...(times.length === 0 ? {} : { seconds: times.reduce((sum, time) => sum + time, 0) / times.length }),
    ...(memory === 0 ? {} : { memory }),
  };
}
