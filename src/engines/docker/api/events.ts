import { setTimeout as delay } from 'node:timers/promises';
import { messageOf } from '../../../common/errors';
import type { Log } from '../../../common/log';
import type { EngineEvent } from '../../engine';
import type { Client } from '../connect/client';
import { label, labelFilters } from '../labels';
import { lines } from './lines';
import { streamApi } from './request';
import { eventSchema } from './wire';

/** Container events of the Engine API -> ours. Podman says `remove` where Docker says `destroy`. */
const kinds: Record<string, EngineEvent['kind']> = {
  start: 'started',
  die: 'died',
  died: 'died',
  stop: 'stopped',
  destroy: 'removed',
  remove: 'removed',
  oom: 'oom',
  pause: 'paused',
  unpause: 'unpaused',
};

const firstWaitMs = 500;
const longestWaitMs = 10_000;

/** Reads one line of the event stream; undefined where it does not concern us. */
export function parseEvent(line: string): { event?: EngineEvent; time?: number } {
  const parsed = eventSchema.safeParse(JSON.parse(line));
  if (!parsed.success) {
    return {};
  }
  const { Action, Actor, time } = parsed.data;
  const attributes = Actor?.Attributes ?? {};
  const kind = kinds[Action];
  const lab = attributes[label.lab];
  const session = attributes[label.session];
  if (!kind || lab === undefined || session === undefined) {
    return { time };
  }
  return { time, event: { lab, session, service: attributes[label.service], kind } };
}

/**
 * Tells of changes to the containers of a home until disposed. After a lost connection it connects again and asks for
 * what it missed; an event may then be told twice.
 */
export function watchEvents(
  connect: () => Promise<Client>,
  home: string,
  listener: (event: EngineEvent) => void,
  log: Log,
): { dispose(): void } {
  const stop = new AbortController();
  void follow(connect, home, listener, log, stop.signal);
  return { dispose: () => stop.abort() };
}

async function follow(
  connect: () => Promise<Client>,
  home: string,
  listener: (event: EngineEvent) => void,
  log: Log,
  signal: AbortSignal,
): Promise<void> {
  let since: number | undefined;
  let wait = firstWaitMs;
  while (!signal.aborted) {
    try {
      const { docker } = await connect();
      const filters = { type: ['container'], label: labelFilters(home) };
      const stream = await streamApi(docker, {
        method: 'GET',
        path: '/events',
        query: { since, filters },
        signal,
        // Some engines begin their answer with the first event.
        timeoutMs: Infinity,
      });
      wait = firstWaitMs;
      for await (const line of lines(stream)) {
        const { event, time } = parseEvent(line);
        since = time ?? since;
        if (event && !signal.aborted) {
          listener(event);
        }
      }
    } catch (error) {
      if (!signal.aborted) {
        log.debug(`The engine's events ended: ${messageOf(error)}`);
      }
    }
    since ??= Math.floor(Date.now() / 1000);
    await pause(wait, signal);
    wait = Math.min(wait * 2, longestWaitMs);
  }
}

/** Waits, or returns early when the signal fires. A pending wait keeps no process alive. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await delay(ms, undefined, { signal, ref: false });
  } catch (error) {
    if (!signal.aborted) {
      throw error;
    }
  }
}
