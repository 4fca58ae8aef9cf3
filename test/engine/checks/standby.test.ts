import assert from 'node:assert/strict';
import { Standby } from '../../../src/checks/standby';
import type { Engine } from '../../../src/engines/engine';
import { check, useLab, verdicts } from './checkRig';

/** The shells that wait in the container: command lines of root's processes with the word that only they end with. */
const waiting = 'for p in /proc/[0-9]*; do tr "\\0" " " <$p/cmdline 2>/dev/null | grep -q "ai-labs $" && echo "${p#/proc/}"; done; true';

describe('checks: an exec begun in advance', function () {
  this.timeout(60_000);
  const { rig, lab } = useLab({ services: { lab: { workspace: 'rw' } } });
  let standby: Standby;
  let begun: number;

  /** The engine, with the execs that checks begin counted. */
  const counting = (): Engine => new Proxy(rig.engine, {
    get: (engine, name) => {
      if (name === 'exec') {
        begun += 1;
      }
      const value: unknown = Reflect.get(engine, name);
      return typeof value === 'function' ? (value.bind(engine) as unknown) : value;
    },
  });
  const inside = async (line: string, user = '0'): Promise<string> => {
    const { stdout } = await rig.sh(lab(), line, { user });
    return stdout;
  };
  const pids = async (): Promise<string[]> => (await inside(waiting)).split(/\s+/).filter(Boolean);
  const until = async (line: () => Promise<boolean>): Promise<void> => {
    while (!(await line())) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  const waits = (count: number): Promise<void> => until(async () => (await pids()).length === count);
  const run = (script: string, signal?: AbortSignal): ReturnType<typeof check> => check(rig, lab(), { one: script }, { engine: counting(), standby, signal });

  beforeEach(() => {
    standby = new Standby();
    begun = 0;
  });

  afterEach(async () => {
    standby.dispose();
    await waits(0);
  });

  it('is used by the next run, which begins the one after', async () => {
    assert.deepEqual(verdicts(await run('true')), { one: 'passed' });
    await waits(1);
    const [first] = await pids();
    assert.equal(begun, 2);
    assert.deepEqual(verdicts(await run('echo of the second run; false')), { one: 'failed' });
    assert.equal(begun, 3, 'the second run began an exec for itself');
    await until(async () => (await pids()).join() !== first);
    await waits(1);
  });

  it('never waits twice in one container, and not where there is none', async () => {
    standby.prepare(rig.engine, lab(), 'lab');
    standby.prepare(rig.engine, lab(), 'lab');
    standby.prepare(rig.engine, lab(), 'no-such-service');
    await waits(1);
  });

  it('may have been killed', async () => {
    await run('true');
    await waits(1);
    await inside(`kill -s KILL ${(await pids()).join(' ')}`);
    assert.deepEqual(verdicts(await run('true')), { one: 'passed' });
    assert.ok(begun >= 3);
    await waits(1);
  });

  it('may be unable to answer', async () => {
    await run('true');
    await waits(1);
    const [frozen = ''] = await pids();
    await inside(`kill -s STOP ${frozen}`);
    assert.deepEqual(verdicts(await run('true')), { one: 'passed' });
    await inside(`kill -s KILL ${frozen}`);
  });

  it('is cancelled like any other', async () => {
    await run('true');
    await waits(1);
    const cancel = new AbortController();
    const running = run('echo $$ >/tmp/cancelled; sleep 1000', cancel.signal);
    await until(async () => (await inside('cat /tmp/cancelled 2>/dev/null; true')).trim() !== '');
    cancel.abort();
    await assert.rejects(running, { name: 'CancelledError' });
    const left = await inside('kill -s 0 $(cat /tmp/cancelled) 2>/dev/null && echo alive; ls /run/ai-labs; true');
    assert.doesNotMatch(left, /alive/);
  });

  it('ends with the connection of a process that was killed', async () => {
    standby.prepare(rig.engine, lab(), 'lab');
    await waits(1);
    standby.take(lab(), 'lab')?.abort();
    await waits(0);
  });

  it('tells the learner nothing, and takes nothing from them', async () => {
    await run('true');
    await waits(1);
    const [pid = ''] = await pids();
    const tries = `cat /proc/${pid}/environ; ls -l /proc/${pid}/fd; echo 5 >/proc/${pid}/fd/0; kill -s KILL ${pid}; true`;
    const said = await inside(`{ ${tries}; } 2>&1`, 'learner');
    assert.equal(said.split('\n').filter((line) => line && !/denied|not permitted|Permission/i.test(line)).filter((line) => !line.startsWith('total')).join('\n'), '');
    assert.deepEqual(await pids(), [pid]);
    assert.deepEqual(verdicts(await run('true')), { one: 'passed' });
  });
});
