import type { CatalogInfo } from '../../curriculum/catalog';
import type { CareerPath } from '../../curriculum/careerPath';
import type { Lab, Step } from '../../curriculum/lab';
import { unisolatedServices } from '../../curriculum/isolation';
import type { Problem } from '../../curriculum/problem';
import type { LabProgress, Summary } from '../../progress/summary';
import type { DownService, SessionState } from '../../session/api';
import type { Verdict } from '../../common/verdict';
import { type Credit, creditOf } from '../../session/results/credit';
import { type Counted, countedBy } from '../counted';
import { continueAt, type ContinueModel } from './continueAt';
import { isFiltering, type LabFilter, matches, noFilter } from './filter';
import { labsByIdentity, type Lock, lockOf } from '../../session/learning/requires';

/** The career path as the tree shows it: facts joined into plain data, without a word or an icon. */

export interface PathFacts {
  path?: CareerPath;
  /** Problems of the career path file itself. */
  pathProblems: readonly Problem[];
  /** Problems of catalogs that are no lab's. */
  catalogProblems: readonly Problem[];
  /** In the order one does them. */
  labs: readonly Lab[];
  catalogs?: readonly CatalogInfo[];
  /** Identities of labs that are shown in place of another of the same id. */
  shadowing: ReadonlySet<string>;
  broken: readonly BrokenLab[];
  summary: Summary;
  state: (identity: string) => SessionState;
  /** Labs that build on others cannot be started before those are completed: an instructor's setting. */
  enforced?: boolean;
}

export interface BrokenLab {
  /** Absolute path of the lab's folder. */
  folder: string;
  /** The name it is known by: its id where that could be read, else the folder's name. */
  name: string;
  problems: readonly Problem[];
}

/** What the session is doing, as far as a tree cares. */
export type LabPhase = 'idle' | 'busy' | 'running' | 'checking' | 'stopping' | 'failed';

export interface StepModel {
  lab: string;
  id: string;
  title: string;
  done: boolean;
  /** A person counted it as done: who, and why. */
  counted?: Counted;
  /** The step the learner is at. */
  current: boolean;
  /** The worst verdict of the checks it asks for, the last time they ran; undefined where none ran. */
  verdict?: Verdict;
  /** Points of its checks. */
  credit: Credit;
  /** Whether it has checks to run. */
  checkable: boolean;
  phase: LabPhase;
}

export interface LabModel {
  lab: string;
  title: string;
  summary: string;
  difficulty: string;
  minutes: number;
  catalog: string;
  /** Nothing is hidden from its learner, who is root where checks run. */
  unisolated: boolean;
  phase: LabPhase;
  /** Why it failed, or what it is busy with. */
  message?: string;
  /** What failed is not the start: it runs. */
  runsOn: boolean;
  /** Services that ended by themselves while the lab runs. */
  down?: DownService[];
  begun: boolean;
  completed: boolean;
  stepsDone: number;
  stepCount: number;
  credit: Credit;
  /** Made when they are first asked for: of most labs nobody looks at the steps. (An accessor would give each model a shape of its own, which makes all that reads them slow.) */
  readonly steps: () => readonly StepModel[];
  hasPorts: boolean;
  shadowing: boolean;
  /** Ids of the career path. */
  skills: readonly string[];
  tracks: readonly string[];
  action: string;
  /** Its own solution was applied to a copy of it: others may build on it, nothing was passed. */
  prepared: boolean;
  /** Why it is not open yet. */
  lock?: Lock;
}

export interface ActionModel {
  id: string;
  title: string;
  /** For the row itself: a side bar is narrow. */
  short: string;
  description: string;
  labs: LabModel[];
  begun: boolean;
  completed: number;
  /** Not all of its labs may be here, because some only are asked for. */
  filtered: boolean;
}

export interface StageModel {
  id: string;
  title: string;
  short: string;
  time?: string;
  summary: string;
  actions: ActionModel[];
  completed: number;
  total: number;
}

export interface PathModel {
  stages: StageModel[];
  /** Labs whose key action the path does not know. */
  others: LabModel[];
  broken: readonly BrokenLab[];
  /** Of the career path and of catalogs. */
  problems: readonly Problem[];
  /** Where to go on; undefined where all is done. */
  continue?: ContinueModel;
  /** Labs that are shown, of all there are. */
  shown: number;
  total: number;
}

/**
 * `filter`: which labs are shown; stages and key actions without any of them are left out, unless nothing is filtered.
 * `modelOf`: what makes the model of a lab; `keptModels()` for who asks again and again.
 */
