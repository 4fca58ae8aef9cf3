import * as vscode from 'vscode';
import { plainOutput } from '../../common/plainOutput';
import type { Rehearsed } from './rehearsalProcess';
import { targetOf } from './testIds';

/** Tells a run of the Testing view what a rehearsal showed of each check of a lab. */
export function tellRehearsal(run: vscode.TestRun, lab: vscode.TestItem, checks: readonly vscode.TestItem[], { cells, proofs }: Rehearsed): void {
  for (const { proof, subject, held, differences, durationMs } of cells) {
    const seconds = (durationMs / 1000).toFixed(1);
    write(run, `${held ? '✓' : '✗'} ${proof} ${subject}  ${seconds} s\n${differences.map((each) => `    ${each.split('\n').join('\n    ')}\n`).join('')}`);
  }
  const told = new Set<string>();
  for (const item of checks) {
    const id = targetOf(item.id)?.check ?? '';
    const own = cells.flatMap(({ proof, subject, differences }) =>
      differences.filter((each) => each.startsWith(`${id} `)).map((each) => ({ each, where: `${proof} ${subject}` })));
    const proof = proofs.flatMap((each) => each.checks).find((each) => each.check === id);
    own.forEach(({ each }) => told.add(each));
    if (own.length > 0) {
      run.failed(item, own.map(({ each, where }) => new vscode.TestMessage(plainOutput(`${where}: ${each}`))));
    } else if (proof && (proof.entered || proof.solved || proof.caught.length > 0)) {
      run.passed(item);
      const caught = proof.caught.length > 0 ? vscode.l10n.t('It catches {0}.', proof.caught.join(', ')) : '';
      write(run, `${item.label}: ${proof.unproven ? vscode.l10n.t('unproven, because no wrong solution fails it.') : caught}\n`, item);
    } else {
      run.skipped(item);
    }
  }
  // A solution that does not run, a lab that does not start: nobody's check.
  const others = cells.flatMap(({ proof, subject, differences }) => differences.filter((each) => !told.has(each)).map((each) => `${proof} ${subject}: ${each}`));
  if (others.length > 0) {
    run.errored(lab, others.map((each) => new vscode.TestMessage(plainOutput(each))));
  }
}

/** A run's output is a terminal: lines end with both characters. */
export function write(run: vscode.TestRun, text: string, item?: vscode.TestItem): void {
  run.appendOutput(plainOutput(text).replace(/\r?\n/g, '\r\n'), undefined, item);
}
