import type { DownService, SessionState } from '../api';

/** A state a lab can rest in, and go back to when something does not work out. */
export type Rest = 'absent' | 'ready' | 'stopped';

/** A lab's life: what is shown, and where it rests if what is going on now comes to nothing. */
export interface Life {
  state: SessionState;
  rest: Rest;
  /** A failure that the engine shows, and that is over as soon as it no longer does. */
  shown?: true;
  /** What goes on is another process's doing, as far as was last seen: what this process does then is not held up by it. */
  away?: true;
}

export type LifeEvent =
  /** A start or a reset was asked for. */
  | { kind: 'start'; message: string }
  | { kind: 'progress'; stage: 'preparing' | 'starting'; message: string; fraction?: number }
  | { kind: 'started' }
  | { kind: 'check'; checks: string[] }
  | { kind: 'checked' }
  | { kind: 'stop' }
  | { kind: 'stopped' }
  /** What was going on failed. `rest`: where the lab now is in truth, if that changed. */
  | { kind: 'failed'; code: string; message: string; rest?: Rest }
  /** A lab that runs is not as it should be for what comes next, whatever was asked of it besides. */
  | { kind: 'stuck'; code: string; message: string }
  | { kind: 'cancelled'; rest?: Rest }
  /** What the engine and the records say, when nothing of ours is going on. */
  | { kind: 'observed'; rest: Rest }
  /** Part of a running lab is down, or all of it by its own doing (`rest`), or the engine does not answer. */
  | { kind: 'broken'; code: string; message: string; down?: DownService[]; rest?: 'stopped' }
  /** Another process is at work on it. */
  | { kind: 'elsewhere'; stage: 'starting' | 'stopping'; message: string };

export const unborn: Life = { state: { kind: 'absent' }, rest: 'absent' };

/** Where a lab goes from here. Pure and total: an event that makes no sense now changes nothing. */
export function reduce(life: Life, event: LifeEvent): Life {
  const { state, rest } = life;
  const busy = isBusy(state) && !life.away;
  switch (event.kind) {
    case 'start':
      return busy ? life : { state: { kind: 'preparing', message: event.message }, rest };
    case 'progress':
      return busy && (state.kind === 'preparing' || state.kind === 'starting')
        ? { state: { kind: event.stage, message: event.message, fraction: event.fraction }, rest }
        : life;
    case 'started':
      return busy && (state.kind === 'preparing' || state.kind === 'starting') ? at('ready') : life;
    case 'check':
      return rest === 'ready' && !busy
        ? { state: { kind: 'checking', checks: event.checks }, rest }
        : life;
    case 'checked':
      return state.kind === 'checking' ? at(rest) : life;
    case 'stop':
      return state.kind === 'absent' || busy ? life : { state: { kind: 'stopping' }, rest };
    case 'stopped':
      return state.kind === 'stopping' && busy ? at('stopped') : life;
    case 'failed':
      return isBusy(state) ? failed(event.code, event.message, event.rest ?? rest) : life;
    case 'stuck':
      return rest === 'ready' && (!busy || state.kind === 'checking') ? failed(event.code, event.message, rest) : life;
    case 'cancelled':
      return isBusy(state) ? at(event.rest ?? rest) : life;
    case 'observed':
      // A failure stays readable until something changes; one that the engine shows is over when it shows nothing wrong.
      return state.kind === 'failed' && !life.shown && rest === event.rest ? life : at(event.rest);
    case 'broken':
      return { ...failed(event.code, event.message, event.rest ?? 'ready', event.down), shown: true };
    case 'elsewhere':
      return {
        state: event.stage === 'stopping' ? { kind: 'stopping' } : { kind: 'starting', message: event.message },
        rest,
        away: true,
      };
  }
}

/** Whether something is going on that ends by itself. */
export function isBusy(state: SessionState): boolean {
  return state.kind === 'preparing' || state.kind === 'starting' || state.kind === 'checking' || state.kind === 'stopping';
}

function at(rest: Rest): Life {
  return { state: { kind: rest }, rest };
}

function failed(code: string, message: string, rest: Rest, down?: DownService[]): Life {
  return { state: { kind: 'failed', code, message, lastGood: rest, ...(down ? { down } : {}) }, rest };
}