export function buildPathModel(facts: PathFacts, filter: LabFilter = noFilter, modelOf: ModelOf = labModel): PathModel {
  const known = labsByIdentity(facts.labs);
  const byAction = new Map<string, LabModel[]>();
  for (const lab of facts.labs) {
    const model = modelOf(lab, facts, known);
    const list = byAction.get(model.action);
    if (list) {
      list.push(model);
    } else {
      byAction.set(model.action, [model]);
    }
  }
  const filtering = isFiltering(filter);
  const fitting = (labs: LabModel[]): LabModel[] => (filtering ? labs.filter((lab) => matches(lab, filter)) : labs);
  const inOrder: LabModel[][] = [];
  const stages = (facts.path?.stages ?? []).map((stage): StageModel => {
    const all = stage.actions.map((action) => {
      const labs = byAction.get(action.id) ?? [];
      byAction.delete(action.id);
      return { action, labs, shown: fitting(labs) };
    });
    inOrder.push(all.flatMap(({ labs }) => labs));
    const actions = all.filter(({ shown }) => !filtering || shown.length > 0).map(({ action, shown: labs }): ActionModel => ({
      id: action.id, title: action.title, short: action.short ?? action.title, description: action.description, labs,
      begun: labs.some((lab) => lab.begun), completed: completed(labs), filtered: filtering,
    }));
    return {
      id: stage.id,
      title: stage.title,
      short: stage.short ?? stage.title,
      time: stage.time,
      summary: stage.summary,
      actions,
      completed: actions.reduce((sum, action) => sum + action.completed, 0),
      total: actions.reduce((sum, action) => sum + action.labs.length, 0),
    };
  });
  const rest = [...byAction.values()].flat();
  const others = fitting(rest);
  const shownStages = stages.filter(({ actions }) => !filtering || actions.length > 0);
  return {
    stages: shownStages,
    others,
    broken: facts.broken,
    problems: [...facts.pathProblems, ...facts.catalogProblems],
    continue: continueAt([...inOrder, rest], facts.summary, (lab) => !filtering || matches(lab, filter)),
    shown: shownStages.reduce((sum, stage) => sum + stage.total, 0) + others.length,
    total: facts.labs.length,
  };
}

function completed(labs: LabModel[]): number {
  return labs.filter((lab) => lab.completed).length;
}

export type ModelOf = (lab: Lab, facts: PathFacts, known: ReadonlyMap<string, Lab>) => LabModel;

/** `before`: a model of the same lab, for what follows from the lab alone. */
export function labModel(lab: Lab, facts: PathFacts, known: ReadonlyMap<string, Lab>, before?: LabModel): LabModel {
  const { definition, identity } = lab;
  const progress = facts.summary.labs[identity];
  const state = facts.state(identity);
  const phase = phaseOf(state);
  const credit = (some: readonly Step[]): Credit => creditOf(some, (check) => progress?.checks[check]);
  let steps: StepModel[] | undefined;
  const stepModels = (): StepModel[] => {
    const current = currentStep(lab, progress);
    return definition.steps.map((step) => ({
      lab: identity,
      id: step.id,
      title: step.title,
      done: progress?.steps[step.id] !== undefined,
      counted: countedBy(progress, step.id),
      current: step.id === current,
      verdict: worstVerdict(step.checks.filter((check) => !check.optional).map((check) => progress?.checks[check.id]?.verdict)),
      credit: credit([step]),
      checkable: step.checks.length > 0,
      phase,
    }));
  };
  return {
    lab: identity,
    title: definition.title,
    summary: definition.summary,
    difficulty: definition.difficulty,
    minutes: definition.minutes,
    catalog: lab.catalog,
    unisolated: before ? before.unisolated : unisolatedServices(definition).length > 0,
    phase,
    message: state.kind === 'failed' || state.kind === 'preparing' || state.kind === 'starting' ? state.message : undefined,
    runsOn: state.kind === 'failed' && state.lastGood === 'ready',
    down: state.kind === 'failed' ? state.down : undefined,
    begun: progress?.startedAt !== undefined,
    completed: progress?.completedAt !== undefined,
    stepsDone: definition.steps.filter(({ id }) => progress?.steps[id] !== undefined).length,
    stepCount: definition.steps.length,
    credit: credit(definition.steps),
    steps: () => (steps ??= stepModels()),
    hasPorts: before ? before.hasPorts : Object.values(definition.services).some((service) => !service.hidden && service.ports.length > 0),
    shadowing: facts.shadowing.has(identity),
    skills: definition.skills,
    tracks: definition.tracks,
    action: definition.action,
    prepared: progress?.preparedAt !== undefined,
    lock: lockOf(lab, facts, known),
  };
}

/** The first step that is not completed, or the last one. */
export function currentStep(lab: Lab, progress: LabProgress | undefined): string {
  const steps = lab.definition.steps;
  return (steps.find((step) => progress?.steps[step.id] === undefined) ?? steps[steps.length - 1])?.id ?? '';
}

export function phaseOf(state: SessionState): LabPhase {
  switch (state.kind) {
    case 'absent':
    case 'stopped':
      return 'idle';
    case 'preparing':
    case 'starting':
      return 'busy';
    case 'ready':
      return 'running';
    case 'checking':
      return 'checking';
    case 'stopping':
      return 'stopping';
    case 'failed':
      return 'failed';
  }
}

/** Ours before the learner's: a step where our checker broke must not look like the learner's failure. */
const order: Verdict[] = ['errored', 'timedOut', 'failed', 'blocked', 'skipped', 'passed'];

export function worstVerdict(verdicts: readonly (Verdict | undefined)[]): Verdict | undefined {
  return order.find((verdict) => verdicts.includes(verdict));
}
