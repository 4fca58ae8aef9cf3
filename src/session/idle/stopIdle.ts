import { isUserError } from '../../common/errors';
import type { SessionContext } from '../context';
import { stopContainers } from '../stop';

/** `busy`: somebody is at work on it; `used`: it was used meanwhile; `gone`: it does not run (any more). */
export type IdleOutcome = 'stopped' | 'busy' | 'used' | 'gone';

/**
 * Stops a lab that nobody has used for `idleMs`, unless somebody is starting, checking or stopping it, here or in another
 * window. Whether it is idle is asked again once nobody else can be at work on it.
 */
export async function stopIdle(context: SessionContext, identity: string, idleMs: number, now: () => number): Promise<IdleOutcome> {
  const { activity, table, work } = context;
  if (work.has(identity)) {
    return 'busy';
  }
  if (!table.get(identity).running) {
    await activity.forget(identity);
    return 'gone';
  }
  try {
    return await work.run(identity, { purpose: 'stop', waitMs: 0 }, async (signal) => {
      const last = await activity.last(identity);
      if (last === undefined || now() - last < idleMs) {
        return last === undefined ? 'gone' : 'used';
      }
      try {
        await stopContainers(context, identity, signal);
      } catch (error) {
        // Nothing of it was asked for: the lab goes on looking as it did, and the next look at it says what is true.
        table.dispatch(identity, { kind: 'cancelled', rest: 'ready' });
        throw error;
      }
      await activity.forget(identity);
      return 'stopped';
    });
  } catch (error) {
    if (isUserError(error) && error.code === 'lab-busy') {
      return 'busy';
    }
    throw error;
  }
}
