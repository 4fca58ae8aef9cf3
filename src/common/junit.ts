/** One row of a JUnit report. `problem` undefined: passed. */
export interface JUnitCase {
  suite: string;
  name: string;
  durationMs: number;
  problem?: { kind: 'failure' | 'error' | 'skipped'; message: string; detail?: string };
}

/**
 * JUnit XML as CI servers read it: one testsuite per suite name, in order of first appearance.
 * Format: https://github.com/testmoapp/junitxml
 */
export function junit(name: string, cases: readonly JUnitCase[]): string {
  const suites = new Map<string, JUnitCase[]>();
  for (const each of cases) {
    suites.set(each.suite, [...(suites.get(each.suite) ?? []), each]);
  }
  const lines = ['<?xml version="1.0" encoding="UTF-8"?>', `<testsuites name="${escape(name)}" ${counts(cases)}>`];
  for (const [suite, own] of suites) {
    lines.push(`  <testsuite name="${escape(suite)}" ${counts(own)}>`, ...own.map(testcase), '  </testsuite>');
  }
  return [...lines, '</testsuites>', ''].join('\n');
}

function counts(cases: readonly JUnitCase[]): string {
  const of = (kind: string): number => cases.filter((each) => each.problem?.kind === kind).length;
  const seconds = cases.reduce((total, each) => total + each.durationMs, 0) / 1000;
  return `tests="${cases.length}" failures="${of('failure')}" errors="${of('error')}" skipped="${of('skipped')}" time="${seconds.toFixed(3)}"`;
}

function testcase({ suite, name, durationMs, problem }: JUnitCase): string {
  const open = `    <testcase classname="${escape(suite)}" name="${escape(name)}" time="${(durationMs / 1000).toFixed(3)}"`;
  if (!problem) {
    return `${open}/>`;
  }
  const body = `<${problem.kind} message="${escape(problem.message)}">${escape(problem.detail ?? problem.message)}</${problem.kind}>`;
  return `${open}>${body}</testcase>`;
}

/** XML 1.0 has no way to write most control characters; they are replaced. */
function escape(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return text
    .replace(/[&<>"]/g, (character) => entities[character] ?? character)
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd');
}
