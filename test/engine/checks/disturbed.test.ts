import assert from 'node:assert/strict';
import { isCancelled } from '../../../src/common/errors';
import type { RunningLab } from '../../../src/engines/engine';
import type { TestLab } from '../harness';
import { check, type CheckSpec, resultOf, useLab, verdicts } from './checkRig';

/** Says that it lives ten times a second, in a volume that the lab's service sees too. */
const beating = { command: ['sh', '-c', 'while date +%s%N > /beat/new; do mv /beat/new /beat/at; sleep 0.1; done'], volumes: ['beat:/beat'] };
/** Whether it did within the last half second; a fresh one is waited for a little. */
const alive = 'for i in 1 2 3 4 5; do [ $(( $(date +%s%N) - $(cat /beat/at 2>/dev/null || echo 0) )) -lt 500000000 ] && exit 0; sleep 0.1; done; echo no heartbeat; exit 1';
const silent = `sleep 0.6; (${alive}) >/dev/null && { echo it still beats; exit 1; }; exit 0`;
const spec: TestLab = { services: { lab: { service: { volumes: ['beat:/beat'] } }, heart: { service: beating }, other: { service: { command: ['sleep', '600'] } } } };
const services = { lab: { user: 'learner' }, heart: {}, other: {} };

describe('checks: services that are disturbed', function () {
  this.timeout(120_000);
  const { rig, lab } = useLab(spec);

  const run = (checks: Record<string, CheckSpec | string>, options: Parameters<typeof check>[3] = {}, running: RunningLab = lab()): ReturnType<typeof check> =>
    check(rig, running, checks, { services, ...options });
  const states = async (running = lab()): Promise<string[]> => {
    const found = (await rig.engine.findLabs(rig.home)).find(({ session }) => session === running.session);
    assert.equal(found?.faults, undefined, 'nothing is disturbed any more');
    return found?.services.map(({ state }) => state) ?? [];
  };

  it('are down for their check alone, and back for the next', async () => {
    const revived: string[][] = [];
    const results = await run(
      {
        before: alive,
        stopped: { script: silent, faults: [{ stop: 'heart' }] },
        between: alive,
        paused: { script: silent, faults: [{ pause: 'heart' }, { stop: 'other' }] },
        restarted: { script: alive, faults: [{ restart: 'heart' }] },
        after: alive,
      },
      { onRevived: async ({ services: names }) => void revived.push(names) },
    );
    assert.deepEqual([...new Set(results.map(({ verdict }) => verdict))], ['passed'], JSON.stringify(results));
    assert.deepEqual(revived, [['heart'], ['other'], ['heart']]);
    assert.deepEqual(await states(), ['running', 'running', 'running']);
  });

  it('are left alone where the check is blocked', async () => {
    const results = await run({ first: 'exit 1', second: { script: 'exit 0', needs: ['first'], faults: [{ restart: 'heart' }] } }, {
      onRevived: () => assert.fail('something was restarted'),
    });
    assert.deepEqual(verdicts(results), { first: 'failed', second: 'blocked' });
  });

  it('come back when the check fails, is too slow, or is cancelled', async () => {
    const faults = [{ stop: 'heart' }, { pause: 'other' }];
    assert.deepEqual(verdicts(await run({ fails: { script: 'exit 1', faults }, slow: { script: 'sleep 60', timeout: '500ms', faults } })), { fails: 'failed', slow: 'timedOut' });
    assert.deepEqual(await states(), ['running', 'running', 'running']);
    const cancel = new AbortController();
    const cancelled = run({ long: { script: 'sleep 60', faults } }, { signal: cancel.signal, listener: { onStarted: () => cancel.abort() } });
    await assert.rejects(cancelled, (error) => isCancelled(error));
    assert.deepEqual(await states(), ['running', 'running', 'running']);
    const early = new AbortController();
    const engine = Object.create(rig.engine) as typeof rig.engine;
    engine.applyFaults = (running, all, signal) => {
      early.abort();
      return rig.engine.applyFaults(running, all, signal);
    };
    await assert.rejects(run({ long: { script: 'sleep 60', faults } }, { signal: early.signal, engine }), (error) => isCancelled(error));
    assert.deepEqual(await states(), ['running', 'running', 'running']);
  });

  it('come back where set-up after them breaks, which is nobody’s fault but ours', async () => {
    const results = await run({ one: { script: 'exit 1', faults: [{ restart: 'heart' }] } }, { onRevived: () => Promise.reject(new Error('set-up broke')) });
    assert.match(resultOf(results, 'one').message, /this isn't you: what it does to services could not be done: set-up broke/);
    assert.deepEqual(await states(), ['running', 'running', 'running']);
  });

  it('that are not there make the check errored, and the others run', async () => {
    const results = await run({ one: { script: 'exit 1', faults: [{ pause: 'heart' }, { stop: 'gone' }] }, two: alive }, { services: { ...services, gone: {} } });
    assert.deepEqual(verdicts(results), { one: 'errored', two: 'passed' });
    assert.match(resultOf(results, 'one').message, /this isn't you: what it does to services could not be done: The lab has no running service "gone"/);
  });

  it('come back when the container of the check died; one that does not come back keeps later checks from judging', async () => {
    const once = { service: { command: ['sh', '-c', 'test ! -e /tmp/ran || exit 5; touch /tmp/ran; sleep 600'], healthcheck: { test: 'true' } } };
    await rig.withLab({ services: { ...spec.services, once } }, async (running) => {
      const [judge] = running.services;
      const listener = { onStarted: (): void => void rig.docker.getContainer(judge?.container ?? '').kill() };
      const died = await run({ one: { script: 'sleep 60', faults: [{ pause: 'heart' }] } }, { listener }, running);
      assert.deepEqual(verdicts(died), { one: 'errored' });
      assert.equal((await states(running))[1], 'running');
      // It may be up again by itself: what fell meanwhile is brought back where the engine has noticed already.
      await rig.docker.getContainer(judge?.container ?? '').start().catch((error: { statusCode?: number }) => assert.equal(error.statusCode, 304));

      const results = await run({ one: { script: 'exit 0', faults: [{ stop: 'once' }] }, two: 'exit 1' }, { services: { ...services, once: {} } }, running);
      assert.deepEqual(verdicts(results), { one: 'passed', two: 'errored' });
      assert.match(resultOf(results, 'two').message, /services that “Title of one” took down did not come back/);
    });
  });
});
