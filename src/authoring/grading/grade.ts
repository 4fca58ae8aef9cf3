import { rm } from 'node:fs/promises';
import { throwIfAborted } from '../../common/cancellation';
import { isCancelled, isUserError, messageOf, UserError } from '../../common/errors';
import type { CheckResult } from '../../common/verdict';
import { hasSolution, type Lab } from '../../curriculum/lab';
import type { Engine } from '../../engines/engine';
import type { Asker } from '../../session/api';
import type { FillFolder, FreshLab } from '../../session/freshLab';
import { Actor } from '../actor';
import { onlyWhatIsOpen, prepare } from '../prepare';
import { checksToRun, emptyGrading, type GradedCheck, type GradedHandIn, type Grading, judged } from './grading';
import { findHandIns, type HandIn, takeHandIn } from './handIns';

export interface GradeOptions {
  asker: Asker;
  /** Hand-ins at a time. */
  jobs: number;
  /** How long one hand-in may take, in milliseconds, from unpacking to its last check. */
  timeoutMs: number;
  /** A sentence for a person; the fraction from 0 to 1 where it is known. */
  onProgress?: (message: string, fraction?: number) => void;
  onGraded?: (handIn: GradedHandIn) => void;
  signal?: AbortSignal;
}

/** What grading runs on. */
export interface GradingPlace {
  /** A lab in a home of its own. */
  open(fill?: FillFolder): Promise<FreshLab>;
  engine(): Promise<Engine>;
  /** An absolute path where nothing is yet, on the disk of the labs' homes. */
  solutionFolder: string;
}

/** Codes of what would go wrong with the next one, too. */
const ours = new Set(['disk-full', 'home-not-writable', 'consent-needed', 'input-needed']);

/** `grade` for folders and zips that a person named; the engine is asked first whether it can be used at all. */
export async function gradePaths(lab: Lab, paths: readonly string[], place: GradingPlace, options: GradeOptions): Promise<Grading> {
  const handIns = await findHandIns(paths, lab);
  const status = await (await place.engine()).probe(options.signal);
  if (!status.usable) {
    throw status.error;
  }
  return grade(lab, handIns, place, options);
}

/**
 * Runs a lab's checks on what was handed in, each in a fresh lab of its own. The folder that the lab's own solution leaves is
 * graded first, in the same way: what it does not pass is in no folder, and is graded for nobody. Rejects with CancelledError,
 * the engine's UserErrors, `prepare-failed` where the solution does not hold on this machine, or `nothing-gradable`; never because
 * of a hand-in.
 */
async function grade(lab: Lab, handIns: readonly HandIn[], place: GradingPlace, options: GradeOptions): Promise<Grading> {
  const asker = askingOnce(options.asker);
  const solution = hasSolution(lab) ? await gradeSolution(lab, place, asker, options) : undefined;
  const grading = emptyGrading(lab, solution);
  if (!grading.checks.some(({ graded }) => graded)) {
    throw new UserError(`Nothing of “${lab.definition.title}” can be judged by a folder: its checks look at what runs, or there are none.`, {
      code: 'nothing-gradable', action: { label: 'Ask for Results', text: 'Ask for the learners\' own results instead (`ai-labs export csv`), or look at their labs with them.' },
    });
  }
  const queue = [...handIns];
  const done = new Map<HandIn, GradedHandIn>();
  const worker = async (): Promise<void> => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      throwIfAborted(options.signal);
      const graded = await gradeOne(lab, next, grading.checks, place, asker, {
        ...options,
        onProgress: (message) => options.onProgress?.(message, done.size / handIns.length),
      });
      done.set(next, graded);
      options.onGraded?.(graded);
    }
  };
  const results = await Promise.allSettled(Array.from({ length: Math.min(options.jobs, handIns.length) }, async () => {
    try {
      await worker();
    } catch (error) {
      // Nobody begins another one.
      queue.length = 0;
      throw error;
    }
  }));
  for (const result of results) {
    if (result.status === 'rejected') {
      throw result.reason;
    }
  }
  return { ...grading, handIns: handIns.flatMap((each) => done.get(each) ?? []) };
}

