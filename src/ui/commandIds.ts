/**
 * Every command of the extension with what it takes, and every other name the manifest and the code share. Free of
 * vscode, so that tests compare it with package.json by value.
 */

import { targetOf, type TestTarget } from './testing/testIds';

/** A lab by its identity, `<catalog>/<id>`. Tree nodes fit this shape, so that commands take them as they are. */
export interface LabTarget {
  lab: string;
}

export interface StepTarget extends LabTarget {
  step: string;
}

export interface GuideTarget extends LabTarget {
  /** Shown first; default the step the learner is at. */
  step?: string;
}

export interface PortTarget extends LabTarget {
  service: string;
  /** The container's port. */
  port: number;
  /** Path and query, beginning with a slash. */
  path?: string;
}

export interface ServiceTarget extends LabTarget {
  service: string;
}

/** What New Lab would ask; what is left out is asked. */
export interface NewLabAnswers {
  template?: string;
  title?: string;
  id?: string;
  /** Key action of the career path. */
  action?: string;
  /** Absolute: the lab goes into its `labs`. */
  folder?: string;
}

/** What Import would ask: absolute folders to read, and whose `labs` the labs go into. */
export interface ImportAnswers {
  source?: string;
  folder?: string;
}

/** What Grade Hand-ins would ask: the lab, the folder that was handed in (absolute), and the table to write (absolute). */
export interface GradeAnswers {
  lab?: string;
  folder?: string;
  out?: string;
}

/** Where something is added to a lab; default the file that is shown. VS Code's menus give its address. */
export interface AddToLab {
  fsPath?: string;
  /** Id of the step that gets a check. */
  step?: string;
  title?: string;
}

/** A place in a file. Lines and columns from 1. */
export interface ProblemTarget {
  file: string;
  line: number;
  column: number;
}

/** Commands with the arguments they take. What is left out is asked for. */
export interface CommandArguments {
  'aiLabs.startLab': [target?: LabTarget];
  /** Starts again with the lab as it is on disk now. */
  'aiLabs.restartLab': [target?: LabTarget];
  'aiLabs.stopLab': [target?: LabTarget];
  'aiLabs.resetLab': [target?: LabTarget];
  'aiLabs.resetStep': [target?: LabTarget | StepTarget];
  /** Brings back the files of before the last reset. */
  'aiLabs.undoReset': [target?: LabTarget];
  'aiLabs.stopAll': [];
  /** Labs that are about to be stopped for being idle stay up. */
  'aiLabs.keepLabOn': [];
  'aiLabs.cleanUp': [];
  /** A portfolio, or results for other programs. */
  'aiLabs.exportResults': [];
  /** What keeps labs from running here. */
  'aiLabs.doctor': [];
  /** What keeps a class from doing the labs of a stage here. */
  'aiLabs.checkClass': [answer?: { stage?: string }];
  'aiLabs.checkLab': [target?: LabTarget];
  'aiLabs.checkStep': [target?: LabTarget | StepTarget];
  /** The same, for a step that our checker broke on. */
  'aiLabs.retryStep': [target?: LabTarget | StepTarget];
  'aiLabs.nextStep': [target?: LabTarget];
  'aiLabs.openGuide': [target?: GuideTarget];
  'aiLabs.openCareerGuide': [];
  /** A page of a guide as its author writes it; VS Code's menus give its address. */
  'aiLabs.previewGuide': [page?: { fsPath: string }];
  /** A lab of one's own, made of a template. */
  'aiLabs.newLab': [answers?: NewLabAnswers];
  /** Labs made of what was written for other platforms. */
  'aiLabs.importLab': [answers?: ImportAnswers];
  /** Builds and pulls what labs start from; `stage`: id of the career path. */
  'aiLabs.prefetch': [answer?: { stage?: string }];
  /** Writes labs and their images to one file (an absolute path). */
  'aiLabs.makeBundle': [answer?: { stage?: string; file?: string }];
  'aiLabs.loadBundle': [answer?: { file?: string }];
  /** Runs a lab's checks on what learners handed in. */
  'aiLabs.gradeHandIns': [answers?: GradeAnswers];
  /** Labs of a git repository, once they are trusted. */
  'aiLabs.addPack': [answer?: { address?: string }];
  'aiLabs.updatePacks': [];
  'aiLabs.removePack': [];
  'aiLabs.addStep': [where?: AddToLab];
  'aiLabs.addCheck': [where?: AddToLab];
  'aiLabs.openTerminal': [target?: LabTarget];
  'aiLabs.openPort': [target?: LabTarget | PortTarget];
  'aiLabs.openFolder': [target?: LabTarget];
  'aiLabs.restartService': [target?: LabTarget | ServiceTarget];
  /** What a service prints, followed. */
  'aiLabs.showLogs': [target?: LabTarget | ServiceTarget];
  'aiLabs.labMenu': [target?: LabTarget];
  'aiLabs.chooseContext': [];
  /** Shows some of the labs only. */
  'aiLabs.filterLabs': [];
  'aiLabs.clearFilter': [];
  'aiLabs.searchLabs': [];
  /** Goes on where the learner is, or begins what comes next. */
  'aiLabs.continue': [];
  /** Starts a lab whatever it builds on. */
  'aiLabs.startAnyway': [target?: LabTarget];
  /** Makes what a lab builds on count as prepared. */
  'aiLabs.preparePrerequisite': [target?: LabTarget];
  'aiLabs.showPrerequisite': [target?: LabTarget];
  'aiLabs.showLog': [];
  'aiLabs.refresh': [];
  'aiLabs.retryEngine': [];
  /** Its id, such as `aiLabs.home`. */
  'aiLabs.openSetting': [id?: string];
  'aiLabs.openProblem': [target: ProblemTarget];
}

