import type { Criterion } from '../../common/verdict';
import type { CareerPath } from '../../curriculum/careerPath';
import type { Check, Lab, Step } from '../../curriculum/lab';
import type { EngineStatus } from '../../engines/engine';
import type { SolutionFile } from '../../curriculum/solutionFiles';
import type { LabProgress, Summary } from '../../progress/summary';
import type { SessionState, SessionView } from '../../session/api';
import type { GuideCheck, GuideCriterion, GuidePage, GuidePageItem, GuideQuestion, GuideState } from '../../webview/protocol/state';
import { countedBy } from '../counted';
import type { CheckResults, KnownResult } from '../checkResults';
import { labsByIdentity, lockOf } from '../../session/learning/requires';
import { creditOf, type Judged } from '../../session/results/credit';
import { currentStep, phaseOf, worstVerdict } from '../tree/pathModel';
import type { PageSource } from './guidePages';
import { plainOutput } from '../../common/plainOutput';

export interface GuideFacts {
  /** The copy that runs, where it was started; else the lab of the catalog. */
  lab: Lab;
  state: SessionState;
  view?: SessionView;
  progress?: LabProgress;
  /** The learner is root beside its checks. */
  unisolated?: boolean;
  results: CheckResults;
  /** Words of the editor's language. */
  words: { intro: string; finish: string; facts: string; down?: string; tryAgain?: string; builds?: string; counted?: string };
  lock?: GuideState['lock'];
  engine?: EngineStatus;
  unlocked: { lab: string; title: string }[];
  /** Titles of the lab's skills. */
  learned?: string[];
  goOn?: { lab: string; title: string };
}

/** What of a page only the renderer can make. */
export interface RenderedPage {
  html: string;
  blocks: GuidePage['blocks'];
  /** A paragraph of Markdown as safe HTML. */
  inline: (markdown: string) => string;
  /** The step's reference solution, once it may be seen. */
  solution?: SolutionFile[];
}

/** Everything the panel shows, from what is known. Pure. */
export function guideState(facts: GuideFacts, pages: readonly PageSource[], page: PageSource, rendered: RenderedPage): GuideState {
  const { lab, state, view, progress } = facts;
  // Who saved a file goes on working: what is checked by itself holds up nothing.
  const phase = state.kind === 'checking' && facts.results.isWatched(lab.identity) ? 'running' : phaseOf(state);
  const steps = lab.definition.steps;
  const here = currentStep(lab, progress);
  return {
    lab: lab.identity,
    title: lab.definition.title,
    summary: lab.definition.summary,
    facts: facts.words.facts,
    phase,
    message: 'message' in state ? state.message : undefined,
    runsOn: state.kind === 'failed' && state.lastGood === 'ready',
    lacks: view?.lacks ?? [],
    unisolated: facts.unisolated ?? false,
    down: guideDown(state, facts.words.down),
    lock: phase === 'idle' ? facts.lock : undefined,
    builds: phase === 'idle' ? (facts.words.builds ?? '') : '',
    begun: progress?.startedAt !== undefined,
    outdated: view?.outdated === true && (phase === 'running' || phase === 'checking'),
    engine: facts.engine?.usable === false && phase === 'idle' ? engineProblem(facts.engine, facts.words.tryAgain) : undefined,
    ports: (view?.ports ?? [])
      .filter(({ service }) => !lab.definition.services[service]?.hidden)
      .map(({ service, container }) => ({ service, port: container })),
    inputs: Object.entries(lab.definition.inputs).flatMap(([name, { prompt }]) =>
      view && Object.hasOwn(view.inputs, name) ? [{ prompt, value: view.inputs[name] ?? '' }] : []),
    pages: pages.map((each) => pageItem(each, facts, here)),
    page: guidePage(page, facts, rendered),
    stepsDone: steps.filter((step) => isDone(step.id, progress)).length,
    stepsTotal: steps.length,
    completed: steps.every((step) => isDone(step.id, progress)),
    learned: facts.learned ?? [],
    unlocked: facts.unlocked,
    goOn: facts.unlocked.length > 0 ? undefined : facts.goOn,
  };
}

/** One that is down with all of the lab is started with it, not restarted. */
function guideDown(state: SessionState, text: string | undefined): GuideState['down'] {
  if (state.kind !== 'failed' || !state.down || text === undefined) {
    return undefined;
  }
  const shown = state.down.find(({ hidden }) => !hidden);
  return { text, service: state.lastGood === 'ready' ? shown?.service : undefined, lines: plainOutput(shown?.lines ?? '') };
}

/** The next lab of the path that is open and not completed, after this one and then from the start; undefined where there is none. */
export function labAfter(lab: Lab, path: CareerPath | undefined, labs: readonly Lab[], summary: Summary): { lab: string; title: string } | undefined {
  const actions = (path?.stages ?? []).flatMap((stage) => stage.actions.map(({ id }) => id));
  const inOrder = actions.flatMap((action) => labs.filter(({ definition }) => definition.action === action));
  const known = labsByIdentity(labs);
  const at = inOrder.findIndex(({ identity }) => identity === lab.identity);
  const open = [...inOrder.slice(at + 1), ...inOrder.slice(0, Math.max(at, 0))].find((each) => summary.labs[each.identity]?.completedAt === undefined && !lockOf(each, { summary }, known));
  return open && { lab: open.identity, title: open.definition.title };
}

