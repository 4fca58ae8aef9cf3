import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Activity } from '../../../src/session/idle/activity';
import { IdleWatch } from '../../../src/session/idle/idleWatch';
import type { IdleOutcome } from '../../../src/session/idle/stopIdle';

const minute = 60_000;

describe('Stopping idle labs', () => {
  let folder = '';
  let now = 0;
  let idleMinutes = 60;
  let outcome: IdleOutcome | Error = 'stopped';
  let waiting: { work: () => void; ms: number }[] = [];
  const asked: string[] = [];
  const troubles: unknown[] = [];
  const told: string[] = [];
  let activity: Activity;
  const watches: IdleWatch[] = [];

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'ai-labs-idle-'));
    now = Date.parse('2026-01-01T12:00:00Z');
    [idleMinutes, outcome, waiting] = [60, 'stopped', []];
    asked.length = troubles.length = told.length = 0;
    activity = new Activity(folder, () => now);
  });
  afterEach(async () => {
    watches.splice(0).forEach((watch) => watch.dispose());
    await rm(folder, { recursive: true, force: true });
  });

  /** A window of its own. */
  function open(): IdleWatch {
    const watch = new IdleWatch({
      activity: new Activity(folder, () => now),
      idleMs: () => idleMinutes * minute,
      stop: async (identity) => {
        asked.push(identity);
        if (outcome instanceof Error) {
          throw outcome;
        }
        await (outcome === 'stopped' && activity.forget(identity));
        return outcome;
      },
      now: () => now,
      later: (work, ms) => {
        const entry = { work, ms };
        waiting.push(entry);
        return { dispose: () => void (waiting = waiting.filter((each) => each !== entry)) };
      },
      onTrouble: (error) => troubles.push(error),
    });
    watch.onDidStop((identity) => told.push(identity));
    watches.push(watch);
    return watch;
  }

  it('stops what nobody used for the time that is set, and tells of it once', async () => {
    const watch = open();
    await activity.begin('cat/old');
    now += 30 * minute;
    await activity.begin('cat/young');
    now += 30 * minute;
    await watch.look();
    await watch.look();
    assert.deepEqual([asked, told], [['cat/old'], ['cat/old']]);
  });

  it('counts the use of either window', async () => {
    const watch = open();
    await activity.begin('cat/lab');
    now += 59 * minute;
    await new Activity(folder, () => now).keep('cat/lab');
    now += 2 * minute;
    await watch.look();
    assert.deepEqual(asked, []);
    now += 58 * minute;
    await watch.look();
    assert.deepEqual(asked, ['cat/lab']);
  });

  it('tells of a stop in its last minutes, and keeps the lab on when asked', async () => {
    const watch = open();
    await activity.begin('cat/lab');
    now += 54 * minute;
    await watch.look();
    assert.deepEqual(watch.near, []);
    now += 2 * minute;
    await watch.look();
    assert.deepEqual(watch.near, [{ identity: 'cat/lab', stopsAt: now + 4 * minute }]);
    await watch.keep('cat/lab');
    assert.deepEqual(watch.near, []);
    now += 59 * minute;
    await watch.look();
    assert.deepEqual(asked, []);
  });

  it('looks again by itself, in time for the next stop', async () => {
    const watch = open();
    await watch.look();
    assert.deepEqual(waiting.map(({ ms }) => ms), [20_000]);
    await activity.begin('cat/lab');
    now += 60 * minute - 3000;
    await watch.look();
    assert.deepEqual(waiting.map(({ ms }) => ms), [3000]);
    now += 3000;
    waiting[0]?.work();
    await watch.look();
    assert.deepEqual(asked, ['cat/lab']);
    watch.dispose();
    assert.deepEqual(waiting, []);
  });

  it('stops nothing where the setting is 0', async () => {
    const watch = open();
    idleMinutes = 0;
    await activity.begin('cat/lab');
    now += 10_000 * minute;
    await watch.look();
    assert.deepEqual([asked, watch.near], [[], []]);
  });

  it('tries again soon where somebody is at work on the lab, and later where it could not be stopped', async () => {
    const watch = open();
    await activity.begin('cat/lab');
    now += 61 * minute;
    outcome = 'busy';
    await watch.look();
    await watch.look();
    assert.deepEqual([asked.length, told], [2, []]);
    outcome = new Error('no engine');
    await watch.look();
    await watch.look();
    assert.deepEqual([asked.length, troubles.length], [3, 1]);
    now += 6 * minute;
    outcome = 'stopped';
    await watch.look();
    assert.deepEqual(told, ['cat/lab']);
  });
});
