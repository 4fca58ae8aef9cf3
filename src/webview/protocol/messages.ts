import type { GuideState } from './state';
import type { GuideStrings } from './strings';

export type ToGuide =
  /** `scroll`: where this page was left, in pixels from the top; with the first state only. */
  | { type: 'state'; state: GuideState; strings: GuideStrings; scroll?: number }
  /** Said by a screen reader, once. */
  | { type: 'announce'; text: string };

/**
 * What the guide's document brings along, so that it can be drawn before the page and the extension have spoken. VS Code
 * loads the same document again when a hidden page is shown; by its `id` the page knows that it is an old one.
 */
export interface FirstGuide {
  id: string;
  message: ToGuide;
}

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
