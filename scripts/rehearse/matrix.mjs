// @ts-check
/** The table of docs/curriculum.md: one row a lab, one column for each proof that a rehearsal gives, and what it takes. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

/**
 * A cell of `ai-labs rehearse --json`; of a run of many rounds, each round is one of proof `twenty`.
 * @typedef {{lab: string, proof: string, held: boolean, flaky: string[]}} Cell
 * @typedef {{id: string, stage: string, action: string, minutes: string, wrong: string[]}} LabLine
 * @typedef {{seconds?: number, memory?: number}} Cost of one run of all its checks; the most its containers took, in MiB
 */

/** Columns in the order of a rehearsal, and what they are called. */
const proofs = /** @type {const} */ ([
  ['entered', 'untouched'], ['solved', 'solved'], ['repeated', 'again'], ['guide', 'guide'], ['end', 'end'], ['shuffled', 'shuffled'], ['wrong', 'wrong'],
  ['twenty', 'twenty'],
]);
const columns = ['lab', 'stage', 'key action', 'minutes', ...proofs.map(([, name]) => name), 'checks', 'memory', 'rehearsed'];
const begin = '<!-- matrix -->';
const end = '<!-- /matrix -->';

/** Labs that ship, by stage and name. @param {string} folder of the catalog @returns {LabLine[]} */
export function listLabs(folder) {
  const stages = readdirSync(folder, { withFileTypes: true }).filter((each) => each.isDirectory() && each.name !== 'images');
  return stages.flatMap((stage) => readdirSync(path.join(folder, stage.name)).sort().filter((id) => existsSync(path.join(folder, stage.name, id, 'lab.yaml'))).map((id) => {
    const text = readFileSync(path.join(folder, stage.name, id, 'lab.yaml'), 'utf8');
    /** @param {string} key */
    const value = (key) => new RegExp(`^${key}: (.+)$`, 'm').exec(text)?.[1] ?? '';
    const wrong = [...text.matchAll(/^ +- apply: (\S+)/gm)].map(([, script]) => script ?? '');
    return { id, stage: stage.name, action: value('action'), minutes: value('minutes'), wrong };
  }));
}

/**
 * The document with a new table. What the cells of a lab say nothing about stays as its row has it; what no row has is a dash.
 * @param {string} document @param {readonly LabLine[]} labs @param {readonly Cell[]} cells
 * @param {Readonly<Record<string, Cost>>} costs by lab id @param {string} date of these cells
 */
export function withMatrix(document, labs, cells, costs, date) {
  const from = document.indexOf(begin);
  const to = document.indexOf(end);
  if (from < 0 || to < from) {
    throw new Error(`The document has no place for the table: ${begin} and ${end}`);
  }
  const [head, , ...before] = document.slice(from, to).split('\n').filter((line) => line.startsWith('|')).map((line) => line.split('|').slice(1, -1).map((value) => value.trim()));
  const kept = new Map(before.map((values) => [values[0], new Map(values.map((value, index) => [head?.[index], value]))]));
  const rows = labs.map((lab) => {
    const own = cells.filter((cell) => cell.lab.endsWith(`/${lab.id}`));
    const old = kept.get(`\`${lab.id}\``);
    const fresh = new Map([...counts(own, lab), ...spent(costs[lab.id]), ...(own.length > 0 ? /** @type {const} */ ([['rehearsed', date]]) : [])]);
    const known = [`\`${lab.id}\``, lab.stage, lab.action, lab.minutes];
    return `| ${columns.map((column, index) => known[index] ?? fresh.get(column) ?? old?.get(column) ?? '-').join(' | ')} |`;
  });
  const table = [`| ${columns.join(' | ')} |`, `|${' --- |'.repeat(columns.length)}`, ...rows];
  return `${document.slice(0, from)}${begin}\n${table.join('\n')}\n${document.slice(to)}`;
}

/**
 * Held ones of all there are: of the mistakes also those that were not tried.
 * @param {readonly Cell[]} cells of one lab @param {LabLine} lab @returns {[string, string][]} by column, without those that nothing is known of
 */
function counts(cells, lab) {
  return proofs.flatMap(([proof, name]) => {
    const own = cells.filter((cell) => cell.proof === proof);
    const held = own.filter((cell) => cell.held).length;
    const count = `${held}/${proof === 'wrong' ? Math.max(own.length, lab.wrong.length) : own.length}`;
    return own.length === 0 ? [] : [[name, held === own.length ? count : `**${count}**`]];
  });
}

/** @param {Cost} [cost] @returns {[string, string][]} by column */
function spent({ seconds, memory } = {}) {
  return [
    ...(seconds === undefined ? [] : [/** @type {[string, string]} */ (['checks', `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`])]),
    ...(memory === undefined ? [] : [/** @type {[string, string]} */ (['memory', `${memory} MB`])]),
  ];
}
