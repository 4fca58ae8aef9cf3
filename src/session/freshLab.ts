import { mkdir, rm } from 'node:fs/promises';
import type { Lab } from '../curriculum/lab';
import { progressOf } from '../progress/fold';
import { Journal } from '../progress/journal';
import type { Sessions } from './api';
import { makeRehearsalHome } from './cleanup/rehearsalHome';
import type { SessionsOptions } from './context';
import { chooseFolder } from './files/workspace';
import { Home } from './home';
import { LabSessions } from './sessions';
import { Records } from './state/record';

/** A lab in a home of its own: nothing of it is the learner's, and nothing is left of it when it is disposed of. */
export interface FreshLab {
  sessions: Sessions;
  /** Whether every step has been completed. */
  isComplete(): boolean;
  dispose(): Promise<void>;
}

export type FreshLabOptions = Omit<SessionsOptions, 'journal' | 'findLab' | 'snapshotLimit'>;

/** Fills the learner's folder of a fresh lab. `spare`: a path on the same disk where nothing is yet, gone with the lab. */
export type FillFolder = (folder: string, spare: string) => Promise<void>;

/**
 * Opens a home below the learner's `.state`, where rehearsals have theirs, so that Clean Up finds what a killed process leaves.
 * What the learner agrees to is one file for both. With `fill` the lab begins with a folder that somebody has worked in: neither
 * starter files nor `prepare` are added to it. Nothing is left where that fails.
 */
export async function openFreshLab(lab: Lab, options: FreshLabOptions, fill?: FillFolder): Promise<FreshLab> {
  const root = await makeRehearsalHome(options.home.state);
  const home = new Home(root, options.home.consents);
  const journal = new Journal(home.journal, options.log);
  const sessions = new LabSessions({ ...options, home, journal, findLab: () => Promise.resolve(lab) });
  const close = async (): Promise<void> => {
    sessions.dispose();
    journal.dispose();
    await rm(root, { recursive: true, force: true, maxRetries: 3 });
  };
  try {
    await home.make();
    await (fill && adopt(lab, home, options, fill).catch((error: unknown) => {
      throw home.notWritable(error);
    }));
  } catch (error) {
    await close();
    throw error;
  }
  return {
    sessions,
    isComplete: () => progressOf(journal.summary, lab.identity).completedAt !== undefined,
    dispose: () => sessions.remove(lab.identity).finally(close),
  };
}

/** What a record says of a lab whose containers were taken away: the folder is prepared, all else is to be made. */
async function adopt(lab: Lab, home: Home, { digest, log }: FreshLabOptions, fill: FillFolder): Promise<void> {
  const folder = chooseFolder(home, lab, []);
  await mkdir(folder);
  await fill(folder, `${home.state}/arrived`);
  const { identity, images, catalog } = lab;
  await new Records(home.sessions, log).write({
    v: 1, identity, images, catalog, folder, session: '', ready: false, prepared: true, digest: await digest(lab.folder), copy: lab.folder,
    seed: '', inputs: {}, ports: {}, users: {}, enteredSteps: [],
  });
}
