import { isOurFault, type Verdict } from '../../common/verdict';
import type { Check, Lab, Step } from '../../curriculum/lab';
import { checkTestId, labTestId, stepTestId } from './testIds';

/** A row of the Testing view: plain data, so that what is shown can be compared and tested without an editor. */
export interface TestModel {
  id: string;
  label: string;
  /** Absolute path of what a click opens. Only where labs are written: a learner's click must not open the answers. */
  file?: string;
  children: TestModel[];
  /** Our checker broke: its log is what to look at. */
  broken: boolean;
}

export interface TestFacts {
  labs: readonly Lab[];
  /** Labs of the folders this window shows: somebody is writing them. */
  isAuthored: (lab: Lab) => boolean;
  verdictOf: (lab: string, check: string) => Verdict | undefined;
  /** Words for what VS Code has no sign for. */
  words: Partial<Record<Verdict, string>>;
}

/** Labs with their steps and checks. Steps and labs that have nothing to check are left out. */
export function testModels(facts: TestFacts): TestModel[] {
  return facts.labs.map((lab) => labModel(lab, facts)).filter(({ children }) => children.length > 0);
}

function labModel(lab: Lab, facts: TestFacts): TestModel {
  const authored = facts.isAuthored(lab);
  return {
    id: labTestId(lab.identity),
    label: lab.definition.title,
    file: authored ? `${lab.folder}/lab.yaml` : undefined,
    broken: false,
    children: lab.definition.steps.filter((step) => step.checks.length > 0).map((step) => stepModel(lab, step, authored, facts)),
  };
}

function stepModel(lab: Lab, step: Step, authored: boolean, facts: TestFacts): TestModel {
  return {
    id: stepTestId(lab.identity, step.id),
    label: step.title,
    file: authored ? `${lab.folder}/${step.guide}` : undefined,
    broken: false,
    children: step.checks.map((check) => checkModel(lab, step, check, authored, facts)),
  };
}

function checkModel(lab: Lab, step: Step, check: Check, authored: boolean, { verdictOf, words }: TestFacts): TestModel {
  const verdict = verdictOf(lab.identity, check.id);
  return {
    id: checkTestId(lab.identity, step.id, check.id),
    // Not as the item's description: VS Code reads that to screen readers in place of the title.
    label: [check.title, verdict && words[verdict]].filter(Boolean).join(' · '),
    file: authored ? `${lab.folder}/${check.run ?? 'lab.yaml'}` : undefined,
    children: [],
    broken: verdict !== undefined && isOurFault(verdict),
  };
}

/** Ids of a row and those below it whose checker broke. */
export function brokenBelow(model: TestModel): string[] {
  return [...(model.broken ? [model.id] : []), ...model.children.flatMap(brokenBelow)];
}
