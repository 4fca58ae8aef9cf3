import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { systemCode } from '../../../src/common/errors';
import type { EngineEvent, RunningService } from '../../../src/engines/engine';
import { useEngine } from '../harness';
import { useSessions } from '../session/rig';

const run = promisify(execFile);

/** Forks, and where that is refused tries again, in every process it has made. */
const forkBomb = `perl -e 'fork while 1'`;

/** Whether a word is in the command line of any process of this machine, containers included. */
async function runs(word: string): Promise<boolean> {
  const { stdout } = await run('ps', ['-eww', '-o', 'args=']);
  return stdout.split('\n').some((line) => line.includes(word) && !line.startsWith('ps '));
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

describe('What a lab does to the machine', function () {
  this.timeout(120_000);
  const rig = useEngine();

  it('by forking without end stays in the lab: others work on, and it stops like any other', async () => {
    const bomb = await rig.start({ services: { lab: { service: { user: 'learner', pids_limit: 60, cpus: 0.5 } } } });
    const other = await rig.start();
    const forking = rig.sh(bomb, forkBomb, { user: 'learner' }).catch(() => undefined);
    await until(async () => (await commands(bomb.services[0])).length >= 55);
    assert.equal((await rig.sh(other, 'echo works')).stdout, 'works\n');
    assert.ok((await commands(bomb.services[0])).length <= 60);
    await rig.engine.stop(bomb);
    assert.equal((await rig.engine.findLabs(rig.home)).find(({ session }) => session === bomb.session)?.state, 'stopped');
    await forking;
    await Promise.all([bomb, other].map((lab) => rig.engine.remove(lab)));
  });

  /** Command lines of the processes of a service, as the machine sees them. */
  async function commands(service?: RunningService): Promise<string[]> {
    const top = (await rig.docker.getContainer(service?.container ?? '').top({ ps_args: '-eo pid,args' })) as { Processes: string[][] };
    return top.Processes.map(([, args = '']) => args);
  }

  it('by taking memory is ended and told, and the lab lives on', async () => {
    const events: EngineEvent['kind'][] = [];
    const lab = await rig.start({ services: { lab: { service: { mem_limit: '64m' } } } });
    const watch = rig.engine.watch(rig.home, ({ kind }) => events.push(kind));
    await new Promise((resolve) => setTimeout(resolve, 500));
    const { exitCode } = await rig.sh(lab, `perl -e '$x = "x" x 300_000_000; sleep 600'`);
    assert.equal(exitCode, 137);
    await until(() => events.includes('oom'));
    watch.dispose();
    assert.equal((await rig.sh(lab, 'echo alive')).stdout, 'alive\n');
    await rig.engine.remove(lab);
  });

  it('by printing without end fills no disk: its log keeps within a limit', async () => {
    const lab = await rig.start({ services: { lab: {}, loud: { service: { command: ['sh', '-c', 'yes printing-without-end | head -c 40000000; sleep 600'] } } } });
    const loud = lab.services.find(({ name }) => name === 'loud');
    await until(async () => (await commands(loud)).some((line) => line.startsWith('sleep')));
    const { LogPath, HostConfig } = await rig.docker.getContainer(loud?.container ?? '').inspect();
    const { 'max-size': size = '', 'max-file': files = '1' } = (HostConfig.LogConfig?.Config ?? {}) as Record<string, string>;
    assert.match(size, /^\d+m$/);
    if (existsSync(LogPath)) {
      const sizes = await Promise.all((await logFiles(LogPath)).map(sizeOf));
      const all = sizes.reduce((sum, each) => sum + each, 0);
      assert.ok(all > 0 && all < parseInt(size, 10) * (Number(files) + 1) * 1_048_576, String(sizes));
    }
    await rig.engine.remove(lab);
  });

  /** In bytes. The engine may still be writing: a file that was listed is then under its next name, or over. */
  async function sizeOf(file: string): Promise<number> {
    try {
      return (await stat(file)).size;
    } catch (error) {
      if (systemCode(error) === 'ENOENT') {
        return 0;
      }
      throw error;
    }
  }

  async function logFiles(log: string): Promise<string[]> {
    const names = await readdir(path.dirname(log));
    return names.filter((name) => name.startsWith(path.basename(log))).map((name) => path.join(path.dirname(log), name));
  }

  it('by a process that ignores TERM and leaves its session is over when the lab is stopped', async () => {
    const word = `stubborn-${rig.home}`;
    const lab = await rig.start({ services: { lab: { service: { user: 'learner' } }, main: { service: { command: ['sh', '-c', `trap "" TERM; while :; do sleep 1; done # ${word}`], init: false } } } });
    await rig.sh(lab, `setsid -f sh -c 'trap "" TERM HUP INT; while :; do sleep 1; done # ${word}' >/dev/null 2>&1 </dev/null`, { user: 'learner' });
    assert.ok(await runs(word));
    await rig.engine.stop(lab);
    assert.ok(!(await runs(word)));
    await rig.engine.remove(lab);
  });
});

describe('A learner whose lab is used up', function () {
  this.timeout(180_000);
  const box = useSessions();

  it('hears why checks cannot run, and has it back by stopping and starting', async () => {
    const { rig } = box;
    const lab = await rig.lab((yaml) => yaml.replace('user: learner\n', 'user: learner\n    pids_limit: 50\n    cpus: 0.5\n'));
    const { sessions } = rig.open();
    const { running, folder } = await sessions.start(lab, rig.options());
    assert.ok(running);
    const forking = rig.behind.sh(running, forkBomb, { user: 'learner' }).catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 3000));
    const { results } = await sessions.check(lab.identity, { check: 'greeting' });
    assert.ok(results.every(({ verdict }) => verdict === 'errored'), JSON.stringify(results));
    assert.ok(results.every(({ message }) => (message ?? '').length > 10), JSON.stringify(results));
    await sessions.stop(lab.identity);
    await forking;
    const again = await sessions.start(lab, rig.options());
    assert.deepEqual([again.state.kind, again.folder], ['ready', folder]);
    assert.equal((await sessions.check(lab.identity, { check: 'greeting' })).results[0]?.verdict, 'failed');
  });
});
