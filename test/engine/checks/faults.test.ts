import assert from 'node:assert/strict';
import { isCancelled } from '../../../src/common/errors';
import type { CheckResult } from '../../../src/common/verdict';
import { check, fixtureImage, resultOf, useLab, verdicts } from './checkRig';

describe('checks: what breaks on our side', function () {
  this.timeout(90_000);
  const { rig, lab } = useLab({ services: { lab: { workspace: 'rw' } } });

  /** Runs three checks, does something to the container during the second, and returns the results. */
  async function meanwhile(disturb: (container: string) => Promise<unknown>, timeout = '30s'): Promise<CheckResult[]> {
    return rig.withLab({}, async (running) => {
      const container = running.services[0]?.container ?? '';
      let disturbed: Promise<unknown> = Promise.resolve();
      const listener = {
        onStarted: (id: string): void => {
          if (id === 'second') {
            disturbed = disturb(container);
          }
        },
      };
      const results = await check(rig, running, { first: 'exit 1', second: { script: 'echo working; sleep 20; exit 1', timeout }, third: 'exit 1' }, { listener });
      await disturbed;
      return results;
    });
  }

  function assertNotTheLearner(results: CheckResult[]): void {
    assert.deepEqual(verdicts(results), { first: 'failed', second: 'errored', third: 'errored' });
    for (const result of results.slice(1)) {
      assert.match(result.message, /this isn't you/);
      assert.equal(result.exitCode, undefined);
    }
  }

  it('a container killed in the middle of a check', async () => {
    const results = await meanwhile((container) => rig.docker.getContainer(container).kill());
    assertNotTheLearner(results);
    assert.match(resultOf(results, 'second').message, /container of the service “lab” went away(, or ran out of memory,)? while/);
  });

  it('a driver that is killed: the next run removes what it left', async () => {
    const listener = {
      onStarted: (): void => {
        // The driver is the one that the engine started.
        void rig.sh(lab(), 'for p in /proc/[0-9]*; do grep -qa "ev[a]l.*ai-labs" $p/cmdline && grep -qa "^PPid:.0$" $p/status && kill -KILL ${p#/proc/}; done');
      },
    };
    const [result] = await check(rig, lab(), { any: 'sleep 4441' }, { listener });
    assert.match(result?.message ?? '', /this isn't you/);
    assert.match((await rig.sh(lab(), 'ls /run/ai-labs')).stdout, /-1\n/);
    assert.deepEqual(verdicts(await check(rig, lab(), { any: 'exit 0' })), { any: 'passed' });
    await gone('sleep 4441');
  });

  it('a container removed in the middle of a check', async () => {
    assertNotTheLearner(await meanwhile((container) => rig.docker.getContainer(container).remove({ force: true })));
  });

  it('a container that was down before, or is gone', async () => {
    await rig.withLab({}, async (running) => {
      await rig.docker.getContainer(running.services[0]?.container ?? '').kill();
      const down = await check(rig, running, { any: 'exit 1' });
      assert.match(down[0]?.message ?? '', /this isn't you: The container of this lab is not running/);
      await rig.docker.getContainer(running.services[0]?.container ?? '').remove({ force: true });
      const gone = await check(rig, running, { any: 'exit 1' });
      assert.match(gone[0]?.message ?? '', /this isn't you: The container of this lab is gone/);
    });
  });

  it('a connection to the engine that is lost', async () => {
    const engine = Object.create(rig.engine) as typeof rig.engine;
    engine.exec = async (running, service, request) => {
      const cut = new AbortController();
      let seen = '';
      const onStdout = (chunk: Buffer): void => {
        request.onStdout?.(chunk);
        seen += chunk.toString('latin1');
        if (/ P 2 /.test(seen)) {
          cut.abort();
        }
      };
      await rig.engine.exec(running, service, { ...request, onStdout }, cut.signal).catch(() => undefined);
      throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
    };
    const results = await check(rig, lab(), { first: 'exit 1', second: 'sleep 6661', third: 'exit 1' }, { engine });
    assertNotTheLearner(results);
    assert.match(resultOf(results, 'second').message, /connection to the container engine was lost \(socket hang up\)/);
    // The driver noticed as well: its input had ended.
    await gone('sleep 666');
  });

  /** Waits until no process in the lab has the word in its command line. */
  async function gone(word: string): Promise<void> {
    for (;;) {
      const { stdout } = await rig.sh(lab(), 'for p in /proc/[0-9]*; do tr "\\0" " " < $p/cmdline; echo; done 2>/dev/null; ls /run/ai-labs');
      if (!stdout.includes(word) && !/^[0-9a-f]{16}/m.test(stdout)) {
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  it('cancelling: ends everything inside, long before the checks would', async () => {
    for (const parallel of [false, true]) {
      const cancel = new AbortController();
      const results: CheckResult[] = [];
      const checks = Object.fromEntries(
        ['checker', 'root', 'learner'].map((user) => [user, { user, parallel, script: 'trap "" TERM; setsid sleep 5551 & sleep 5552' }]),
      );
      const listener = {
        onStarted: (id: string): void => {
          if (id === (parallel ? 'learner' : 'checker')) {
            setTimeout(() => cancel.abort(), 300);
          }
        },
        onResult: (result: CheckResult): void => void results.push(result),
      };
      await assert.rejects(check(rig, lab(), checks, { signal: cancel.signal, listener }), (error) => isCancelled(error));
      assert.deepEqual(results, []);
      await gone('sleep 555');
    }
  });

  it('cancelling before anything began', async () => {
    await assert.rejects(check(rig, lab(), { any: 'exit 0' }, { signal: AbortSignal.abort() }), (error) => isCancelled(error));
  });

  it('an image without the tools, or without a shell', async () => {
    await rig.withLab({}, async (running) => {
      await rig.sh(running, 'rm /usr/bin/setpriv /usr/bin/mkfifo');
      const [tools] = await check(rig, running, { any: 'exit 1' });
      assert.match(tools?.message ?? '', /this isn't you: the image of the service “lab” lacks mkfifo, setpriv, which checks need\./);
      await rig.sh(running, 'rm /usr/bin/dd');
      const [dd] = await check(rig, running, { any: 'exit 1' });
      assert.match(dd?.message ?? '', /lacks \/bin\/sh, \/usr\/bin\/env or dd/);
      await rig.sh(running, 'rm /bin/sh');
      const [shell] = await check(rig, running, { any: 'exit 1' });
      assert.equal(shell?.verdict, 'errored');
    });
  });

  it('a container whose processes or memory are used up', async () => {
    await rig.withLab({ services: { lab: { service: { pids_limit: 20 } } } }, async (running) => {
      await rig.sh(running, 'i=0; while [ $i -lt 16 ]; do sleep 300 >/dev/null 2>&1 & i=$((i+1)); done', { user: 'learner' });
      const results = await check(rig, running, { any: 'exit 0', other: 'exit 1' });
      assert.ok(results.every(({ verdict }) => verdict !== 'failed'), JSON.stringify(results));
      assert.ok(results.some(({ message }) => /this isn't you/.test(message)));
    });
  });

  it('a lab whose checks/ cannot be read', async () => {
    const results = await check(rig, lab(), { any: 'exit 1' }, { files: { 'checks/big': Buffer.alloc(17 * 1024 * 1024) } });
    assert.match(results[0]?.message ?? '', /this isn't you: checks\/ holds more than 16 MiB/);
  });

  it('a service whose main process is another user', async () => {
    await rig.withLab({ services: { lab: { idle: false, service: { command: ['sleep', '300'], user: 'learner' } } } }, async (running) => {
      const results = await check(rig, running, { any: 'exit 0', root: { user: 'root', script: 'exit 0' } });
      assert.deepEqual(verdicts(results), { any: 'passed', root: 'passed' });
    });
  });

  it('checks of several services, in declared order', async () => {
    const image = await fixtureImage(rig, 'test-base');
    await rig.withLab({ services: { lab: {}, db: { image } } }, async (running) => {
      const checks = {
        one: '[ "$(hostname)" = lab ]',
        two: { service: 'db', script: '[ "$(hostname)" = db ]', needs: ['one'] },
        three: { script: 'exit 1', needs: ['two'] },
        four: { service: 'db', script: 'exit 0', needs: ['three'] },
        five: { service: 'gone', script: 'exit 0' },
      };
      const results = await check(rig, running, checks, { services: { lab: {}, db: {} } });
      assert.deepEqual(verdicts(results), { one: 'passed', two: 'passed', three: 'failed', four: 'blocked', five: 'errored' });
      assert.deepEqual(results.map(({ checkId }) => checkId), ['one', 'two', 'three', 'four', 'five']);
    });
  });
});
