import type { CheckResult, Verdict } from '../common/verdict';
import { type Check, type LabDefinition, type WrongSolution, allChecks } from '../curriculum/lab';

/** What results were expected and what came; pure, so that a rehearsal's judgement is tested without an engine. */
export interface Judgement {
  differences: string[];
  proved: string[];
  /** Checks that passed and then did not, without a change. */
  flaky: string[];
}

/** What became of a check, after its name, and what its author does about it where it should have been otherwise. */
const said: Readonly<Record<Verdict, { word: string; next?: string }>> = {
  passed: { word: 'passed' },
  failed: { word: 'failed' },
  errored: { word: 'broke (errored)', next: 'Mend the check or its image: as it is, nobody can pass it.' },
  timedOut: { word: 'timed out', next: 'Give it less to do or a longer timeout, or say `onTimeout: fail` where slowness is the learner\'s.' },
  skipped: { word: 'was skipped', next: 'Make it apply here, or say `optional: true`: without a required check no step is complete.' },
  blocked: { word: 'was blocked', next: 'See to the check it needs first.' },
};

function describe(result: CheckResult | undefined): string {
  if (!result) {
    return 'gave no verdict';
  }
  const { word, next } = said[result.verdict];
  const message = result.message.trim();
  return `${word}${message ? `: ${message}` : ''}${next ? `\n→ ${next}` : ''}`;
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
  return { differences, proved, flaky: [] };
}

/** After the solution everything passes; what is optional may say that it does not apply here. */
export function judgePassing(checks: readonly Check[], results: readonly CheckResult[]): Judgement {
  const differences: string[] = [];
  const proved: string[] = [];
  for (const check of checks) {
    const result = results.find((each) => each.checkId === check.id);
    if (result?.verdict === 'passed') {
      proved.push(check.id);
    } else if (!(check.optional && result?.verdict === 'skipped')) {
      differences.push(`${check.id} must pass here, but it ${describe(result)}`);
    }
  }
  return { differences, proved, flaky: [] };
}

/**
 * Checks that passed a moment ago, run again without a change: whatever does not pass now is flaky. `order` says in
 * which order they ran, as chance is not the only reason: one check may undo what another looks at.
 */
export function judgeAgain(order: readonly Check[], results: readonly CheckResult[]): Judgement {
  const differences: string[] = [];
  const proved: string[] = [];
  const flaky: string[] = [];
  for (const check of order) {
    const result = results.find((each) => each.checkId === check.id);
    if (result?.verdict === 'passed') {
      proved.push(check.id);
    } else if (!(check.optional && result?.verdict === 'skipped')) {
      flaky.push(check.id);
      differences.push(`${check.id} is flaky: it passed, and without a change it ${describe(result)}\n(they ran in this order: ${order.map(({ id }) => id).join(', ')})`);
    }
  }
  return { differences, proved, flaky };
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
      const skips = check.optional && result?.verdict === 'skipped';
      if (result?.verdict !== 'passed' && !skips && !(result?.verdict === 'blocked' && excused.has(check.id))) {
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
  return { differences, proved, flaky: [] };
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
