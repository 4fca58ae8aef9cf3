import type { Change } from '../checks/affected';
import type { UserError } from '../common/errors';
import type { Event } from '../common/event';
import type { LabNotice, Lack } from './notices';
import type { CheckResult } from '../common/verdict';
import type { Lab } from '../curriculum/lab';
import type { SolutionFile } from '../curriculum/solutionFiles';
import type { EngineProgress, RunningLab, Shell, Snapshot } from '../engines/engine';

/** Where a learner's lab is in its life. A discriminated union; transitions are in `reducer.ts`. */
export type SessionState =
  | { kind: 'absent' }
  /** Files and images. */
  | { kind: 'preparing'; message: string; fraction?: number }
  /** Containers. */
  | { kind: 'starting'; message: string; fraction?: number }
  | { kind: 'ready' }
  | { kind: 'checking'; checks: string[] }
  | { kind: 'stopping' }
  /** Containers gone or down; the learner's files are there. */
  | { kind: 'stopped' }
  /** `down`: the services that ended by themselves, where that is what went wrong. */
  | { kind: 'failed'; code: string; message: string; lastGood: 'absent' | 'ready' | 'stopped'; down?: DownService[] };

/** A service that ended while its lab runs. */
export interface DownService {
  service: string;
  exitCode?: number;
  outOfMemory: boolean;
  /** What it printed last, as it came; empty for one that is hidden. */
  lines: string;
  /** The grader's own: the learner can neither restart it nor read what it printed. */
  hidden: boolean;
}

/** What the product must ask a person. The command line answers from flags or the terminal, the editor by dialogs. */
export interface Asker {
  /** `engine: true` and other things a learner agrees to once. */
  consent(question: { id: string; title: string; detail: string; accept: string }): Promise<boolean>;
  /** A value of the lab's `inputs`; undefined cancels. */
  input(question: { name: string; prompt: string; pattern?: string; default?: string }): Promise<string | undefined>;
}

export interface StartOptions {
  /**
   * Take the lab as it is on disk now. Otherwise a session goes on with the version it began with (`outdated` says that
   * there is a newer one). The learner's files stay in any case.
   */
  newVersion?: boolean;
  onProgress?: (progress: EngineProgress) => void;
  asker: Asker;
  signal?: AbortSignal;
}

/** A started lab, as the rest of the product sees it. */
export interface SessionView {
  lab: Lab;
  state: SessionState;
  /** The learner's folder on this machine. */
  folder: string;
  /** First step not completed, or the last one. */
  currentStep: string;
  running?: RunningLab;
  /** Published ports: service, container port, host port. */
  ports: { service: string; container: number; host: number }[];
  inputs: Readonly<Record<string, string>>;
  seed: string;
  /** Services where the learner is root beside checks, so that nothing is hidden from them (curriculum/isolation.ts). */
  unisolated: string[];
  /** What this lab counts on and the engine it runs on does not have. */
  lacks: Lack[];
  /** The content digest of the lab this session runs, and whether the lab on disk has changed since. */
  digest: string;
  outdated: boolean;
}

export interface CheckOptions {
  /** All checks of this step; default the current step (or the whole lab with `all`). */
  step?: string;
  /** One check. */
  check?: string;
  /** Exactly these, in this order (rehearsal); `needs` are honoured all the same. */
  checks?: string[];
  all?: boolean;
  /**
   * A run by itself after this change, not asked for by a person: of the checks above only those whose verdict may be
   * another now (`affectedChecks` in checks/affected.ts; none is an empty outcome). A newer such run of the lab cancels
   * this one inside the container and takes its changes along; this promise then rejects with CancelledError, and no
   * result of it comes after one of the newer. Whatever a person asks for meanwhile goes first. Only verdicts that are
   * news are journaled.
   */
  changed?: Change;
  /**
   * An author's try: definition and scripts are those of this lab, as it lies in its folder now, and not of the version
   * the session began with. Nothing is journaled and no step is completed: it says something of the check, not of the
   * learner. Rejects with a UserError `lab-outdated` where the running lab lacks a service of it.
   */
  author?: Lab;
  onStarted?: (checkId: string) => void;
  onResult?: (result: CheckResult) => void;
  signal?: AbortSignal;
}

