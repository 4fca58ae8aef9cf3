/**
 * What the guide's panel and the extension say to each other: the only thing both sides share. Everything the panel
 * shows is in `GuideState`; the panel keeps nothing but the page it is at and what it has scrolled to.
 */

export type GuideVerdict = 'passed' | 'failed' | 'errored' | 'timedOut' | 'skipped' | 'blocked';

export interface GuideCriterion {
  criterion: string;
  passed: boolean;
  expected?: string;
  found?: string;
  hint?: string;
  docs?: string;
  /** Path in the learner's folder; with it and `line`, the place can be opened. */
  file?: string;
  line?: number;
}

export interface GuideCheck {
  id: string;
  title: string;
  optional: boolean;
  points: number;
  running: boolean;
  verdict?: GuideVerdict;
  /** It passed before, and the checker broke the last time: the pass stands. */
  brokeSince: boolean;
  message?: string;
  criteria: GuideCriterion[];
  /** What the script printed, without terminal escapes. */
  output?: string;
  docs?: string;
}

export type GuideQuestion = {
  id: string;
  /** Safe HTML. */
  prompt: string;
  /** Unset while it is not answered. */
  correct?: boolean;
  /** Told after the answer; safe HTML. */
  explain?: string;
} & ({ kind: 'choice'; options: string[]; several: boolean } | { kind: 'number' } | { kind: 'text' });

/** A runnable or copyable block of a page, by its number on the page. The text stays with the extension. */
export interface GuideBlock {
  index: number;
  run: boolean;
  copy: boolean;
  /** Path in the learner's folder that the block can be saved as. */
  saveAs?: string;
}

export interface GuideSolutionFile {
  name: string;
  text: string;
}

/** The page being read. */
export interface GuidePage {
  id: string;
  kind: 'intro' | 'step' | 'finish';
  title: string;
  /** Safe HTML made by the extension. */
  html: string;
  blocks: GuideBlock[];
  checks: GuideCheck[];
  questions: GuideQuestion[];
  /** Points of its checks, earned and in all. */
  credit: { earned: number; total: number };
  /** Hints shown so far, as safe HTML, and how many there are. */
  hints: { shown: string[]; total: number };
  /** The reference solution, where the step has one: its files as text once it was shown. */
  solution?: { files?: GuideSolutionFile[] };
  done: boolean;
  /** A step that is completed by going on. */
  byNext: boolean;
}

export interface GuidePageItem {
  id: string;
  kind: 'intro' | 'step' | 'finish';
  title: string;
  done: boolean;
  current: boolean;
  verdict?: GuideVerdict;
}

export interface GuideState {
  lab: string;
  title: string;
  summary: string;
  /** "Beginner · 5 min". */
  facts: string;
  phase: 'idle' | 'busy' | 'running' | 'checking' | 'stopping' | 'failed';
  /** What it is busy with, or why it failed. */
  message?: string;
  /** What failed is not the start: the lab runs. */
  runsOn: boolean;
  /** What the lab counts on and this engine does not have. */
  lacks: ('offline' | 'limits')[];
  /** Services that ended by themselves while the lab runs; the panel offers to restart the first that is the learner's. */
  down?: { text: string; service?: string; lines: string };
  /**
   * Why it is locked, in words, with the lab to do first and what can be done, in the words of a button each; what cannot is
   * missing.
   */
  lock?: { text: string; lab: string; ways: { first: string; prepare?: string; anyway?: string } };
  /** What a start would make first, in words; empty where nothing, or nothing is known. */
  builds: string;
  begun: boolean;
  /** The lab on disk is not the one that runs. */
  outdated: boolean;
  /** Why a lab cannot be started now, with the engine's own next action. */
  engine?: { message: string; action: string };
  ports: { service: string; port: number }[];
  /** What the learner answered to the lab's questions at its start. */
  inputs: { prompt: string; value: string }[];
  pages: GuidePageItem[];
  page: GuidePage;
  stepsDone: number;
  stepsTotal: number;
  completed: boolean;
  /** Titles of the skills that the lab trains. */
  learned: string[];
  /** Labs that build on this one. */
  unlocked: { lab: string; title: string }[];
  /** The lab to go on with where none builds on this one. */
  goOn?: { lab: string; title: string };
}

export type ToGuide =
  /** `scroll`: where this page was left, in pixels from the top; with the first state only. */
  | { type: 'state'; state: GuideState; strings: GuideStrings; scroll?: number }
  /** Said by a screen reader, once. */
  | { type: 'announce'; text: string };