/** Solves the lab, keeps its folder, and grades that. */
async function gradeSolution(lab: Lab, place: GradingPlace, asker: Asker, { onProgress, signal }: GradeOptions): Promise<CheckResult[]> {
  const own: HandIn = { learner: 'solution', path: place.solutionFolder };
  const tell = (message: string): void => onProgress?.(`Solution of the lab: ${message}`, 0);
  try {
    await prepare(lab, () => place.open(), {
      asker, signal, onProgress: tell,
      onSolved: async ({ sessions }) => {
        const folder = sessions.view(lab.identity)?.folder;
        if (folder === undefined) {
          throw new Error(`The fresh lab of ${lab.identity} has no folder`);
        }
        await takeHandIn({ learner: own.learner, path: folder }, lab, place.solutionFolder, `${place.solutionFolder}.partial`, signal);
      },
    });
    return await checkFolder(lab, place, asker, tell, (folder, spare) => takeHandIn(own, lab, folder, spare, signal).then(() => undefined), signal);
  } finally {
    await rm(place.solutionFolder, { recursive: true, force: true });
    await rm(`${place.solutionFolder}.partial`, { recursive: true, force: true });
  }
}

async function gradeOne(lab: Lab, handIn: HandIn, checks: readonly GradedCheck[], place: GradingPlace, asker: Asker, options: GradeOptions): Promise<GradedHandIn> {
  const since = performance.now();
  const deadline = AbortSignal.timeout(options.timeoutMs);
  const signal = AbortSignal.any([deadline, ...(options.signal ? [options.signal] : [])]);
  let notes: string[] = [];
  const base = (): Pick<GradedHandIn, 'learner' | 'path' | 'notes' | 'durationMs'> => ({ ...handIn, notes, durationMs: Math.round(performance.now() - since) });
  try {
    const fill: FillFolder = async (folder, spare) => {
      notes = await takeHandIn(handIn, lab, folder, spare, signal);
    };
    const results = await checkFolder(lab, place, asker, (message) => options.onProgress?.(`${handIn.learner}: ${message}`), fill, signal);
    return { ...judged(lab, checks, results), ...base() };
  } catch (error) {
    throwIfAborted(options.signal);
    if (deadline.aborted && isCancelled(error)) {
      return { ...base(), state: 'timedOut', reason: `It was not done within ${Math.round(options.timeoutMs / 1000)} s.`, results: [] };
    }
    if (!isUserError(error)) {
      throw error;
    }
    if (ours.has(error.code)) {
      throw error;
    }
    // Whatever is wrong with all of them is no hand-in's fault.
    const status = await (await place.engine()).probe(options.signal);
    if (!status.usable) {
      throw status.error;
    }
    return { ...base(), state: error.code === 'hand-in-refused' ? 'refused' : 'errored', reason: messageOf(error), results: [] };
  }
}

/** Every check of the lab's end on a folder, in a fresh lab that is gone afterwards. */
async function checkFolder(lab: Lab, place: GradingPlace, asker: Asker, tell: (message: string) => void, fill: FillFolder, signal?: AbortSignal): Promise<CheckResult[]> {
  throwIfAborted(signal);
  tell('Taking the files');
  const fresh = await place.open(fill);
  try {
    const { steps } = lab.definition;
    const actor = new Actor(fresh.sessions, lab, tell, signal, onlyWhatIsOpen(asker));
    await actor.start();
    if (steps.slice(1).some(({ before }) => before.length > 0)) {
      // What steps do to the lab on being entered is done in order, as it was for the learner.
      for (const { id } of steps.slice(0, -1)) {
        throwIfAborted(signal);
        await fresh.sessions.override(lab.identity, id, { by: 'ai-labs grade', reason: 'graded at the end' });
      }
    }
    tell('Running the checks');
    return await actor.check(checksToRun(lab.definition));
  } finally {
    await fresh.dispose();
  }
}

/** The same question is answered once for all hand-ins. */
function askingOnce(asker: Asker): Asker {
  const consents = new Map<string, Promise<boolean>>();
  const inputs = new Map<string, Promise<string | undefined>>();
  return {
    consent: (question) => remembered(consents, question.id, () => asker.consent(question)),
    input: (question) => remembered(inputs, question.name, () => asker.input(question)),
  };
}

function remembered<T>(known: Map<string, Promise<T>>, key: string, ask: () => Promise<T>): Promise<T> {
  const answer = known.get(key) ?? ask();
  known.set(key, answer);
  return answer;
}
