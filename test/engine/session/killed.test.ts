import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createDockerEngine } from '../../../src/engines/docker/engine';
import type { SessionState } from '../../../src/session/api';
import { fileKey } from '../../../src/session/fileKey';
import { thisProcess } from '../../../src/session/locks/holder';
import type { LabSessions } from '../../../src/session/sessions';
import { FaultProxy } from '../../fakes/faultProxy';
import { type SessionRig, useSessions } from './rig';

const actor = path.join(__dirname, 'actor.ts');
const mine = 'hello\nwritten by the learner \u{1f600}\n';

/**
 * At which call of the engine a process that does something is killed, and how the lab may then be found: the engine
 * may be quick or slow to do what the process asked for last.
 */
interface Kill {
  doing: 'start' | 'check' | 'stop' | 'reset' | 'remove';
  at: string;
  nth: number;
  found: SessionState['kind'][];
}

const kills: readonly Kill[] = [
  { doing: 'start', at: 'POST /containers/*/start', nth: 1, found: ['absent'] },
  // The call that says that the lab is whole: whether the engine has heard it decides.
  { doing: 'start', at: 'POST /volumes/create', nth: 1, found: ['absent', 'ready'] },
  { doing: 'check', at: 'POST /exec/*/start', nth: 1, found: ['ready'] },
  { doing: 'stop', at: 'POST /containers/*/stop', nth: 1, found: ['ready', 'stopped'] },
  { doing: 'reset', at: 'DELETE /containers/*', nth: 1, found: ['absent', 'stopped', 'ready', 'failed'] },
  { doing: 'remove', at: 'DELETE /containers/*', nth: 1, found: ['stopped', 'absent', 'failed', 'ready'] },
];

/** Does something in another process, which is killed at a call of the engine. */
async function doAndKill(rig: SessionRig, labFolder: string, { doing, at, nth }: Kill): Promise<void> {
  const proxy = new FaultProxy(path.join(rig.folder, 'engine.sock'));
  await proxy.start();
  const child = spawn(process.execPath, ['--import', 'tsx', actor, rig.home.root, labFolder, doing], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, DOCKER_HOST: `unix://${proxy.path}` },
  });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  proxy.onCall = (call, which) => {
    if (call === at && which === nth) {
      child.kill('SIGKILL');
    }
  };
  const [, signal] = (await once(child, 'close')) as [number | null, string | null];
  proxy.close();
  assert.equal(signal, 'SIGKILL', `it was not killed: ${said}`);
}

/** The learner's file, in their folder or in the copy that a reset makes first. */
async function kept(rig: SessionRig, folder: string): Promise<boolean> {
  const copies = (await readdir(rig.home.backups, { recursive: true }).catch(() => [])).filter((name) => name.endsWith('mine.txt'));
  const places = [path.join(folder, 'mine.txt'), ...copies.map((name) => path.join(rig.home.backups, name))];
  const texts = await Promise.all(places.map((place) => readFile(place, 'utf8').catch(() => undefined)));
  return texts.includes(mine);
}

function until(sessions: LabSessions, identity: string, kinds: SessionState['kind'][]): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (kinds.includes(sessions.state(identity).kind)) {
        listener.dispose();
        resolve();
      }
    };
    const listener = sessions.onDidChange(look);
    look();
  });
}

describe('a process killed while it', function () {
  this.timeout(180_000);
  const box = useSessions();

  for (const kill of kills) {
    const moment = { start: 'starts', check: 'checks', stop: 'stops', reset: 'resets', remove: 'removes' }[kill.doing];
    it(`${moment} a lab (${kill.at} #${kill.nth}) leaves nothing half-made, and no file is lost`, async () => {
      const { rig } = box;
      const lab = await rig.lab();
      let folder = path.join(rig.home.root, lab.id);
      if (kill.doing !== 'start') {
        const first = rig.open();
        ({ folder } = await first.sessions.start(lab, rig.options()));
        await writeFile(path.join(folder, 'mine.txt'), mine);
        first.sessions.dispose();
      }
      await doAndKill(rig, lab.folder, kill);
      const { sessions } = rig.open();
      assert.equal(await sessions.resume(), undefined);
      const state = sessions.state(lab.identity);
      assert.ok(kill.found.includes(state.kind), JSON.stringify(state));
      const labs = await rig.engine.findLabs(rig.home.id);
      if (state.kind === 'absent') {
        assert.deepEqual(await rig.leftovers(), []);
      } else if (state.kind === 'ready') {
        assert.equal(labs.length, 1);
      }
      if (kill.doing !== 'start') {
        assert.ok(await kept(rig, folder));
      }
      const again = await sessions.start(lab, rig.options());
      assert.deepEqual([again.state.kind, again.currentStep, again.folder], ['ready', 'greet', folder]);
      assert.equal((await rig.engine.findLabs(rig.home.id)).length, 1);
    });
  }
});

describe('a lab whose engine or machine was restarted', function () {
  this.timeout(180_000);
  const box = useSessions();

  it('is shown as stopped once the engine is back, and goes on with one start', async () => {
    const { rig } = box;
    const lab = await rig.lab();
    const proxy = new FaultProxy(path.join(rig.folder, 'engine.sock'));
    await proxy.start();
    try {
      const { sessions } = rig.open(createDockerEngine({ host: `unix://${proxy.path}` }));
      await sessions.resume();
      const view = await sessions.start(lab, rig.options());
      await writeFile(path.join(view.folder, 'greeting.txt'), 'hello\n');
      await sessions.check(lab.identity, {});
      const container = rig.behind.docker.getContainer(view.running?.services[0]?.container ?? '');
      proxy.takeAway('gone');
      await container.kill();
      assert.ok(await sessions.resume(), 'the engine is gone');
      assert.equal(sessions.state(lab.identity).kind, 'failed');
      assert.equal(sessions.view(lab.identity)?.currentStep, 'serve', 'what is known is shown all the same');
      proxy.clear();
      await until(sessions, lab.identity, ['stopped']);
      const again = await sessions.start(lab, rig.options());
      assert.deepEqual([again.state.kind, again.currentStep, again.running?.session], ['ready', 'serve', view.running?.session]);
      assert.equal(await readFile(path.join(view.folder, 'greeting.txt'), 'utf8'), 'hello\n');
    } finally {
      proxy.close();
    }
  });

  it('is found stopped after a reboot in the middle of something, whose lock holds nobody up', async () => {
    const { rig } = box;
    const lab = await rig.lab();
    const before = rig.open();
    const view = await before.sessions.start(lab, rig.options());
    await writeFile(path.join(view.folder, 'mine.txt'), mine);
    before.sessions.dispose();
    await rig.behind.docker.getContainer(view.running?.services[0]?.container ?? '').kill();
    const holder = { ...thisProcess(), boot: 'another boot', token: 'of another boot', purpose: 'start' };
    await writeFile(path.join(rig.home.locks, `${fileKey(lab.identity)}.lock`), JSON.stringify(holder));
    const { sessions } = rig.open();
    await sessions.resume();
    assert.deepEqual(sessions.state(lab.identity), { kind: 'stopped' });
    const again = await sessions.start(lab, rig.options());
    assert.deepEqual([again.state.kind, again.running?.session, again.ports], ['ready', view.running?.session, view.ports]);
    assert.equal(await readFile(path.join(view.folder, 'mine.txt'), 'utf8'), mine);
  });
});
