/**
 * What the guide's panel and the extension say to each other, in this folder, is the only thing both sides share. Everything
 * the panel shows is in `GuideState`; the panel keeps nothing but the page it is at and what it has scrolled to.
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
  /** Who counted it as done whatever its checks say, in words. */
  counted?: string;
  /** A step that is completed by going on. */
  byNext: boolean;
}

export interface GuidePageItem {
  id: string;
  kind: 'intro' | 'step' | 'finish';
  title: string;
  done: boolean;
  /** Because a person said so. */
  counted: boolean;
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
  /** Nothing can be hidden from its learner, who is root beside its checks. */
  unisolated: boolean;
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
