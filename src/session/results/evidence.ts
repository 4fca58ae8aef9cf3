import * as l10n from '@vscode/l10n';
import type { CareerPath } from '../../curriculum/careerPath';
import type { Lab, Step } from '../../curriculum/lab';
import { inLearningOrder } from '../../curriculum/learningOrder';
import type { Evidence, LabEvidence, Learner, StepEvidence } from '../../progress/export/evidence';
import { progressOf } from '../../progress/fold';
import type { LabProgress, Summary } from '../../progress/summary';
import { creditOf } from './credit';

export interface EvidenceSources {
  /** Undefined where the career path cannot be read: then stages, actions and skills are missing. */
  path?: CareerPath;
  /** Every lab of the catalog that is whole. */
  labs: readonly Lab[];
  summary: Summary;
  learner: Learner;
  /** As in `Evidence`. */
  language: string;
  now: Date;
}

/** The journal's facts beside what the curriculum calls them: what every export is made of. */
export function evidenceOf({ path, labs, summary, learner, language, now }: EvidenceSources): Evidence {
  const actions = new Map(
    path?.stages.flatMap((stage) => stage.actions.map((action) => [action.id, { stage, action }] as const)),
  );
  const completed = (lab: Lab): boolean => progressOf(summary, lab.identity).completedAt !== undefined;
  const count = (some: readonly Lab[]): { completed: number; total: number } => ({ completed: some.filter(completed).length, total: some.length });
  const skillTitle = new Map(path?.skills.map((skill) => [skill.id, skill.title]));
  return {
    exportedAt: now.toISOString(),
    path: path?.title ?? l10n.t('Labs'),
    learner,
    language,
    labs: inLearningOrder(labs, path)
      .filter((lab) => progressOf(summary, lab.identity).startedAt !== undefined)
      .map((lab) => ({
        ...labEvidence(lab, progressOf(summary, lab.identity)),
        stage: actions.get(lab.definition.action)?.stage.title,
        action: actions.get(lab.definition.action)?.action.title,
        skills: lab.definition.skills.map((skill) => skillTitle.get(skill) ?? skill),
      })),
    stages: (path?.stages ?? []).map((stage) => ({
      title: stage.title,
      time: stage.time,
      ...count(labs.filter((lab) => stage.actions.some((action) => action.id === lab.definition.action))),
    })),
    skills: (path?.skills ?? []).map((skill) => ({
      id: skill.id,
      title: skill.title,
      ...count(labs.filter((lab) => lab.definition.skills.includes(skill.id))),
    })),
  };
}

function labEvidence({ identity, definition }: Lab, progress: LabProgress): LabEvidence {
  const steps = definition.steps.map((step) => stepEvidence(step, progress));
  const credit = creditOf(definition.steps, (check) => progress.checks[check]);
  return {
    identity,
    title: definition.title,
    summary: definition.summary,
    skills: definition.skills,
    difficulty: definition.difficulty,
    minutes: definition.minutes,
    startedAt: progress.startedAt,
    completedAt: progress.completedAt,
    steps,
    points: { earned: credit.earned, possible: credit.total },
  };
}

function stepEvidence(step: Step, progress: LabProgress): StepEvidence {
  return {
    id: step.id,
    title: step.title,
    completedAt: progress.steps[step.id]?.completedAt,
    override: progress.steps[step.id]?.override ?? false,
    hints: progress.hints[step.id] ?? 0,
    solutionShown: progress.solutions[step.id] ?? false,
    checks: step.checks.map((check) => ({ id: check.id, title: check.title, ...progress.checks[check.id], points: check.points })),
  };
}
