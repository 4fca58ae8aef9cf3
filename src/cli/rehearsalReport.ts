import path from 'node:path';
import type { CheckProof } from '../authoring/proofs';
import type { Cell } from '../authoring/rehearsal';
import type { junit } from '../common/junit';
import { type Output, table } from './output';

export function printCell(output: Output, cell: Cell): void {
  const mark = cell.held ? output.style('good', '✓') : output.style('bad', '✗');
  const seconds = output.style('dim', `${(cell.durationMs / 1000).toFixed(1)} s`);
  output.line(`${mark} ${cell.lab}  ${cell.proof} ${cell.subject}  ${seconds}`);
  for (const difference of cell.differences) {
    output.line(`    ${difference.split('\n').join('\n    ')}`);
  }
}

/** Lab × proof, how many cells held of how many. */
export function matrix(output: Output, cells: readonly Cell[]): string {
  const proofs = (['entered', 'solved', 'repeated', 'guide', 'end', 'shuffled', 'wrong'] as const).filter((proof) => (proof !== 'repeated' && proof !== 'guide') || cells.some((cell) => cell.proof === proof));
  const labs = [...new Set(cells.map((cell) => cell.lab))];
  const rows = labs.map((lab) => [
    lab,
    ...proofs.map((proof) => {
      const own = cells.filter((cell) => cell.lab === lab && cell.proof === proof);
      const held = own.filter((cell) => cell.held).length;
      return own.length === 0 ? '-' : output.style(held === own.length ? 'good' : 'bad', `${held}/${own.length}`);
    }),
  ]);
  const flaky = [...flakyChecks(cells)].map(([check, times]) => output.style('bad', `${check} is flaky: it passed, and ${times} ${times === 1 ? 'time' : 'times'} it did not, though nothing had changed`));
  return [table([['LAB', ...proofs.map((proof) => proof.toUpperCase())], ...rows]), ...flaky].join('\n');
}

/** Which check of a lab proved what. */
export function proofTable(output: Output, proofs: readonly CheckProof[]): string {
  const yes = (holds: boolean): string => (holds ? output.style('good', '✓') : output.style('dim', '-'));
  const rows = proofs.map(({ check, entered, solved, caught, unproven }) => [
    check, yes(entered), yes(solved),
    unproven ? output.style('ours', 'unproven: no wrong solution fails it') : caught.map((each) => path.posix.basename(each)).join(', ') || output.style('dim', '-'),
  ]);
  return table([['CHECK', 'FAILS BEFORE', 'PASSES AFTER', 'CATCHES'], ...rows]);
}

/** Checks that passed and then did not, without a change, as `lab: check`; in how many cells. */
function flakyChecks(cells: readonly Cell[]): Map<string, number> {
  const found = new Map<string, number>();
  for (const { lab, flaky } of cells) {
    flaky.forEach((check) => found.set(`${lab}: ${check}`, (found.get(`${lab}: ${check}`) ?? 0) + 1));
  }
  return found;
}

export function asCase(cell: Cell): Parameters<typeof junit>[1][number] {
  const base = { suite: cell.lab, name: `${cell.proof} ${cell.subject}`, durationMs: cell.durationMs };
  return cell.held
    ? base
    : { ...base, problem: { kind: 'failure', message: `${cell.flaky.length > 0 ? 'flaky: ' : ''}${cell.differences[0] ?? 'did not hold'}`, detail: cell.differences.join('\n') } };
}
