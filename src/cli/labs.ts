import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { UserError } from '../common/errors';
import { catalogRootOf } from '../curriculum/catalogRoot';
import type { LabEntry } from '../curriculum/catalog';
import type { Lab } from '../curriculum/lab';
import { hasErrors, type Problem } from '../curriculum/problem';
import type { Core } from '../core';
import { type CliContext, UsageError } from './command';

/** Whether a word of the command line names a lab's folder rather than an id. */
export function isLabFolder(word: string): boolean {
  return existsSync(path.join(word, 'lab.yaml'));
}

/** Opens the core with the catalogs of every lab that is named by its folder. */
export function coreFor(context: CliContext, words: readonly string[], home?: string): Promise<Core> {
  const catalogs = words.filter(isLabFolder).map((word) => catalogRootOf(path.resolve(word)));
  return context.core({ home, catalogs });
}

/** The catalog's entries that the words name, in their order; an id of no lab is a UsageError with the nearest id. */
export async function findEntries(core: Core, words: readonly string[], signal?: AbortSignal): Promise<LabEntry[]> {
  const snapshot = await core.catalog.load(signal);
  return words.map((word) => {
    const entry = isLabFolder(word)
      ? [...snapshot.labs, ...snapshot.shadowed].find((each) => realpathSync(each.folder) === realpathSync(word))
      : (snapshot.find(word) ?? startedEntry(core, word));
    if (!entry) {
      throw new UsageError(`There is no lab "${word}". \`ai-labs list\` shows them all.`);
    }
    return entry;
  });
}

/** A lab that was started, and that no catalog has any more: its session goes on with its own copy. */
function startedEntry({ sessions }: Core, word: string): LabEntry | undefined {
  const lab = sessions.all().map((view) => view.lab).find(({ id, identity }) => word === id || word === identity);
  return lab && { ...lab, source: 'configured', file: path.join(lab.folder, 'lab.yaml'), problems: [], lab };
}

/** Finds the labs that run. Throws the engine's UserError where it cannot be asked: what to do depends on the answer. */
export async function lookForLabs(core: Core, context: CliContext): Promise<void> {
  const trouble = await core.sessions.resume(context.signal);
  if (trouble) {
    throw trouble;
  }
}

/** The one lab that the words of a command name, with the core opened for it and its running labs found. */
export async function openLab(context: CliContext, words: readonly string[]): Promise<{ core: Core; entry: LabEntry }> {
  const [word, ...more] = words;
  if (word === undefined || more.length > 0) {
    throw new UsageError('Name one lab.');
  }
  const core = await coreFor(context, words);
  const trouble = await core.sessions.resume(context.signal);
  const [entry] = await findEntries(core, [word], context.signal);
  if (!entry) {
    throw new UsageError(`There is no lab "${word}".`);
  }
  if (trouble) {
    throw trouble;
  }
  return { core, entry };
}

/** The lab as it is on disk or, where that is broken or gone, as the session has it that began with it. */
export function playable(core: Core, entry: LabEntry): Lab {
  const kept = hasErrors(entry.problems) ? core.sessions.view(entry.identity)?.lab : undefined;
  return kept ?? usable(entry);
}

/** The lab of an entry; a broken one is refused with its first problem. */
export function usable(entry: LabEntry): Lab {
  if (entry.lab && !hasErrors(entry.problems)) {
    return entry.lab;
  }
  const first = entry.problems.find((problem) => problem.severity === 'error');
  throw new UserError(`The lab ${entry.id} has mistakes, so it cannot run.${first ? ` ${first.message}` : ''}`, {
    code: 'broken-lab',
    detail: entry.problems.map(problemLine).join('\n'),
    action: { label: 'Show problems', text: `See them all with \`ai-labs validate ${entry.folder}\`.` },
  });
}

/** `file:line:column: severity code message`, as compilers print it, so that editors and CI link it. */
export function problemLine(problem: Problem): string {
  const file = path.relative(process.cwd(), problem.file);
  const shown = file.startsWith('..') ? problem.file : file;
  return `${shown}:${problem.line}:${problem.column}: ${problem.severity}: ${problem.message} [${problem.code}]`;
}
