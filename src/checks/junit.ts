import * as l10n from '@vscode/l10n';
import type { Criterion } from '../common/verdict';
import { longestText, TestCollector, type TestReport } from './tests';
import { placeOf } from './workspacePath';
import { readXml, type XmlEvent } from './xml';

/** The report in a script's output, where a runner was told to write it there: `--junitxml=/dev/stdout`. */
export function junitIn(output: string): string {
  const begin = output.lastIndexOf('<?xml');
  return begin >= 0 ? output.slice(begin) : output.slice(Math.max(0, output.search(/<testsuites?[\s>]/)));
}

/** One `<testcase>` while it is read. */
interface TestCase {
  attributes: Readonly<Record<string, string>>;
  /** The first of its `<failure>` and `<error>`, or its `<skipped>`. */
  outcome?: { kind: string; message: string; text: string };
  /** The name of the element inside it that is open, and how deep we are below that. */
  inside?: string;
  depth: number;
}

/**
 * The test cases of a JUnit XML report, or of several in a row, for checks with `format: junit`. `cut` where it ends in
 * the middle. A case that was left out (`<skipped>`) neither passes nor fails. What tests printed (`<system-out>`) is not
 * looked at, whatever it looks like.
 * Format: https://github.com/testmoapp/junitxml
 */
export function testsOfJunit(xml: string, workspace: string): TestReport {
  const collector = new TestCollector();
  /** Names of the elements that are open around the test cases. */
  const around: string[] = [];
  let test: TestCase | undefined;
  for (const event of readXml(xml)) {
    if (test) {
      if (readInside(test, event)) {
        finish(collector, test, workspace);
        test = undefined;
      }
    } else if (event.kind === 'open') {
      if (event.name === 'testcase' && around.length > 0) {
        test = { attributes: event.attributes, depth: 0 };
        if (event.empty) {
          finish(collector, test, workspace);
          test = undefined;
        }
      } else if (!event.empty && (around.length > 0 || event.name === 'testsuites' || event.name === 'testsuite')) {
        around.push(event.name);
      }
    } else if (event.kind === 'close' && around.at(-1) === event.name) {
      around.pop();
    }
  }
  if (test?.outcome && test.outcome.kind !== 'skipped') {
    finish(collector, test, workspace);
  }
  return collector.report(test !== undefined || around.length > 0);
}

/** Takes what is inside a test case; whether that was its end. */
function readInside(test: TestCase, event: XmlEvent): boolean {
  if (event.kind === 'text') {
    if (test.inside !== undefined && test.outcome?.kind === test.inside && test.outcome.text.length < longestText) {
      test.outcome.text += event.text.slice(0, longestText);
    }
    return false;
  }
  if (event.kind === 'close') {
    if (test.inside === undefined) {
      return event.name === 'testcase';
    }
    if (test.depth > 0) {
      test.depth -= 1;
    } else if (event.name === test.inside) {
      test.inside = undefined;
    }
    return false;
  }
  if (test.inside !== undefined) {
    test.depth += event.empty ? 0 : 1;
    return false;
  }
  const bad = event.name === 'failure' || event.name === 'error';
  if ((bad && (test.outcome === undefined || test.outcome.kind === 'skipped')) || (event.name === 'skipped' && test.outcome === undefined)) {
    test.outcome = { kind: event.name, message: event.attributes['message'] ?? '', text: '' };
  }
  if (!event.empty) {
    test.inside = event.name;
    test.depth = 0;
  }
  return false;
}

function finish(collector: TestCollector, { attributes, outcome }: TestCase, workspace: string): void {
  const name = attributes['name'] || l10n.t('a test');
  const group = attributes['classname'];
  const criterion = group && group !== name ? `${group}: ${name}` : name;
  if (outcome?.kind === 'skipped') {
    collector.skip(criterion, (outcome.message || outcome.text.trim()).slice(0, longestText));
    return;
  }
  const result: Criterion = { criterion, passed: outcome === undefined };
  if (outcome) {
    const text = outcome.text.trim();
    // What broke before a test began is often told in the text alone (pytest: "collection failure").
    const last = outcome.kind === 'error' ? (text.split('\n').at(-1) ?? '').replace(/^E\s+/, '') : '';
    const found = outcome.message ? [outcome.message, ...(last ? [last] : [])].join(': ') : text || outcome.kind;
    const pair = /expected:\s*<?(.+?)>?,?\s+but was:?\s*<?(.+?)>?\s*$/is.exec(found.slice(0, longestText));
    Object.assign(result, pair ? { expected: pair[1], found: pair[2] } : { found: found.slice(0, longestText) });
  }
  collector.add({ ...result, ...placeOf(attributes['file'], attributes['line'], workspace) });
}
