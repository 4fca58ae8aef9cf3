import { copyFile, rm } from 'node:fs/promises';
import { systemCode } from '../common/errors';
import type { Lab } from '../curriculum/lab';
import { progressOf } from '../progress/fold';
import { Journal } from '../progress/journal';
import type { Sessions } from './api';
import { makeRehearsalHome } from './cleanup/rehearsalHome';
import type { SessionsOptions } from './context';
import { Home } from './home';
import { LabSessions } from './sessions';

/** A lab in a home of its own: nothing of it is the learner's, and nothing is left of it when it is disposed of. */
export interface FreshLab {
  sessions: Sessions;
  /** Whether every step has been completed. */
  isComplete(): boolean;
  dispose(): Promise<void>;
}

/**
 * Opens a home below the learner's `.state`, where rehearsals have theirs, so that Clean Up finds what a killed process leaves.
 * What the learner agreed to once holds there too.
 */
export async function openFreshLab(lab: Lab, options: Omit<SessionsOptions, 'journal' | 'findLab' | 'snapshotLimit'>): Promise<FreshLab> {
  const folder = await makeRehearsalHome(options.home.state);
  const home = new Home(folder);
  const journal = new Journal(home.journal, options.log);
  const sessions = new LabSessions({ ...options, home, journal, findLab: () => Promise.resolve(lab) });
  await home.make();
  await copyWhereThere(options.home.consents, home.consents);
  return {
    sessions,
    isComplete: () => progressOf(journal.summary, lab.identity).completedAt !== undefined,
    dispose: async () => {
      try {
        await sessions.remove(lab.identity);
        await copyWhereThere(home.consents, options.home.consents);
      } finally {
        sessions.dispose();
        journal.dispose();
        await rm(folder, { recursive: true, force: true, maxRetries: 3 });
      }
    },
  };
}

async function copyWhereThere(from: string, to: string): Promise<void> {
  await copyFile(from, to).catch((error: unknown) => {
    if (systemCode(error) !== 'ENOENT') {
      throw error;
    }
  });
}