export type FromGuide =
  | { type: 'ready' }
  | { type: 'page'; page: string }
  /** Where the learner is reading, in pixels from the top. */
  | { type: 'at'; page: string; scroll: number }
  | { type: 'start' }
  | { type: 'startAnyway' }
  /** Have what comes first prepared. */
  | { type: 'prepare' }
  | { type: 'stop' }
  | { type: 'restart' }
  | { type: 'resetStep'; step: string }
  | { type: 'restartService'; service: string }
  | { type: 'showLogs'; service: string }
  | { type: 'checkStep'; step: string }
  | { type: 'check'; check: string }
  | { type: 'cancelCheck' }
  | { type: 'next'; step: string }
  | { type: 'hint'; step: string }
  | { type: 'solution'; step: string }
  | { type: 'copySolution'; file: number }
  | { type: 'changeInputs' }
  | { type: 'answer'; question: string; answer: number[] | number | string }
  | { type: 'run'; page: string; block: number }
  | { type: 'copy'; page: string; block: number }
  | { type: 'save'; page: string; block: number }
  | { type: 'link'; href: string }
  | { type: 'openFile'; file: string; line: number }
  | { type: 'openPort'; service: string; port: number }
  | { type: 'openTerminal' }
  | { type: 'openLab'; lab: string }
  | { type: 'fixEngine' }
  | { type: 'showLog' };

const text = (value: unknown): value is string => typeof value === 'string' && value.length > 0 && value.length <= 4000;
const count = (value: unknown): value is number => Number.isInteger(value) && (value as number) >= 0;
const answer = (value: unknown): boolean =>
  (typeof value === 'string' && value.length <= 4000) || Number.isFinite(value) || (Array.isArray(value) && value.every(count));

/** The fields of each message with what they must be. */
const fields: { [T in FromGuide['type']]: { [F in Exclude<keyof Extract<FromGuide, { type: T }>, 'type'>]: (value: unknown) => boolean } } = {
  ready: {},
  page: { page: text },
  at: { page: text, scroll: count },
  start: {},
  startAnyway: {},
  prepare: {},
  stop: {},
  restart: {},
  resetStep: { step: text },
  restartService: { service: text },
  showLogs: { service: text },
  checkStep: { step: text },
  check: { check: text },
  cancelCheck: {},
  next: { step: text },
  hint: { step: text },
  solution: { step: text },
  copySolution: { file: count },
  changeInputs: {},
  answer: { question: text, answer },
  run: { page: text, block: count },
  copy: { page: text, block: count },
  save: { page: text, block: count },
  link: { href: text },
  openFile: { file: text, line: count },
  openPort: { service: text, port: count },
  openTerminal: {},
  openLab: { lab: text },
  fixEngine: {},
  showLog: {},
};

/** A message of the panel, or undefined where it is none of those above: a panel shows content of others. */
export function parseFromGuide(value: unknown): FromGuide | undefined {
  if (typeof value !== 'object' || value === null) {
    return undefined;
  }
  const message = value as Record<string, unknown>;
  const type = message.type;
  if (typeof type !== 'string' || !Object.hasOwn(fields, type)) {
    return undefined;
  }
  const checks = Object.entries(fields[type as FromGuide['type']]) as [string, (value: unknown) => boolean][];
  return checks.every(([name, fits]) => fits(message[name])) ? (message as FromGuide) : undefined;
}

/** Every word the panel shows by itself; made by the extension, which knows the language. */
export interface GuideStrings {
  start: string;
  startAgain: string;
  starting: string;
  stop: string;
  stopping: string;
  running: string;
  notRunning: string;
  startFailed: string;
  /** The same of a lab that runs. */
  stuck: string;
  lacks: Record<GuideState['lacks'][number], string>;
  tryAgain: string;
  showLog: string;
  outdated: string;
  restart: string;
  /** `{0}` service. */
  restartService: string;
  showLogs: string;
  lastWords: string;
  terminal: string;
  /** `{0}` service, `{1}` port. */
  openPort: string;
  pages: string;
  stepDone: string;
  stepCurrent: string;
  stepOpen: string;
  /** `{0}` of `{1}` steps. */
  progress: string;
  run: string;
  copy: string;
  copied: string;
  diagramText: string;
  noDiagram: string;
  /** `{0}` path. */
  saveAs: string;
  checks: string;
  checkStep: string;
  checking: string;
  cancel: string;
  /** `{0}` of `{1}` points. */
  points: string;
  /** `{0}` points. */
  somePoints: string;
  checkNeedsStart: string;
  optional: string;
  runCheck: string;
  verdicts: Record<GuideVerdict, string>;
  notRunYet: string;
  ours: string;
  brokeSince: string;
  retry: string;
  expected: string;
  found: string;
  hint: string;
  docs: string;
  output: string;
  hints: string;
  showHint: string;
  /** `{0}` of `{1}`. */
  hintNumber: string;
  noMoreHints: string;
  solution: string;
  showSolution: string;
  solutionNote: string;
  /** `{0}` file. */
  copyFile: string;
  inputs: string;
  changeInputs: string;
  /** What to do after a check that failed. */
  mendIt: string;
  questions: string;
  answer: string;
  answerHere: string;
  correct: string;
  incorrect: string;
  notANumber: string;
  answerFirst: string;
  severalRight: string;
  next: string;
  previous: string;
  completeStep: string;
  resetStep: string;
  completed: string;
  learned: string;
  unlocked: string;
  goOn: string;
}