export interface CheckOutcome {
  results: CheckResult[];
  /** Steps this run completed, and whether it completed the lab. */
  completedSteps: string[];
  completedLab: boolean;
}

export interface LogsOptions {
  service: string;
  /** Lines from the end; default all. */
  tail?: number;
  follow?: boolean;
  onChunk: (chunk: Buffer) => void;
  onStarted?: () => void;
  signal?: AbortSignal;
}

/** What Reset Step would do now: what a person is told before they agree. */
export interface ResetOffer {
  step: string;
  title: string;
  /** `snapshot`: as they were when the step began. `fresh`: made anew, what was changed in them is gone; `why` says why. */
  containers: 'snapshot' | 'fresh';
  why?: string;
  /** `kept`: as they were when the step began. `starter`: the first step begins with the starter files. */
  files: 'kept' | 'starter';
  /** ISO 8601, when the step began. */
  keptAt?: string;
  /** So many files had been changed already when they were copied; they come back as they were then. */
  late: number;
  /** Some service has folders in memory, which come back empty. */
  inMemory: boolean;
  /** Services whose own engine keeps its images and containers as they are. */
  innerEngines: string[];
}

export interface ResetStepOptions extends StartOptions {
  /** Default the step the learner is at. */
  step?: string;
  /** What the person agreed to (`ResetOffer.containers`); rejects with `no-snapshot` where there is less by now. */
  containers: ResetOffer['containers'];
}

/** Who counts a step as completed whatever its checks say, and why; both are journaled. */
export interface Override {
  by: string;
  reason: string;
}

/** Indices from 0 for a choice, a number, or text for a pattern. */
export type Answer = number[] | number | string;

export interface AnswerOutcome {
  correct: boolean;
  /** The author's explanation, told after the answer. */
  explain?: string;
  completedStep: boolean;
  completedLab: boolean;
}

/**
 * Every learner's lab of one home, whoever looks: a window, another window, the command line. State is what the
 * engine's labels, the runtime records and the journal say, never what this process remembers.
 */
export interface Sessions {
  /** Fires with a lab's identity whenever its session may look different. */
  readonly onDidChange: Event<string>;
  /** What a person should be told without having asked: a step that could not be entered, both of two versions that were kept. */
  readonly onNotice: Event<LabNotice>;

  /** What is known now, without asking the engine. */
  state(identity: string): SessionState;
  view(identity: string): SessionView | undefined;
  all(): SessionView[];

  /**
   * Finds running labs by their labels, removes what is half-made, and from then on notices what others do. Safe to call
   * again. Resolves with the engine's UserError where it cannot be asked: what the records say is known all the same,
   * so nobody needs an engine to see their lab, and an engine that comes later is noticed. Rejects with CancelledError,
   * or a UserError where the records themselves cannot be read.
   */
  resume(signal?: AbortSignal): Promise<UserError | undefined>;

