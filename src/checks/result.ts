import * as l10n from '@vscode/l10n';
import type { CheckResult, Verdict } from '../common/verdict';
import { junitIn, testsOfJunit } from './junit';
import { blockedMessage, erroredMessage, failedMessage, skippedMessage, timedOutMessage, tooSlowMessage } from './message';
import type { Output } from './output';
import type { PlannedCheck } from './plan';
import { longestReport, parseReport, type Report } from './report';
import { testsOfTap } from './tap';
import type { TestReport } from './tests';

/** How a check's script came to its end, as the driver saw it. */
export interface Ending {
  code: number;
  why: 'ended' | 'timed-out' | 'not-started';
  output: Output;
  report: Buffer;
  durationMs: number;
}

function base(planned: PlannedCheck, verdict: Verdict, message: string): CheckResult {
  const { check, step } = planned;
  return {
    checkId: check.id,
    stepId: step.id,
    title: check.title,
    verdict,
    message,
    criteria: [],
    output: '',
    truncated: false,
    durationMs: 0,
    ...(check.docs ? { docs: check.docs } : {}),
  };
}

/** A check that was not run because another has not passed. */
export function blockedResult(planned: PlannedCheck, title: string): CheckResult {
  return base(planned, 'blocked', blockedMessage(title));
}

/** A check that could not be judged through no fault of the learner's. */
export function erroredResult(planned: PlannedCheck, cause: string, known: Partial<CheckResult> = {}): CheckResult {
  return { ...base(planned, 'errored', erroredMessage(cause)), ...known };
}

/** A report, and the tests that the script told, where its format says that it does. */
type Told = Report & { tests?: TestReport };

function judge(planned: PlannedCheck, ending: Ending, report: Told, text: string): { verdict: Verdict; message: string } {
  const { check } = planned;
  const { code, why } = ending;
  if (why === 'not-started') {
    return { verdict: 'errored', message: erroredMessage(l10n.t("the script's interpreter is not in the image of the service “{0}”", planned.service)) };
  }
  if (why === 'timed-out') {
    return check.onTimeout === 'fail'
      ? { verdict: 'failed', message: tooSlowMessage(check.timeout, report.criteria, text) }
      : { verdict: 'timedOut', message: timedOutMessage(check.timeout, text) };
  }
  if (code === 0) {
    return judgeTests(check.format, report, text);
  }
  if (code === 77) {
    return { verdict: 'skipped', message: skippedMessage(text) };
  }
  if (code === 70 && report.errored !== undefined) {
    return { verdict: 'errored', message: erroredMessage(report.errored) };
  }
  const [invalid] = report.invalid;
  if (report.criteria.length === 0 && text.trim() === '' && invalid !== undefined) {
    return { verdict: 'errored', message: erroredMessage(l10n.t('its report has a line that is no criterion: {0}', invalid)) };
  }
  return { verdict: 'failed', message: failedMessage(report.criteria, text, code) };
}

/**
 * A script that ended well. Of those that report tests, some end well whatever their tests say, so the tests decide; one
 * that should have reported and did not has not tested anything, and one whose tests were all left out has not either.
 */
function judgeTests(format: PlannedCheck['check']['format'], { criteria, tests }: Told, text: string): { verdict: Verdict; message: string } {
  if (!tests) {
    return { verdict: 'passed', message: '' };
  }
  if (criteria.some(({ passed }) => !passed)) {
    return { verdict: 'failed', message: failedMessage(criteria, text, 0) };
  }
  if (tests.cut) {
    const what = format === 'tap' ? l10n.t('only a part of its TAP output came, so not all of its tests are known') : l10n.t('only a part of its JUnit report came, so not all of its tests are known');
    return { verdict: 'errored', message: erroredMessage(what) };
  }
  if (tests.skipped !== undefined) {
    return { verdict: 'skipped', message: skippedMessage(tests.skipped) };
  }
  if (tests.ran === 0) {
    const where = format === 'tap' ? l10n.t('its output has no TAP lines') : l10n.t('there is no JUnit report in LAB_REPORT or in its output');
    return { verdict: 'errored', message: erroredMessage(where) };
  }
  return { verdict: 'passed', message: '' };
}

function reportOf({ check }: PlannedCheck, ending: Ending, text: string, workspace: string): Told {
  const report = parseReport(ending.report, workspace);
  const { truncated } = ending.output;
  if (check.format === 'tap') {
    const tests = testsOfTap(text, workspace, truncated);
    return { ...report, tests, criteria: [...tests.criteria, ...report.criteria] };
  }
  if (check.format === 'junit') {
    const written = ending.report.toString('utf8');
    const inReport = written.includes('<testsuite');
    const tests = testsOfJunit(inReport ? written : junitIn(text), workspace);
    const cut = tests.cut || (inReport ? ending.report.length >= longestReport : truncated);
    return { criteria: tests.criteria, errored: report.errored, invalid: [], tests: { ...tests, cut } };
  }
  return report;
}

/** The verdict on a script that ran, or was to be run. `workspace` is the learner's folder in the container. */
export function resultOf(planned: PlannedCheck, ending: Ending, workspace: string): CheckResult {
  const text = ending.output.text;
  const report = reportOf(planned, ending, text, workspace);
  const { verdict, message } = judge(planned, ending, report, text);
  return {
    ...base(planned, verdict, message),
    criteria: report.criteria,
    output: text,
    truncated: ending.output.truncated,
    ...(ending.why === 'ended' ? { exitCode: ending.code } : {}),
    durationMs: ending.durationMs,
  };
}