export type CommandId = keyof CommandArguments;

/** The same ids as values; `satisfies` keeps the two lists together. */
export const commandIds = {
  startLab: 'aiLabs.startLab',
  restartLab: 'aiLabs.restartLab',
  stopLab: 'aiLabs.stopLab',
  resetLab: 'aiLabs.resetLab',
  resetStep: 'aiLabs.resetStep',
  undoReset: 'aiLabs.undoReset',
  stopAll: 'aiLabs.stopAll',
  keepLabOn: 'aiLabs.keepLabOn',
  cleanUp: 'aiLabs.cleanUp',
  exportResults: 'aiLabs.exportResults',
  doctor: 'aiLabs.doctor',
  checkClass: 'aiLabs.checkClass',
  checkLab: 'aiLabs.checkLab',
  checkStep: 'aiLabs.checkStep',
  retryStep: 'aiLabs.retryStep',
  nextStep: 'aiLabs.nextStep',
  openGuide: 'aiLabs.openGuide',
  openCareerGuide: 'aiLabs.openCareerGuide',
  previewGuide: 'aiLabs.previewGuide',
  newLab: 'aiLabs.newLab',
  importLab: 'aiLabs.importLab',
  prefetch: 'aiLabs.prefetch',
  makeBundle: 'aiLabs.makeBundle',
  loadBundle: 'aiLabs.loadBundle',
  gradeHandIns: 'aiLabs.gradeHandIns',
  addPack: 'aiLabs.addPack',
  updatePacks: 'aiLabs.updatePacks',
  removePack: 'aiLabs.removePack',
  addStep: 'aiLabs.addStep',
  addCheck: 'aiLabs.addCheck',
  openTerminal: 'aiLabs.openTerminal',
  openPort: 'aiLabs.openPort',
  openFolder: 'aiLabs.openFolder',
  restartService: 'aiLabs.restartService',
  showLogs: 'aiLabs.showLogs',
  labMenu: 'aiLabs.labMenu',
  chooseContext: 'aiLabs.chooseContext',
  filterLabs: 'aiLabs.filterLabs',
  clearFilter: 'aiLabs.clearFilter',
  searchLabs: 'aiLabs.searchLabs',
  continue: 'aiLabs.continue',
  startAnyway: 'aiLabs.startAnyway',
  preparePrerequisite: 'aiLabs.preparePrerequisite',
  showPrerequisite: 'aiLabs.showPrerequisite',
  showLog: 'aiLabs.showLog',
  refresh: 'aiLabs.refresh',
  retryEngine: 'aiLabs.retryEngine',
  openSetting: 'aiLabs.openSetting',
  openProblem: 'aiLabs.openProblem',
} as const satisfies Record<string, CommandId>;

export const viewIds = {
  container: 'aiLabs',
  careerPath: 'aiLabs.careerPath',
  /** Shown only while something stands between the learner and a lab. */
  setup: 'aiLabs.setup',
  guide: 'aiLabs.guide',
  careerGuide: 'aiLabs.careerGuide',
  guidePreview: 'aiLabs.guidePreview',
} as const;

/** Keys that `when` clauses of the manifest read. */
export const contextKeys = {
  /** `unknown`, `ready`, or why the engine cannot be used (EngineProblem). */
  engine: 'aiLabs.engine',
  /** What else of the machine is in the way of labs (MachineCause); empty where nothing is, and while the engine cannot be used. */
  machine: 'aiLabs.machine',
  /** How many labs run; unset until someone looked, so that commands are offered rather than hidden by mistake. */
  running: 'aiLabs.running',
  /** Whether the tree shows some of the labs only. */
  filtered: 'aiLabs.filtered',
  /** Why the tree shows nothing: `none` there are no labs, `filtered` none fits, `unreadable`; empty where it shows some. */
  empty: 'aiLabs.empty',
  /** Whether a check was ever run here. */
  checked: 'aiLabs.checked',
  /** Ids of test items whose checker broke. */
  brokenTests: 'aiLabs.brokenTests',
} as const;

export const settingIds = {
  home: 'aiLabs.home',
  catalogs: 'aiLabs.catalogs',
  dockerHost: 'aiLabs.docker.host',
  dockerContext: 'aiLabs.docker.context',
  snapshotsLimit: 'aiLabs.snapshots.limitMB',
  openFolder: 'aiLabs.openFolder',
  checkOnSave: 'aiLabs.checkOnSave',
  idleMinutes: 'aiLabs.idleMinutes',
  onClose: 'aiLabs.onClose',
  enforceRequires: 'aiLabs.enforceRequires',
} as const;

/** The lab of a command's argument, whatever menu or message it came from; undefined where it names none. */
export function labOf(argument: unknown): string | undefined {
  return textField(argument, 'lab') ?? testOf(argument)?.lab;
}

/** The step of a command's argument. */
export function stepOf(argument: unknown): string | undefined {
  return textField(argument, 'step') ?? testOf(argument)?.step;
}

/** Menus of the Testing view give a test item, or a message together with its item. */
function testOf(argument: unknown): TestTarget | undefined {
  const item = (argument as { test?: unknown } | null | undefined)?.test ?? argument;
  return targetOf(textField(item, 'id'));
}

/** The service of a command's argument. */
export function serviceOf(argument: unknown): string | undefined {
  return textField(argument, 'service');
}

/** A field of a command's argument, where it is text. */
export function textField(argument: unknown, name: string): string | undefined {
  const value = typeof argument === 'object' && argument !== null ? (argument as Record<string, unknown>)[name] : undefined;
  return typeof value === 'string' && value !== '' ? value : undefined;
}
