import { randomBytes } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { junit } from '../common/junit';
import type { Cell, OpenStage } from '../authoring/rehearsal';
import type { LabEntry } from '../curriculum/catalog';
import type { Core } from '../core';
import { makeRehearsalHome } from '../session/cleanup/rehearsalHome';
import { type CliContext, type Command, exit, flag, text, wholeNumber } from './command';
import { coreFor, findEntries, usable } from './labs';
import { table } from './output';

/** `ai-labs rehearse`: proves that labs tell right work from wrong. */
export const rehearse: Command = {
  name: 'rehearse',
  parameters: '[LAB…] [--step S] [--wrong W | --wrongs N] [--guide] [--repeat N] [--jobs N] [--json | --junit FILE]',
  summary: 'Proves labs: each step entered and solved, the end again and shuffled, every wrong solution.',
  options: {
    step: { type: 'string' }, wrong: { type: 'string' }, wrongs: { type: 'string' }, guide: { type: 'boolean' }, repeat: { type: 'string' }, jobs: { type: 'string' }, seed: { type: 'string' },
    json: { type: 'boolean' }, junit: { type: 'string' },
  },
  help: {
    step: 'only this step\'s entry and solution', wrong: 'only this wrong solution',
    wrongs: 'at most so many wrong solutions of each lab, drawn by the seed',
    guide: 'follow the guide too: type every runnable block, then run the checks',
    repeat: 'times the end is checked in random order, and each step\'s end in all (default 1): finds flaky checks', jobs: 'runs at a time (default 1)',
    seed: 'repeats the random orders of an earlier run', json: 'cells as JSON', junit: 'writes a JUnit report to FILE',
  },
  async run(context, words, values) {
    const core = await coreFor(context, words);
    const status = await (await core.engine()).probe(context.signal);
    if (!status.usable) {
      throw status.error;
    }
    const entries: LabEntry[] = words.length > 0
      ? await findEntries(core, words, context.signal)
      : (await core.catalog.load(context.signal)).labs.filter((entry) => entry.source === 'builtin');
    const labs = entries.map(usable);
    const { rehearse: rehearseLabs } = await import('../authoring/rehearse');
    const json = flag(values, 'json');
    const seed = wholeNumber(values, 'seed', randomBytes(4).readUInt32LE(), 0);
    const cells = await rehearseLabs(labs, stageOpener(context, core), {
      step: text(values, 'step'), wrong: text(values, 'wrong'),
      wrongs: text(values, 'wrongs') === undefined ? undefined : wholeNumber(values, 'wrongs', 0, 0),
      guide: flag(values, 'guide'), repeat: wholeNumber(values, 'repeat', 1), jobs: wholeNumber(values, 'jobs', 1), seed,
      signal: context.signal,
      onProgress: (lab, message) => context.output.progress(`${lab}: ${message}`),
      onCell: (cell) => (json ? undefined : printCell(context, cell)),
    });
    context.output.progressEnd();
    const report = text(values, 'junit');
    if (report !== undefined) {
      await writeFile(report, junit('rehearsal', cells.map(asCase)));
    }
    const held = cells.filter((cell) => cell.held).length;
    if (json) {
      context.output.json({ seed, cells });
    } else {
      context.output.line();
      context.output.line(matrix(context, cells));
      context.output.line(`${held} of ${cells.length} held (random orders: --seed ${seed})`);
    }
    return cells.length > 0 && held === cells.length ? exit.good : exit.doesNotHold;
  },
};

/**
 * Every run gets a home of its own below the learner's, because that is where the engine is known to see folders; it
 * is removed with everything in it.
 */
function stageOpener(context: CliContext, parent: Core): OpenStage {
  return async (lab) => {
    const home = await makeRehearsalHome(path.join(parent.home, '.state'));
    const root = path.dirname(lab.images);
    const core = await context.core({ home, catalogs: [root], keepsNothing: true });
    return {
      sessions: core.sessions,
      dispose: async () => {
        try {
          await core.sessions.remove(lab.identity);
        } finally {
          core.dispose();
          await rm(home, { recursive: true, force: true, maxRetries: 3 });
        }
      },
    };
  };
}

function printCell(context: CliContext, cell: Cell): void {
  const mark = cell.held ? context.output.style('good', '✓') : context.output.style('bad', '✗');
  const seconds = context.output.style('dim', `${(cell.durationMs / 1000).toFixed(1)} s`);
  context.output.line(`${mark} ${cell.lab}  ${cell.proof} ${cell.subject}  ${seconds}`);
  for (const difference of cell.differences) {
    context.output.line(`    ${difference.split('\n').join('\n    ')}`);
  }
}

/** Lab × proof, how many cells held of how many. */
function matrix(context: CliContext, cells: readonly Cell[]): string {
  const proofs = (['entered', 'solved', 'repeated', 'guide', 'end', 'shuffled', 'wrong'] as const).filter((proof) => (proof !== 'repeated' && proof !== 'guide') || cells.some((cell) => cell.proof === proof));
  const labs = [...new Set(cells.map((cell) => cell.lab))];
  const rows = labs.map((lab) => [
    lab,
    ...proofs.map((proof) => {
      const own = cells.filter((cell) => cell.lab === lab && cell.proof === proof);
      const held = own.filter((cell) => cell.held).length;
      return own.length === 0 ? '-' : context.output.style(held === own.length ? 'good' : 'bad', `${held}/${own.length}`);
    }),
  ]);
  const flaky = [...flakyChecks(cells)].map(([check, times]) => context.output.style('bad', `${check} is flaky: it passed, and ${times} ${times === 1 ? 'time' : 'times'} it did not, though nothing had changed`));
  return [table([['LAB', ...proofs.map((proof) => proof.toUpperCase())], ...rows]), ...flaky].join('\n');
}

/** Checks that passed and then did not, without a change, as `lab: check`; in how many cells. */
function flakyChecks(cells: readonly Cell[]): Map<string, number> {
  const found = new Map<string, number>();
  for (const { lab, flaky } of cells) {
    flaky.forEach((check) => found.set(`${lab}: ${check}`, (found.get(`${lab}: ${check}`) ?? 0) + 1));
  }
  return found;
}

function asCase(cell: Cell): Parameters<typeof junit>[1][number] {
  const base = { suite: cell.lab, name: `${cell.proof} ${cell.subject}`, durationMs: cell.durationMs };
  return cell.held
    ? base
    : { ...base, problem: { kind: 'failure', message: `${cell.flaky.length > 0 ? 'flaky: ' : ''}${cell.differences[0] ?? 'did not hold'}`, detail: cell.differences.join('\n') } };
}
