import type { Check, Fault, Step } from '../curriculum/lab';
import { isRoot } from '../curriculum/isolation';
import { terminalService } from '../curriculum/lab';
import { parseDuration } from '../curriculum/units';
import type { ServiceFault } from '../engines/engine';
import type { CheckRequest } from './request';

/** A check with its defaults worked out. */
export interface PlannedCheck {
  step: Step;
  check: Check;
  service: string;
  /** A user of the image as Docker writes it, `checker`, or `root`. */
  user: string;
  /** Whether it runs as the learner, and so must not see hidden data. */
  asLearner: boolean;
  /** Milliseconds. */
  timeout: number;
  retry?: { for: number; every: number };
}

/** Consecutive checks of one service: one exec. A check with faults is alone in one. */
export interface Segment {
  service: string;
  checks: PlannedCheck[];
  faults: ServiceFault[];
}

const defaultTimeout = 30_000;

function planOne(request: CheckRequest, step: Step, check: Check): PlannedCheck {
  const service = check.service ?? terminalService(request.lab.definition);
  const learner = request.learner(service);
  const user = check.user === 'learner' ? learner : check.user;
  return {
    step,
    check,
    service,
    user: isRoot(user) ? 'root' : user,
    asLearner: !isRoot(user) && user.split(':')[0] === learner.split(':')[0],
    timeout: parseDuration(check.timeout) ?? defaultTimeout,
    retry: check.retry && { for: parseDuration(check.retry.for) ?? 0, every: parseDuration(check.retry.every) ?? 1000 },
  };
}

/**
 * What runs, in order: as asked for, except that a check comes after those it needs. (Rehearsal asks for random
 * orders.) A circle of needs is broken where it is met; the check met first is then blocked.
 */
export function planChecks(request: CheckRequest): PlannedCheck[] {
  const asked = new Map(request.selected.map((each) => [each.check.id, each]));
  const done = new Set<string>();
  const planned: PlannedCheck[] = [];
  const visit = (id: string): void => {
    const each = asked.get(id);
    if (!each || done.has(id)) {
      return;
    }
    done.add(id);
    each.check.needs.forEach(visit);
    planned.push(planOne(request, each.step, each.check));
  };
  for (const { check } of request.selected) {
    visit(check.id);
  }
  return planned;
}

/** Cuts where the service changes, and around checks that disturb services: declared order holds across all of them. */
export function cutIntoSegments(planned: PlannedCheck[]): Segment[] {
  const segments: Segment[] = [];
  for (const each of planned) {
    const last = segments.at(-1);
    const faults = each.check.faults.map(serviceFault);
    if (last?.service === each.service && faults.length + last.faults.length === 0) {
      last.checks.push(each);
    } else {
      segments.push({ service: each.service, checks: [each], faults });
    }
  }
  return segments;
}

function serviceFault(fault: Fault): ServiceFault {
  if ('stop' in fault) {
    return { kind: 'stop', service: fault.stop };
  }
  if ('pause' in fault) {
    return { kind: 'pause', service: fault.pause };
  }
  return 'restart' in fault ? { kind: 'restart', service: fault.restart } : { kind: 'disconnect', service: fault.disconnect };
}
