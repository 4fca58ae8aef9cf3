// @ts-check
/** The table of docs/curriculum.md: one row a lab, one column for each proof that a rehearsal gives. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

/**
 * A cell of `ai-labs rehearse --json`.
 * @typedef {{lab: string, proof: string, held: boolean, flaky: string[]}} Cell
 * @typedef {{id: string, stage: string, action: string, minutes: string}} LabLine
 */

/** Columns in the order of a rehearsal, and what they are called. */
const proofs = /** @type {const} */ ([
  ['entered', 'untouched'], ['solved', 'solved'], ['repeated', 'again'], ['guide', 'guide'], ['end', 'end'], ['shuffled', 'shuffled'], ['wrong', 'wrong'],
]);
const begin = '<!-- matrix -->';
const end = '<!-- /matrix -->';

/** Labs that ship, by stage and name. @param {string} folder of the catalog @returns {LabLine[]} */
export function listLabs(folder) {
  const stages = readdirSync(folder, { withFileTypes: true }).filter((each) => each.isDirectory() && each.name !== 'images');
  return stages.flatMap((stage) => readdirSync(path.join(folder, stage.name)).sort().filter((id) => existsSync(path.join(folder, stage.name, id, 'lab.yaml'))).map((id) => {
    const text = readFileSync(path.join(folder, stage.name, id, 'lab.yaml'), 'utf8');
    /** @param {string} key */
    const value = (key) => new RegExp(`^${key}: (.+)$`, 'm').exec(text)?.[1] ?? '';
    return { id, stage: stage.name, action: value('action'), minutes: value('minutes') };
  }));
}

/**
 * The document with a new table. Labs that are in no report keep their row; those without one get dashes.
 * @param {string} document @param {readonly LabLine[]} labs @param {readonly Cell[]} cells @param {string} date of these cells
 */
export function withMatrix(document, labs, cells, date) {
  const from = document.indexOf(begin);
  const to = document.indexOf(end);
  if (from < 0 || to < from) {
    throw new Error(`The document has no place for the table: ${begin} and ${end}`);
  }
  const kept = new Map(document.slice(from, to).split('\n').filter((line) => line.startsWith('| `')).map((line) => [/`([^`]+)`/.exec(line)?.[1], line]));
  const rows = labs.map((lab) => {
    const own = cells.filter((cell) => cell.lab.endsWith(`/${lab.id}`));
    return own.length > 0 ? row(lab, own, date) : kept.get(lab.id) ?? row(lab, [], '-');
  });
  const head = ['lab', 'stage', 'key action', 'minutes', ...proofs.map(([, name]) => name), 'rehearsed'];
  const table = [`| ${head.join(' | ')} |`, `|${' --- |'.repeat(head.length)}`, ...rows];
  return `${document.slice(0, from)}${begin}\n${table.join('\n')}\n${document.slice(to)}`;
}

/** @param {LabLine} lab @param {readonly Cell[]} cells @param {string} date */
function row(lab, cells, date) {
  const counts = proofs.map(([proof]) => {
    const own = cells.filter((cell) => cell.proof === proof);
    const held = own.filter((cell) => cell.held).length;
    return own.length === 0 ? '-' : held === own.length ? `${held}/${own.length}` : `**${held}/${own.length}**`;
  });
  return `| \`${lab.id}\` | ${[lab.stage, lab.action, lab.minutes, ...counts, date].join(' | ')} |`;
}
