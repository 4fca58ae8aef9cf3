import { setTimeout as delay } from 'node:timers/promises';
import type { Lab, Step } from '../curriculum/lab';
import type { Actor } from './actor';
import { type Judgement, judgePassing } from './expectations';
import { GuideRun } from './guideRun';
import type { RehearsalOptions, RehearsalStage, Report } from './rehearsal';
import { actor, reporter } from './runs';

/** Milliseconds between two looks at what comes up. */
const againMs = 3000;

/**
 * Follows the guide to the letter: types every runnable block of every page in order, as Run does, and then runs the
 * step's checks. A step that asks for edits (`edits: true`) gets its solution after its blocks. A guide whose commands
 * do not lead where it says ends there.
 */
export async function rehearseGuide(lab: Lab, stage: RehearsalStage, options: RehearsalOptions): Promise<void> {
  const guide = new GuideRun(stage.sessions, lab, (message) => options.onProgress?.(lab.identity, message), options.signal);
  try {
    await follow(lab, stage, guide, options);
  } finally {
    guide.dispose();
  }
}

async function follow(lab: Lab, stage: RehearsalStage, guide: GuideRun, options: RehearsalOptions): Promise<void> {
  const report = reporter(lab, options);
  const learner = actor(lab, stage, options);
  const { intro, steps, finish } = lab.definition;
  await learner.start();
  if (!(await plainPage(intro, guide, report))) {
    return;
  }
  for (const step of steps) {
    const since = performance.now();
    const differences = await guide.play(step.guide);
    if (step.edits && differences.length === 0) {
      differences.push(...(await learner.applySolution(step)));
    }
    if (differences.length === 0) {
      differences.push(...(await learner.answer(step)));
    }
    const judgement = differences.length === 0 ? await judge(step, guide, learner) : undefined;
    report('guide', step.id, since, judgement ?? { differences, proved: [], flaky: [] });
    if (!judgement || judgement.differences.length > 0) {
      return;
    }
  }
  await plainPage(finish, guide, report);
}

/** What was left running may still be coming up: its reader would press Check once more. */
async function judge(step: Step, guide: GuideRun, learner: Actor): Promise<Judgement> {
  for (let tries = 3; ; tries--) {
    const judgement = judgePassing(step.checks, await learner.check(step.checks));
    if (judgement.differences.length === 0) {
      return judgement;
    }
    if (!guide.stays || tries === 1) {
      return { ...judgement, differences: [...judgement.differences, ...guide.failures] };
    }
    await delay(againMs);
  }
}

/** A page around the steps. False where its blocks do not go as they must. */
async function plainPage(page: string | undefined, guide: GuideRun, report: Report): Promise<boolean> {
  if (page === undefined) {
    return true;
  }
  const since = performance.now();
  const differences = await guide.play(page);
  if (differences.length > 0) {
    report('guide', page, since, { differences, proved: [], flaky: [] });
  }
  return differences.length === 0;
}
