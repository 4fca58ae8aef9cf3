import { createInterface } from 'node:readline/promises';
import { type Belonging, type BelongingKind, belongingKinds, sizeOf, sizeText, sum } from '../session/cleanup/belonging';
import type { CleanUpReport } from '../session/cleanup/cleanUp';
import { type CliContext, type Command, exit, flag, UsageError } from './command';
import { table } from './output';

/** `ai-labs clean`: what the product takes on this machine, and away with what nobody misses. */
export const clean: Command = {
  name: 'clean',
  parameters: '[KIND…] [--yes] [--json]',
  summary: 'Lists what the product keeps on this machine, with sizes, and removes what you choose. Never your own files.',
  options: { yes: { type: 'boolean', short: 'y' }, json: { type: 'boolean' } },
  help: {
    yes: 'removes without asking: what nobody misses, or all of the KINDs you name',
    json: 'what there is as {key, kind, title, detail, bytes, parts, whose, offered, why?, ticked}, and what was removed',
  },
  async run(context, words, values) {
    const kinds = words.map(kindOf);
    const core = await context.core();
    // Titles of labs; an engine that is not there is told of below.
    await core.sessions.resume(context.signal).catch(() => undefined);
    const { belongings, trouble } = await core.cleanUp.list(context.signal);
    const shown = belongings.filter(({ kind }) => kinds.length === 0 || kinds.includes(kind));
    const chosen = shown.filter((each) => each.offered && (kinds.length === 0 ? each.ticked : each.whose !== 'other'));
    const json = flag(values, 'json');
    if (!json) {
      printList(context, shown, chosen);
    }
    let report: CleanUpReport | undefined;
    if (chosen.length > 0 && (flag(values, 'yes') || (!json && (await agreed(chosen))))) {
      report = await core.cleanUp.remove(chosen, (message) => context.output.progress(`${message} …`), context.signal);
      context.output.progressEnd();
    }
    const removed = report?.removals.map(({ belonging, error }) => ({ key: belonging.key, removed: !error, ...(error ? { error: error.message } : {}) }));
    if (json) {
      context.output.json({ belongings: shown, ...(trouble ? { trouble: trouble.message } : {}), ...(report ? { removed, freed: report.freed } : {}) });
    } else {
      printReport(context, report, chosen, trouble);
    }
    if (context.signal.aborted) {
      return exit.interrupted;
    }
    return trouble ? exit.couldNotRun : report?.removals.some(({ error }) => error) ? exit.doesNotHold : exit.good;
  },
};

function kindOf(word: string): BelongingKind {
  const kind = belongingKinds.find((each) => each === word);
  if (!kind) {
    throw new UsageError(`There is no kind "${word}". Kinds: ${belongingKinds.join(', ')}.`);
  }
  return kind;
}

function printList(context: CliContext, shown: readonly Belonging[], chosen: readonly Belonging[]): void {
  const { output } = context;
  if (shown.length === 0) {
    output.line('Nothing of the kind is here.');
    return;
  }
  const rows = shown.map((each) => [
    chosen.includes(each) ? output.style('bold', '[x]') : each.offered ? '[ ]' : ' - ',
    each.kind, sizeOf(each), each.title, output.style('dim', each.offered ? each.detail : `${each.detail}; ${each.why ?? ''}`),
  ]);
  output.line(table([['', 'KIND', 'SIZE', 'WHAT', ''], ...rows]));
  output.line(`${shown.length} in all, ${sizeText(sum(shown.map(({ bytes }) => bytes)) ?? 0)}.`);
}

function printReport(context: CliContext, report: CleanUpReport | undefined, chosen: readonly Belonging[], trouble: Error | undefined): void {
  const { output } = context;
  if (trouble) {
    output.error(`What is on the container engine is not listed: ${trouble.message}`);
  }
  if (!report) {
    output.line(chosen.length > 0 ? 'Nothing was removed. Say --yes to remove what is marked [x].' : 'There is nothing to remove that nobody would miss; name a KIND to remove all of it.');
    return;
  }
  const gone = report.removals.filter(({ error }) => !error);
  for (const { belonging, error } of report.removals) {
    if (error) {
      output.error(`${belonging.title} stays: ${error.message}`);
    }
  }
  output.line(`Removed ${gone.length} of ${report.removals.length}; about ${sizeText(report.freed)} freed.`);
}

/** Asks on a terminal; elsewhere nothing is removed without `--yes`. */
async function agreed(chosen: readonly Belonging[]): Promise<boolean> {
  if (!process.stdin.isTTY) {
    return false;
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await terminal.question(`Remove the ${chosen.length} marked [x]? [y/N] `)).trim());
  } finally {
    terminal.close();
  }
}
