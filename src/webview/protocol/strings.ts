import type { GuideState, GuideVerdict } from './state';

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
  unisolated: string;
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
  stepCounted: string;
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
