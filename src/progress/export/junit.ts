import { type JUnitCase, junit } from '../../common/junit';
import type { CheckEvidence, Evidence } from './evidence';

/**
 * A JUnit report: a suite a lab, a case a check with its last verdict. A check that never ran, was skipped or waits for
 * another is `skipped`; one of ours that broke or ran out of time is an `error`.
 */
export function junitOfEvidence(evidence: Evidence): string {
  const cases = evidence.labs.flatMap((lab) =>
    lab.steps.flatMap((step) =>
      step.checks.map((check): JUnitCase => ({ suite: lab.identity, name: `${step.title}: ${check.title}`, durationMs: 0, problem: problem(check) })),
    ),
  );
  return junit(`${evidence.path} (self-attested)`, cases);
}

function problem({ verdict, message = '' }: CheckEvidence): JUnitCase['problem'] {
  switch (verdict) {
    case 'passed':
      return undefined;
    case 'failed':
      return { kind: 'failure', message };
    case 'errored':
    case 'timedOut':
      return { kind: 'error', message };
    default:
      return { kind: 'skipped', message: verdict ? message : 'not run yet' };
  }
}
