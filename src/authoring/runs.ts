import type { Lab, Step, WrongSolution } from '../curriculum/lab';
import { Actor } from './actor';
import { endChecks, judgeAgain, judgeEntry, judgePassing, judgeWrong, scopeOfWrong, shuffle } from './expectations';
import { seededRandom } from './random';
import type { Cell, RehearsalOptions, RehearsalStage, Report } from './rehearsal';

export function reporter(lab: Lab, options: RehearsalOptions): Report {
  return (proof, subject, since, { differences, proved, flaky }) => {
    const cell: Cell = {
      lab: lab.identity, proof, subject, differences, proved, flaky,
      held: differences.length === 0, durationMs: Math.round(performance.now() - since),
    };
    options.onCell?.(cell);
  };
}

export function actor(lab: Lab, stage: RehearsalStage, options: RehearsalOptions): Actor {
  return new Actor(stage.sessions, lab, (message) => options.onProgress?.(lab.identity, message), options.signal);
}

/** From the untouched lab to the end, step by step; a step that cannot be solved ends the walk. */
export async function rehearseSolution(lab: Lab, stage: RehearsalStage, options: RehearsalOptions): Promise<void> {
  const report = reporter(lab, options);
  const learner = actor(lab, stage, options);
  const random = seededRandom(options.seed);
  await learner.start();
  for (const step of lab.definition.steps) {
    const shown = options.step === undefined || options.step === step.id;
    if (shown && step.checks.length > 0) {
      const since = performance.now();
      report('entered', step.id, since, judgeEntry(step.checks, await learner.check(step.checks)));
    }
    const since = performance.now();
    const differences = await learner.solve(step);
    const judgement = judgePassing(step.checks, await learner.check(step.checks));
    judgement.differences.unshift(...differences);
    if (judgement.differences.length === 0 && !learner.hasCompleted(step)) {
      judgement.differences.push('everything passes, but the step does not count as completed');
    }
    if (shown || judgement.differences.length > 0) {
      report('solved', step.id, since, judgement);
    }
    if (judgement.differences.length > 0) {
      return;
    }
    if (shown) {
      await rehearseRepeated(lab, step, learner, options, random, report);
    }
    if (options.step === step.id) {
      return;
    }
  }
  await rehearseEnd(lab, learner, options.repeat, random, report);
}

/**
 * The end of a step once more, and what holds for the step alone over and over, as it is never looked at again: what
 * holds to the end is checked so often there. Where the rehearsal ends with this step, that is all of it.
 */
async function rehearseRepeated(lab: Lab, step: Step, learner: Actor, options: RehearsalOptions, random: () => number, report: Report): Promise<void> {
  const later = options.step === undefined ? endChecks(lab.definition) : [];
  const passing = step.checks.filter((check) => !later.includes(check));
  for (let time = 2; time <= options.repeat; time += 1) {
    const order = shuffle(time === 2 ? step.checks : passing, random);
    if (order.length === 0) {
      return;
    }
    const since = performance.now();
    report('repeated', `${step.id} ${time}`, since, judgeAgain(order, await learner.check(order)));
  }
}

/** The end of the lab, as declared and in random order. Nothing has changed since its last step was solved. */
async function rehearseEnd(lab: Lab, learner: Actor, repeat: number, random: () => number, report: Report): Promise<void> {
  const checks = endChecks(lab.definition);
  const passed = new Set(lab.definition.steps.at(-1)?.checks.map(({ id }) => id));
  for (let time = 0; time <= repeat; time += 1) {
    const order = time === 0 ? checks : shuffle(checks, random);
    const since = performance.now();
    const results = await learner.check(order);
    const known = judgeAgain(order.filter(({ id }) => passed.has(id)), results);
    const others = judgePassing(order.filter(({ id }) => !passed.has(id)), results);
    const judgement = { differences: [...others.differences, ...known.differences], proved: [...others.proved, ...known.proved], flaky: known.flaky };
    report(time === 0 ? 'end' : 'shuffled', time === 0 ? 'again' : String(time), since, judgement);
    others.proved.forEach((id) => passed.add(id));
  }
}

/**
 * A mistake people make, on top of the solved state it names. That its steps pass once they are solved is proven by
 * `rehearseSolution`, so on the way nothing is checked: in the end everything is that holds until then.
 */
export async function rehearseWrong(lab: Lab, wrong: WrongSolution, stage: RehearsalStage, options: RehearsalOptions): Promise<void> {
  const report = reporter(lab, options);
  const learner = actor(lab, stage, options);
  const since = performance.now();
  await learner.start();
  const { steps } = lab.definition;
  const before = steps.slice(0, steps.findIndex((step) => step.id === wrong.after) + 1);
  for (const step of before) {
    const differences = await learner.solve(step);
    if (differences.length > 0) {
      report('wrong', wrong.apply, since, { differences: [`could not reach the end of ${step.id}`, ...differences], proved: [], flaky: [] });
      return;
    }
    await learner.pass(step);
  }
  const differences = await learner.apply(wrong.apply);
  const scope = scopeOfWrong(lab.definition, wrong);
  const judgement = judgeWrong(wrong, scope, await learner.check(scope));
  report('wrong', wrong.apply, since, { ...judgement, differences: [...differences, ...judgement.differences] });
}
