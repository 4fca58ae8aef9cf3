import type { CheckResult } from '../common/verdict';
import { type Check, type LabDefinition, type WrongSolution, allChecks } from '../curriculum/lab';

/** What results were expected and what came; pure, so that a rehearsal's judgement is tested without an engine. */
export interface Judgement {
  differences: string[];
  proved: string[];
}

function describe(result: CheckResult | undefined): string {
  if (!result) {
    return 'gave no verdict';
  }
  const message = result.message.trim();
  return `${result.verdict}${message ? `: ${message}` : ''}`;
}

/** On entering a step: given checks pass, earned ones fail (or wait for one that does), and none of them breaks. */
export function judgeEntry(checks: readonly Check[], results: readonly CheckResult[]): Judgement {
  const differences: string[] = [];
  const proved: string[] = [];
  for (const check of checks) {
    const result = results.find((each) => each.checkId === check.id);
    const fine = check.given
      ? result?.verdict === 'passed'
      : result?.verdict === 'failed' || result?.verdict === 'blocked' || result?.verdict === 'skipped';
    if (fine) {
      proved.push(check.id);
    } else if (check.given) {
      differences.push(`${check.id} is given, so it must pass before any work, but it ${describe(result)}`);
    } else if (result?.verdict === 'passed') {
      differences.push(`${check.id} passes before any work was done: it proves nothing, or should say \`given: true\``);
    } else {
      differences.push(`${check.id} must fail before the work is done, but it ${describe(result)}`);
    }
  }
  return { differences, proved };
}

export function judgePassing(checks: readonly Check[], results: readonly CheckResult[]): Judgement {
  const differences: string[] = [];
  const proved: string[] = [];
  for (const check of checks) {
    const result = results.find((each) => each.checkId === check.id);
    if (result?.verdict === 'passed') {
      proved.push(check.id);
    } else {
      differences.push(`${check.id} must pass here, but it ${describe(result)}`);
    }
  }
  return { differences, proved };
}

/** Exactly the named checks fail, each with a message that matches; what depends on them may be blocked. */
export function judgeWrong(wrong: WrongSolution, checks: readonly Check[], results: readonly CheckResult[]): Judgement {
  const differences: string[] = [];
  const proved: string[] = [];
  const named = new Set(Object.keys(wrong.fails));
  const excused = dependents(checks, named);
  for (const check of checks) {
    const result = results.find((each) => each.checkId === check.id);
    const pattern = wrong.fails[check.id];
    if (pattern === undefined) {
      if (result?.verdict !== 'passed' && !(result?.verdict === 'blocked' && excused.has(check.id))) {
        differences.push(`${check.id} is not named, so it must pass, but it ${describe(result)}`);
      }
    } else if (result?.verdict !== 'failed') {
      differences.push(`${check.id} must fail, but it ${describe(result)}`);
    } else if (!new RegExp(pattern, 's').test(result.message)) {
      differences.push(`${check.id} fails as named, but its message does not match /${pattern}/: ${result.message.trim()}`);
    } else {
      proved.push(check.id);
    }
  }
  return { differences, proved };
}

/** Checks that need one of `roots`, directly or not. */
function dependents(checks: readonly Check[], roots: ReadonlySet<string>): Set<string> {
  const reached = new Set(roots);
  for (let grown = true; grown; ) {
    grown = false;
    for (const check of checks) {
      if (!reached.has(check.id) && check.needs.some((need) => reached.has(need))) {
        reached.add(check.id);
        grown = true;
      }
    }
  }
  return reached;
}

/**
 * The checks that a wrong solution is judged by: those of every step up to the furthest one it names a check of (and
 * the one it is applied after); of earlier steps only what must hold to the end.
 */
export function scopeOfWrong(definition: LabDefinition, wrong: WrongSolution): Check[] {
  const index = (stepId: string | undefined): number => definition.steps.findIndex((step) => step.id === stepId);
  const named = allChecks(definition).filter(({ check }) => check.id in wrong.fails);
  const last = Math.max(0, index(wrong.after), ...named.map(({ step }) => index(step.id)));
  return allChecks(definition)
    .filter(({ step, check }) => index(step.id) === last || (index(step.id) < last && check.holds === 'lab'))
    .map(({ check }) => check);
}

/** What must be true when the lab is done. */
export function endChecks(definition: LabDefinition): Check[] {
  const lastStep = definition.steps.at(-1);
  return allChecks(definition)
    .filter(({ step, check }) => check.holds === 'lab' || step === lastStep)
    .map(({ check }) => check);
}

/** A random order in which no check comes before one it needs. `random` gives numbers in [0, 1). */
export function shuffle(checks: readonly Check[], random: () => number): Check[] {
  const left = [...checks];
  const inScope = new Set(checks.map((check) => check.id));
  const done = new Set<string>();
  const order: Check[] = [];
  while (left.length > 0) {
    const ready = left.filter((check) => check.needs.every((need) => done.has(need) || !inScope.has(need)));
    const next = ready[Math.floor(random() * ready.length)] ?? left[0];
    if (!next) {
      break;
    }
    left.splice(left.indexOf(next), 1);
    done.add(next.id);
    order.push(next);
  }
  return order;
}
