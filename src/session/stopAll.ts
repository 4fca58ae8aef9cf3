import { isCancelled } from '../common/errors';
import type { Sessions, SessionView } from './api';

export interface Stopped {
  identity: string;
  title: string;
  error?: unknown;
}

/** Labs that run, or are about to. */
export function upLabs(sessions: Sessions): SessionView[] {
  return sessions.all().filter(({ state, running }) => running !== undefined || state.kind === 'preparing' || state.kind === 'starting');
}

/**
 * Stops labs, all at once: a container that ignores the request takes its ten seconds only once. One that does not stop
 * keeps no other from it. Rejects with CancelledError alone.
 */
export async function stopAll(views: readonly SessionView[], stop: (identity: string) => Promise<void>): Promise<Stopped[]> {
  return Promise.all(
    views.map(async ({ lab }) => {
      const done = { identity: lab.identity, title: lab.definition.title };
      try {
        await stop(lab.identity);
        return done;
      } catch (error) {
        if (isCancelled(error)) {
          throw error;
        }
        return { ...done, error };
      }
    }),
  );
}