  /**
   * Starts, or starts again, or returns the one that runs; waits while another window is at work on it. Rejects with
   * CancelledError (also where the learner does not agree or answer) or a UserError, and has then left nothing on the
   * engine that was not there before.
   */
  start(lab: Lab, options: StartOptions): Promise<SessionView>;
  /** Ends the lab's processes; containers, volumes and files stay. Interrupts a start or a check of this process. */
  stop(identity: string, signal?: AbortSignal): Promise<void>;
  /** The learner does something with the lab that no other method tells of, such as typing. Cheap. */
  used(identity: string): void;
  /** Stops a lab that has not been used for so many milliseconds, in any window, unless somebody is at work on it. */
  stopIdle(identity: string, idleMs: number): Promise<'stopped' | 'busy' | 'used' | 'gone'>;
  /** Containers, network and volumes gone; the learner's folder stays. For rehearsal, `stop --all --remove` and cleaning up. */
  remove(identity: string, signal?: AbortSignal): Promise<void>;
  /** Copies the folder aside, then begins again from the starter files, with the lab as it is on disk now. */
  reset(lab: Lab, options: StartOptions): Promise<SessionView>;
  /**
   * What resetting a step (default the current one) would do. Waits a moment for what is being kept just now. Rejects with
   * a UserError `lab-not-started`, `step-not-reached`, or `nothing-kept` where only the whole lab can be reset.
   */
  resetOffer(identity: string, step?: string): Promise<ResetOffer>;
  /**
   * Copies the folder aside, then brings files and containers back to the entry of a step; processes begin again, and
   * so does the step's `before`. Until the first of it is touched, cancelling and failing change nothing.
   */
  resetStep(identity: string, options: ResetStepOptions): Promise<SessionView>;
  /** Brings the folder back as it was before the last reset, after copying aside what it holds now. Needs no engine. */
  undoReset(identity: string, signal?: AbortSignal): Promise<{ restored: string; backup?: string }>;
  /** Whether there is a copy to bring back. */
  canUndoReset(identity: string): Promise<boolean>;
  /** Snapshots of all labs of this home, with the disk space they take; oldest first. */
  snapshots(signal?: AbortSignal): Promise<Snapshot[]>;
  /** Settles when nothing is being kept for Reset Step any more: a process that ends sooner keeps nothing. */
  settled(): Promise<void>;
  /** One at a time for a lab. Rejects with a UserError `lab-not-running` or `lab-busy`, never because work is not right. */
  check(identity: string, options: CheckOptions): Promise<CheckOutcome>;
  /** Grades an answer in this process, journals the attempt, and completes the step if that was the last thing missing. */
  answer(identity: string, question: string, given: Answer): Promise<AnswerOutcome>;
  /** Shows the next hint of a step, journaled; undefined when there are no more. */
  hint(identity: string, step: string): Promise<{ index: number; text: string; remaining: number } | undefined>;
  /**
   * The reference solution of a step to read, journaled as shown. Rejects with a UserError `unknown-step`, `no-solution`,
   * or `hints-first` while there are hints that were not shown.
   */
  solution(identity: string, step: string): Promise<SolutionFile[]>;
  /**
   * Asks for the lab's `inputs` again, each with what was answered before. The guide, scripts and checks know the new
   * answers from then on; containers that are there keep those they were made with. Rejects with CancelledError, or a
   * UserError `lab-not-started` or `input-invalid`, and has then changed nothing.
   */
  changeInputs(identity: string, asker: Asker): Promise<void>;
  /** Completes a step that has neither checks nor questions, and enters the next. */
  next(identity: string): Promise<void>;
  /**
   * An instructor's word instead of a step's checks and questions, journaled and marked. Needs no engine. Rejects with a
   * UserError `unknown-step`, `lab-not-started`, `step-completed` or `override-incomplete`.
   */
  override(identity: string, step: string, override: Override): Promise<{ completedSteps: string[]; completedLab: boolean }>;
  /**
   * Runs one of the lab's own scripts in the terminal's service as the learner, as rehearsal and "show solution" do. Output
   * comes when it has ended. `author`: the script of this lab, as it lies in its folder now; nothing is journaled.
   */
  applySolution(identity: string, path: string, options: { author?: Lab; onOutput?: (chunk: Buffer) => void; signal?: AbortSignal }): Promise<{ exitCode?: number; output: string }>;
  /**
   * Ends one service and starts it again, set-up included; host ports stay where they are free. Resolves when it is
   * healthy. Rejects with a UserError `unknown-service` (also for a hidden one), `lab-not-running`, or the engine's.
   */
  restartService(identity: string, service: string, options?: { onProgress?: (progress: EngineProgress) => void; signal?: AbortSignal }): Promise<void>;
  /**
   * What a service printed, as it came, also of a lab that was stopped. `follow`: and what it prints from now on, over
   * restarts (`onStarted` tells of each), until the lab is removed or the signal fires, which rejects with
   * CancelledError. Rejects with a UserError `unknown-service` (also for a hidden one) or `lab-not-running`.
   */
  logs(identity: string, options: LogsOptions): Promise<void>;
  openShell(identity: string, options: { service?: string; columns: number; rows: number; signal?: AbortSignal }): Promise<Shell>;
  /** Host port of a service's container port. */
  endpoint(identity: string, service: string, port: number): Promise<{ host: string; port: number }>;
  dispose(): void;
}
