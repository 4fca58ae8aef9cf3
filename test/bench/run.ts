import { parseArgs } from 'node:util';
import { table } from '../../src/cli/output';
import { growth, growthTable } from './growth';
import { type Measured, measure } from './measure';
import { rows } from './rows';

/**
 * `npm run bench -- [ROW…] [--json] [--rounds N]`: how long things take, as ratios to what they cannot be faster than.
 * Ends with 1 where a row misses its budget, with 2 where one could not be measured: the others are measured nonetheless.
 * `growth` instead of rows: how long they take as they grow.
 */
async function main(): Promise<number> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { json: { type: 'boolean' }, rounds: { type: 'string' } },
  });
  if (positionals.includes('growth')) {
    const curves = await growth(Number(values.rounds ?? 5), (what) => console.error(what));
    console.log(values.json ? JSON.stringify({ curves }, null, 2) : growthTable(curves));
    return 0;
  }
  const chosen = positionals.length === 0 ? rows : rows.filter((row) => positionals.includes(row.id));
  const unknown = positionals.filter((id) => !rows.some((row) => row.id === id));
  if (unknown.length > 0) {
    console.error(`No row ${unknown.join(', ')}. There are: ${rows.map((row) => row.id).join(', ')}`);
    return 2;
  }
  const measured: Measured[] = [];
  const broken: string[] = [];
  for (const row of chosen) {
    const rounds = values.rounds ? Number(values.rounds) : row.rounds;
    try {
      measured.push(await measure({ ...row, rounds }, (round) => console.error(`${row.id} ${round}/${rounds}`)));
    } catch (error) {
      console.error(error);
      broken.push(row.id);
    }
  }
  if (values.json) {
    console.log(JSON.stringify({ rows: measured }, null, 2));
  } else {
    console.log(table([
      ['ROW', 'RATIO', 'MIN', 'MAX', 'FLOOR', 'BUDGET', 'HOLDS', 'MS', 'AGAINST'],
      ...measured.map((row) => [
        row.id, row.ratio.toFixed(2), row.min.toFixed(2), row.max.toFixed(2), row.floor?.toFixed(2) ?? '', String(row.budget ?? ''), row.budget === undefined ? '' : row.holds ? 'yes' : 'NO',
        `${row.subjectMs.toFixed(1)}/${row.yardstickMs.toFixed(1)}${row.unit ? ` ${row.unit}` : ''}`, row.against,
      ]),
    ]));
  }
  if (broken.length > 0) {
    console.error(`Not measured (see above): ${broken.join(', ')}`);
    return 2;
  }
  return measured.every((row) => row.holds) ? 0 : 1;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error);
    process.exit(2);
  },
);