/** Labs that ask for this one. */
export function unlockedBy(lab: Lab, labs: readonly Lab[]): { lab: string; title: string }[] {
  return labs
    .filter((other) => other.definition.requires.some((id) => (id.includes('/') ? id : `${other.catalog}/${id}`) === lab.identity))
    .map((other) => ({ lab: other.identity, title: other.definition.title }));
}

function engineProblem({ error }: Extract<EngineStatus, { usable: false }>, tryAgain = ''): { message: string; action: string } {
  return { message: error.message, action: error.action?.label ?? tryAgain };
}

function isDone(step: string, progress: LabProgress | undefined): boolean {
  return progress?.steps[step] !== undefined;
}

function titleOf(page: PageSource, { words }: GuideFacts): string {
  return page.kind === 'intro' ? words.intro : page.kind === 'finish' ? words.finish : page.title;
}

function stepOf(page: PageSource, { lab }: GuideFacts): Step | undefined {
  return page.kind === 'step' ? lab.definition.steps.find((step) => step.id === page.id) : undefined;
}

function pageItem(page: PageSource, facts: GuideFacts, here: string): GuidePageItem {
  const { lab, progress, results } = facts;
  const checks = (stepOf(page, facts)?.checks ?? []).filter((check) => !check.optional);
  return {
    id: page.id,
    kind: page.kind,
    title: titleOf(page, facts),
    done: isDone(page.id, progress),
    counted: countedBy(progress, page.id) !== undefined,
    current: page.id === here && progress?.startedAt !== undefined,
    verdict: worstVerdict(checks.map((check) => results.known(lab.identity, check.id, progress)?.verdict)),
  };
}

function guidePage(page: PageSource, facts: GuideFacts, rendered: RenderedPage): GuidePage {
  const step = stepOf(page, facts);
  const shown = step ? (facts.progress?.hints[step.id] ?? 0) : 0;
  return {
    id: page.id,
    kind: page.kind,
    title: titleOf(page, facts),
    html: rendered.html,
    blocks: rendered.blocks,
    checks: (step?.checks ?? []).map((check) => guideCheck(check, facts)),
    questions: (step?.questions ?? []).map((question) => guideQuestion(question, facts, rendered)),
    credit: creditOf(step ? [step] : [], (check) => judged(check, facts)),
    hints: { shown: (step?.hints ?? []).slice(0, shown).map(rendered.inline), total: step?.hints.length ?? 0 },
    solution: step?.solution === undefined ? undefined : { files: rendered.solution },
    done: isDone(page.id, facts.progress),
    counted: facts.words.counted,
    byNext: step !== undefined && step.checks.length === 0 && step.questions.length === 0,
  };
}

function judged(check: string, { lab, results, progress }: GuideFacts): Judged | undefined {
  const verdict = results.known(lab.identity, check, progress)?.verdict;
  return verdict && { verdict, points: progress?.checks[check]?.points };
}

function guideCheck(check: Check, { lab, results, progress }: GuideFacts): GuideCheck {
  const result: Partial<KnownResult> = results.known(lab.identity, check.id, progress) ?? {};
  return {
    id: check.id,
    title: check.title,
    optional: check.optional,
    points: check.points,
    running: results.isRunning(lab.identity, check.id),
    verdict: result.verdict,
    brokeSince: result.brokeSince ?? false,
    message: result.message === undefined ? undefined : plainOutput(result.message),
    criteria: (result.criteria ?? []).map(guideCriterion),
    output: result.output === undefined ? undefined : plainOutput(result.output),
    docs: check.docs ?? result.docs,
  };
}

function guideCriterion(criterion: Criterion): GuideCriterion {
  const plain = (text: string | undefined): string | undefined => (text === undefined ? undefined : plainOutput(text));
  const { passed, expected, found, hint, docs, file, line } = criterion;
  return { criterion: plainOutput(criterion.criterion), passed, expected: plain(expected), found: plain(found), hint: plain(hint), docs, file, line };
}

function guideQuestion(question: Step['questions'][number], { progress }: GuideFacts, { inline }: RenderedPage): GuideQuestion {
  const correct = progress?.answers[question.id];
  const base = {
    id: question.id,
    prompt: inline(question.prompt),
    correct,
    // Told with the right answer only: with a wrong one it would give the right one away.
    explain: correct === true && question.explain ? inline(question.explain) : undefined,
  };
  switch (question.kind) {
    case 'choice':
      return { ...base, kind: 'choice', options: question.options.map(inline), several: question.answer.length > 1 };
    case 'number':
      return { ...base, kind: 'number' };
    case 'pattern':
      return { ...base, kind: 'text' };
  }
}
