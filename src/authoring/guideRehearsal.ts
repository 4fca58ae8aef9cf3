import type { Lab } from '../curriculum/lab';
import { judgePassing } from './expectations';
import { GuideRun } from './guideRun';
import type { RehearsalOptions, RehearsalStage, Report } from './rehearsal';
import { actor, reporter } from './runs';

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
    const judgement = judgePassing(step.checks, differences.length === 0 ? await learner.check(step.checks) : []);
    report('guide', step.id, since, differences.length > 0 ? { differences, proved: [], flaky: [] } : judgement);
    if (differences.length > 0 || judgement.differences.length > 0) {
      return;
    }
  }
  await plainPage(finish, guide, report);
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
