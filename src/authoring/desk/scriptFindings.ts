import type { LabDefinition } from '../../curriculum/lab';
import type { Problem } from '../../curriculum/problem';

/** What the endings of names promise, and the first line that keeps the promise. */
const interpreters: readonly [ending: RegExp, line: string][] = [
  [/\.py$/, '#!/usr/bin/env python3'],
  [/\.bash$/, '#!/usr/bin/env bash'],
  [/\.js$/, '#!/usr/bin/env node'],
  [/\.pl$/, '#!/usr/bin/env perl'],
  [/\.rb$/, '#!/usr/bin/env ruby'],
];

/** What bash knows and a plain sh does not, each hardly ever written for another reason. */
const bashOnly = /(?<=^|[\s;&|!])\[\[(?=\s)|<<<|(?<=\bset\b.*)\bpipefail\b/;

/** Every script that a lab names, each once, as written. */
export function scriptsOf({ prepare, setup, steps, solution }: LabDefinition): string[] {
  const all = [
    ...[...prepare, ...setup].map(({ run }) => run),
    ...steps.flatMap(({ before, solution: own, checks }) => [...before.map(({ run }) => run), own, ...checks.map(({ run }) => run)]),
    solution.run,
    ...solution.wrong.map(({ apply }) => apply),
  ];
  return [...new Set(all.filter((script) => script !== undefined))];
}

/**
 * What may surprise in a script: who runs it is said by its first line alone, and line ends of Windows are dropped only
 * from scripts, not from what else they write.
 *
 * @param file absolute path
 */
export function scriptFindings(file: string, text: string): Problem[] {
  const problems: Problem[] = [];
  const [first = '', ...rest] = text.split('\n');
  const begin = { file, line: 1, column: 1, endLine: 1, endColumn: Math.max(first.trimEnd().length + 1, 2) };
  if (!first.startsWith('#!')) {
    const line = interpreters.find(([ending]) => ending.test(file))?.[1];
    const foreign = line ? undefined : findBash([first, ...rest]);
    const wanted = line ?? (foreign && '#!/usr/bin/env bash');
    if (wanted) {
      problems.push({
        ...begin,
        ...foreign,
        severity: 'warning',
        code: 'missing-shebang',
        message: foreign
          ? 'Without a first line that says `bash` this runs with sh, which does not know this.'
          : `Without a first line like \`${wanted}\` this runs with sh.`,
        fix: { title: `Begin with ${wanted}`, newText: `${wanted}\n`, line: 1, column: 1, endLine: 1, endColumn: 1 },
      });
    }
  }
  if (text.includes('\r\n')) {
    problems.push({
      ...begin,
      severity: 'information',
      code: 'crlf',
      message: 'The lines of this script end as on Windows. That is mended when it runs, but not in what it writes. Save it with LF.',
    });
  }
  return problems;
}

function findBash(lines: readonly string[]): Pick<Problem, 'line' | 'column' | 'endLine' | 'endColumn'> | undefined {
  for (const [index, line] of lines.entries()) {
    const found = /^\s*#/.test(line) ? null : bashOnly.exec(line);
    if (found) {
      const column = found.index + 1;
      return { line: index + 1, column, endLine: index + 1, endColumn: column + found[0].length };
    }
  }
  return undefined;
}
