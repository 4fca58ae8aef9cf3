import { randomBytes } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { CancelledError, isCancelled } from '../common/errors';
import { junit } from '../common/junit';
import { proofsOf } from '../authoring/proofs';
import type { Cell, OpenStage } from '../authoring/rehearsal';
import type { LabEntry } from '../curriculum/catalog';
import type { Core } from '../core';
import { makeRehearsalHome } from '../session/cleanup/rehearsalHome';
import { type CliContext, type Command, exit, flag, text, wholeNumber } from './command';
import { coreFor, findEntries, usable } from './labs';
import { asCase, matrix, printCell, proofTable } from './rehearsalReport';

/** `ai-labs rehearse`: proves that labs tell right work from wrong. */
export const rehearse: Command = {
  name: 'rehearse',
  parameters: '[LAB…] [--step S] [--wrong W | --wrongs N] [--guide] [--keep] [--repeat N] [--jobs N] [--json | --junit FILE]',
  summary: 'Proves labs: each step entered and solved, the end again and shuffled, every wrong solution.',
  options: {
    step: { type: 'string' }, wrong: { type: 'string' }, wrongs: { type: 'string' }, guide: { type: 'boolean' }, keep: { type: 'boolean' }, repeat: { type: 'string' }, jobs: { type: 'string' }, seed: { type: 'string' },
    json: { type: 'boolean' }, junit: { type: 'string' },
  },
  help: {
    step: 'only this step\'s entry and solution', wrong: 'only this wrong solution',
    wrongs: 'at most so many wrong solutions of each lab, drawn by the seed',
    keep: 'leave labs up in which something did not hold, to be looked at',
    guide: 'follow the guide too: type every runnable block, then run the checks',
    repeat: 'times the end is checked in random order; above 1 (the default) each step\'s end twice: finds flaky checks', jobs: 'runs at a time (default 1)',
    seed: 'repeats the random orders of an earlier run', json: 'cells, and which check proved what, as JSON; `interrupted` where it did not come to its end', junit: 'writes a JUnit report to FILE',
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
    const kept: Kept[] = [];
    const cells: Cell[] = [];
    // What was proven before somebody had enough is told all the same.
    let interrupted = false;
    await rehearseLabs(labs, stageOpener(context, core, flag(values, 'keep') ? kept : undefined), {
      step: text(values, 'step'), wrong: text(values, 'wrong'),
      wrongs: text(values, 'wrongs') === undefined ? undefined : wholeNumber(values, 'wrongs', 0, 0),
      guide: flag(values, 'guide'), repeat: wholeNumber(values, 'repeat', 1), jobs: wholeNumber(values, 'jobs', 1), seed,
      signal: context.signal,
      onProgress: (lab, message) => context.output.progress(`${lab}: ${message}`),
      onCell: (cell) => {
        cells.push(cell);
        if (!json) {
          printCell(context.output, cell);
        }
      },
    }).catch((error: unknown) => {
      if (!isCancelled(error) && !context.signal.aborted) {
        throw error;
      }
      interrupted = true;
    });
    context.output.progressEnd();
    const report = text(values, 'junit');
    if (report !== undefined) {
      await writeFile(report, junit('rehearsal', cells.map(asCase)));
    }
    const proofs = labs.map((lab) => ({ lab: lab.identity, checks: proofsOf(lab.definition, cells.filter((cell) => cell.lab === lab.identity)) }));
    const held = cells.filter((cell) => cell.held).length;
    if (json) {
      context.output.json({ seed, cells, proofs, kept, ...(interrupted ? { interrupted } : {}) });
    } else {
      context.output.line();
      context.output.line(matrix(context.output, cells));
      const [only, ...others] = proofs;
      if (only && others.length === 0) {
        context.output.line();
        context.output.line(proofTable(context.output, only.checks));
      } else {
        proofs.forEach(({ lab, checks }) => checks.filter(({ unproven }) => unproven).forEach(({ check }) => context.output.line(`${lab}: ${check} is unproven: no wrong solution fails it`)));
      }
      for (const { lab, home, catalog } of kept) {
        context.output.line();
        context.output.line(`Left up: ai-labs shell ${lab} --home ${home} --catalog ${catalog}`);
        context.output.line(`Take it away: ai-labs stop --all --remove --home ${home}, or ai-labs clean`);
      }
      context.output.line(`${held} of ${cells.length} held (random orders: --seed ${seed})`);
    }
    if (interrupted) {
      throw new CancelledError();
    }
    return cells.length > 0 && held === cells.length ? exit.good : exit.doesNotHold;
  },
};

/** A lab that was left up. */
interface Kept {
  lab: string;
  home: string;
  /** Folder of its catalog. */
  catalog: string;
}

/**
 * Every run gets a home of its own below the learner's, because that is where the engine is known to see folders; it
 * is removed with everything in it. With `kept`, where something did not hold, it stays: Clean Up finds it.
 */
function stageOpener(context: CliContext, parent: Core, kept?: Kept[]): OpenStage {
  return async (lab) => {
    const home = await makeRehearsalHome(path.join(parent.home, '.state'));
    const root = path.dirname(lab.images);
    const core = await context.core({ home, catalogs: [root], keepsNothing: true });
    return {
      sessions: core.sessions,
      dispose: async (held) => {
        if (kept && !held && core.sessions.view(lab.identity)?.running) {
          kept.push({ lab: lab.identity, home, catalog: root });
          core.dispose();
          return;
        }
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
