import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../../../src/common/errors';
import { createDockerEngine } from '../../../src/engines/docker/engine';
import type { SessionState } from '../../../src/session/api';
import type { LabSessions } from '../../../src/session/sessions';
import { type SessionRig, useSessions } from './rig';

const starter = path.join(__dirname, 'starter.ts');

/** Resolves when a lab is seen in a state; the test's own time limit ends the waiting. */
function until(sessions: LabSessions, identity: string, kind: SessionState['kind']): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (sessions.state(identity).kind === kind) {
        listener.dispose();
        resolve();
      }
    };
    const listener = sessions.onDidChange(look);
    look();
  });
}

function startElsewhere(rig: SessionRig, labFolder: string): ChildProcess {
  const args = ['--import', 'tsx', starter, rig.home.root, labFolder];
  return spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
}

async function output(child: ChildProcess): Promise<string> {
  const chunks: Buffer[] = [];
  child.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk));
  await once(child, 'close');
  return Buffer.concat(chunks).toString().trim();
}

describe('a lab seen from several windows', function () {
  this.timeout(120_000);
  const box = useSessions();

  it('is found again by the next process, at the same step', async () => {
    const { rig } = box;
    const lab = await rig.lab();
    const one = rig.open();
    const view = await one.sessions.start(lab, rig.options());
    await writeFile(path.join(view.folder, 'greeting.txt'), 'hello\n');
    await one.sessions.check(lab.identity, {});
    one.sessions.dispose();

    const { sessions } = rig.open();
    assert.equal(sessions.state(lab.identity).kind, 'absent', 'nothing is known before it is asked for');
    await sessions.resume();
    const again = sessions.view(lab.identity);
    assert.deepEqual(
      [again?.state.kind, again?.currentStep, again?.seed, again?.folder, again?.ports, again?.outdated],
      ['ready', 'serve', view.seed, view.folder, view.ports, false],
    );
    assert.deepEqual((await sessions.check(lab.identity, {})).results.map(({ verdict }) => verdict), ['failed']);
    assert.deepEqual(sessions.all().map((each) => each.lab.identity), [lab.identity]);
  });

  it('is found by its labels alone where its record was lost', async () => {
    const { rig } = box;
    const lab = await rig.lab();
    const view = await rig.open().sessions.start(lab, rig.options());
    await rm(rig.home.sessions, { recursive: true });
    const { sessions } = rig.open();
    await sessions.resume();
    const again = sessions.view(lab.identity);
    assert.deepEqual([again?.state.kind, again?.seed, again?.folder, again?.ports], ['ready', view.seed, view.folder, view.ports]);
    await sessions.start(lab, rig.options());
    assert.equal((await rig.engine.findLabs(rig.home.id)).length, 1);
  });

  it('starts once where two processes start it at the same time', async () => {
    const { rig } = box;
    const lab = await rig.lab();
    const children = [startElsewhere(rig, lab.folder), startElsewhere(rig, lab.folder)];
    const [one, other] = await Promise.all(children.map(output));
    assert.match(one ?? '', /^ready [0-9a-f]{12} /);
    assert.equal(one, other);
    assert.equal((await rig.engine.findLabs(rig.home.id)).length, 1);
  });

  it('starts once where one window is asked twice', async () => {
    const { rig } = box;
    const lab = await rig.lab();
    const { sessions } = rig.open();
    const [one, other] = await Promise.all([sessions.start(lab, rig.options()), sessions.start(lab, rig.options())]);
    assert.equal(one.running?.session, other.running?.session);
  });

  it('shows what other windows do', async () => {
    const { rig } = box;
    const lab = await rig.lab();
    const watcher = rig.open().sessions;
    await watcher.resume();
    const actor = rig.open().sessions;
    await actor.start(lab, rig.options());
    await until(watcher, lab.identity, 'ready');
    assert.equal(watcher.view(lab.identity)?.currentStep, 'greet');
    await actor.stop(lab.identity);
    await until(watcher, lab.identity, 'stopped');
    await actor.start(lab, rig.options());
    await until(watcher, lab.identity, 'ready');
    await actor.remove(lab.identity);
    await until(watcher, lab.identity, 'stopped');
  });

  it('shows a container that died, and a start brings it back', async () => {
    const { rig } = box;
    const lab = await rig.lab((yaml) =>
      yaml.replace('files:\n', '  side: {image: ai-labs/test-base, command: [sleep, infinity]}\nfiles:\n'),
    );
    const { sessions } = rig.open();
    await sessions.resume();
    const view = await sessions.start(lab, rig.options());
    const side = view.running?.services.find(({ name }) => name === 'side');
    await rig.behind.docker.getContainer(side?.container ?? '').kill();
    await until(sessions, lab.identity, 'failed');
    const state = sessions.state(lab.identity);
    assert.match(state.kind === 'failed' ? state.message : '', /side \(exit code 137\) stopped\. Start the lab again/);
    const again = await sessions.start(lab, rig.options());
    assert.deepEqual([again.state.kind, again.running?.session], ['ready', view.running?.session]);
    const main = again.running?.services.find(({ name }) => name === 'lab');
    await rig.behind.docker.getContainer(main?.container ?? '').kill();
    await rig.behind.docker.getContainer(side?.container ?? '').kill();
    await until(sessions, lab.identity, 'stopped');
  });

  it('makes containers anew that do not start again, and keeps the files', async () => {
    const { rig } = box;
    const lab = await rig.lab();
    const { sessions } = rig.open();
    const view = await sessions.start(lab, rig.options());
    await writeFile(path.join(view.folder, 'greeting.txt'), 'mine\n');
    await sessions.stop(lab.identity);
    const container = rig.behind.docker.getContainer(view.running?.services[0]?.container ?? '');
    const { NetworkSettings } = await container.inspect();
    const [network = ''] = Object.keys(NetworkSettings.Networks);
    await rig.behind.docker.getNetwork(network).remove();
    const again = await sessions.start(lab, rig.options());
    assert.equal(again.state.kind, 'ready');
    assert.notEqual(again.running?.session, view.running?.session);
    assert.equal(await rig.sh(sessions, lab.identity, 'cat /workspace/greeting.txt'), 'mine');
  });

  it('shows that the engine went away, and that it came back', async () => {
    const { rig } = box;
    const lab = await rig.lab();
    const engine = createDockerEngine();
    const { sessions } = rig.open(engine);
    await sessions.start(lab, rig.options());
    const findLabs = engine.findLabs.bind(engine);
    const gone = new UserError('The container engine is not running.', { code: 'engine-not-running' });
    engine.findLabs = () => Promise.reject(gone);
    assert.equal(await sessions.resume(), gone);
    assert.deepEqual(sessions.state(lab.identity), {
      kind: 'failed', code: 'engine-not-running', message: gone.message, lastGood: 'ready',
    });
    engine.findLabs = findLabs;
    await sessions.resume();
    assert.equal(sessions.state(lab.identity).kind, 'ready');
  });

  it('is not confused by looking around while it is at work', async () => {
    const { rig } = box;
    const lab = await rig.lab();
    const { sessions } = rig.open();
    let done = false;
    const looking = (async () => {
      while (!done) {
        await sessions.resume();
      }
    })();
    for (let round = 0; round < 3; round++) {
      assert.equal((await sessions.start(lab, rig.options())).state.kind, 'ready');
      assert.equal((await sessions.check(lab.identity, { check: 'greeting' })).results.length, 1);
      await sessions.remove(lab.identity);
      assert.equal(sessions.state(lab.identity).kind, 'stopped');
    }
    done = true;
    await looking;
  });

  it('removes what a killed process left half-made, and not what a living one is making', async () => {
    const { rig } = box;
    const lab = await rig.lab();
    await writeFile(path.join(lab.folder, 'environment/setup.sh'), 'echo begun > /workspace/begun\nsleep 300\n');
    const child = startElsewhere(rig, lab.folder);
    const { sessions } = rig.open();
    await sessions.resume();
    await until(sessions, lab.identity, 'starting');
    const begun = async (): Promise<boolean> => (await rig.leftovers()).some((name) => name.startsWith('container'));
    while (!(await begun())) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    await sessions.resume();
    assert.notDeepEqual(await rig.leftovers(), [], 'its maker is alive');
    child.kill('SIGKILL');
    await once(child, 'close');
    await sessions.resume();
    assert.deepEqual(await rig.leftovers(), []);
    assert.equal(sessions.state(lab.identity).kind, 'absent');
  });

  it('goes on with the version it began with until the new one is asked for', async () => {
    const { rig } = box;
    const lab = await rig.lab();
    const { sessions } = rig.open();
    const { folder } = await sessions.start(lab, rig.options());
    await writeFile(path.join(folder, 'greeting.txt'), 'mine\n');
    const file = path.join(lab.folder, 'lab.yaml');
    const edited = await rig.lab((yaml) => yaml.replace('title: Two small steps', 'title: Two better steps'));
    assert.equal(edited.folder, path.dirname(file));
    const running = await sessions.start(edited, rig.options());
    assert.deepEqual([running.lab.definition.title, running.outdated], ['Two small steps', true]);
    await sessions.remove(lab.identity);
    const kept = await sessions.start(edited, rig.options());
    assert.deepEqual([kept.lab.definition.title, kept.outdated], ['Two small steps', true]);
    const renewed = await sessions.start(edited, rig.options({ newVersion: true }));
    assert.deepEqual([renewed.lab.definition.title, renewed.outdated], ['Two better steps', false]);
    assert.equal((await rig.engine.findLabs(rig.home.id)).length, 1);
    assert.equal(await rig.sh(sessions, lab.identity, 'cat /workspace/greeting.txt'), 'mine');
  });
});
