import type { Verdict } from '../../common/verdict';

/**
 * What a learner can show, ready for any format: the journal's facts beside the titles of what they are about. Made
 * where the curriculum is known (`session/results/evidence.ts`); everything in this folder is a pure function of it.
 */
export interface Evidence {
  /** ISO 8601. */
  exportedAt: string;
  /** BCP 47 tag of the language that what people read is written in: its words, dates and numbers. */
  language: string;
  /** Title of the career path. */
  path: string;
  learner: Learner;
  /** Labs that were started, in the order of the path. */
  labs: LabEvidence[];
  stages: StageEvidence[];
  skills: SkillEvidence[];
}

/** Said by the learner at the export; nothing of it is kept. */
export interface Learner {
  name?: string;
  /** An address without `mailto:`. */
  email?: string;
}

export interface LabEvidence {
  /** `<catalog>/<id>`. */
  identity: string;
  title: string;
  summary: string;
  /** Titles. */
  stage?: string;
  action?: string;
  skills: string[];
  difficulty?: string;
  minutes?: number;
  startedAt?: string;
  /** The first time every step was completed. */
  completedAt?: string;
  steps: StepEvidence[];
  /** Of checks, as `session/results/credit.ts` counts them. */
  points: { earned: number; possible: number };
}

export interface StepEvidence {
  id: string;
  title: string;
  completedAt?: string;
  /** An instructor counted it as done. */
  override: boolean;
  hints: number;
  solutionShown: boolean;
  checks: CheckEvidence[];
}

export interface CheckEvidence {
  id: string;
  title: string;
  verdict?: Verdict;
  message?: string;
  at?: string;
  points: number;
}

export interface StageEvidence {
  title: string;
  time?: string;
  /** Labs of the stage: completed, and all there are. */
  completed: number;
  total: number;
}

/** How much of what trains a skill was completed. */
export interface SkillEvidence {
  id: string;
  title: string;
  completed: number;
  total: number;
}

/** A file of the learner's, shown in a portfolio. */
export interface ShownFile {
  /** As shown, such as `docker-first-image/Dockerfile`. */
  path: string;
  text: string;
}
