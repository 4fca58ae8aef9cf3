import type { CheckResult, Verdict } from '../common/verdict';
import { criteriaOfJunit } from './junit';
import { blockedMessage, erroredMessage, failedMessage, skippedMessage, timedOutMessage, tooSlowMessage } from './message';
import type { Output } from './output';
import type { PlannedCheck } from './plan';
import { parseReport, type Report } from './report';
import { criteriaOfTap } from './tap';

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

function judge(planned: PlannedCheck, ending: Ending, report: Report, text: string): { verdict: Verdict; message: string } {
  const { check } = planned;
  const { code, why } = ending;
  if (why === 'not-started') {
    return { verdict: 'errored', message: erroredMessage(`the script's interpreter is not in the image of the service “${planned.service}”`) };
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
    return { verdict: 'errored', message: erroredMessage(`its report has a line that is no criterion: ${invalid}`) };
  }
  return { verdict: 'failed', message: failedMessage(report.criteria, text, code) };
}

/**
 * A script that ended well. Of those that report tests, some end well whatever their tests say, so the tests decide; one
 * that should have reported and did not has not tested anything.
 */
function judgeTests(format: PlannedCheck['check']['format'], report: Report, text: string): { verdict: Verdict; message: string } {
  if (format === 'exit' || (report.criteria.length > 0 && report.criteria.every(({ passed }) => passed))) {
    return { verdict: 'passed', message: '' };
  }
  if (report.criteria.length === 0) {
    const where = format === 'tap' ? 'its output has no TAP lines' : 'it wrote no JUnit report to LAB_REPORT';
    return { verdict: 'errored', message: erroredMessage(where) };
  }
  return { verdict: 'failed', message: failedMessage(report.criteria, text, 0) };
}

function reportOf({ check }: PlannedCheck, ending: Ending, text: string, workspace: string): Report {
  if (check.format === 'junit') {
    return { criteria: criteriaOfJunit(ending.report.toString('utf8')), invalid: [] };
  }
  const report = parseReport(ending.report, workspace);
  return check.format === 'tap' ? { ...report, criteria: [...criteriaOfTap(text), ...report.criteria] } : report;
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
