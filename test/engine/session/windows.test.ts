import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
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

async function portsOf(rig: SessionRig): Promise<object[]> {
  const [lab] = await rig.engine.findLabs(rig.home.id);
  return (lab?.services ?? []).flatMap((service) => service.ports.map((port) => ({ service: service.name, ...port })));
}

function startElsewhere(rig: SessionRig, labFolder: string, images = ''): ChildProcess {
  const args = ['--import', 'tsx', starter, rig.home.root, labFolder, images];
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

  it('starts once where three processes and the command line start it at the same time', async () => {
    const { rig } = box;
    const lab = await rig.lab();
    // The command line knows the catalog by its folder's name, and the images that lie in it.
    await symlink(path.resolve(__dirname, '../../fixtures/images'), path.join(path.dirname(lab.folder), 'images'));
    const commandLine = spawn(process.execPath, ['--import', 'tsx', path.resolve(__dirname, '../../../src/cli.ts'), 'run', lab.folder, '--home', rig.home.root, '--json'], { stdio: ['ignore', 'pipe', 'inherit'] });
    const children = [commandLine, ...[1, 2, 3].map(() => startElsewhere(rig, lab.folder))];
    const [printed = '', ...others] = await Promise.all(children.map(output));
    assert.match(others[0] ?? '', /^ready [0-9a-f]{12} /);
    assert.deepEqual([...new Set(others)], [others[0]]);
    assert.deepEqual(JSON.parse(printed), {
      id: 'two-steps', identity: 'test/two-steps', folder: path.join(rig.home.root, 'two-steps'), step: 'greet', ports: await portsOf(rig),
    });
    assert.equal((await rig.engine.findLabs(rig.home.id)).length, 1);
  });

  it('shows in one process what another does: starts, progress, stops', async () => {
    const { rig } = box;
    const lab = await rig.lab();
    const args = ['--import', 'tsx', path.join(__dirname, 'looker.ts'), rig.home.root, lab.folder];
    const looker = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    let seen = '';
    looker.stdout.on('data', (chunk: Buffer) => (seen += chunk.toString()));
    const sees = async (line: string): Promise<void> => {
      while (!`\n${seen}`.includes(`\n${line}\n`)) {
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      seen = '';
    };
    await sees('absent -');
    const { sessions } = rig.open();
    const { folder } = await sessions.start(lab, rig.options());
    await sees('ready greet');
    await writeFile(path.join(folder, 'greeting.txt'), 'hello\n');
    await sessions.check(lab.identity, {});
    await sees('ready serve');
    await sessions.restartService(lab.identity, 'lab');
    await sees('starting serve');
    await sessions.stop(lab.identity);
    await sees('stopped serve');
    looker.stdin.end();
    await once(looker, 'close');
  });

  it('builds an image once, however many processes need it', async () => {
    const { rig } = box;
    const dockerfile = ['FROM ai-labs/test-base', `LABEL test.run=${rig.home.id}`, 'RUN sleep 2 && date +%s%N > /built'].join('\n');
    const labs = [];
    for (const id of ['build-one', 'build-two', 'build-three']) {
      const folder = path.join(rig.folder, 'catalogs', 'test', id);
      await cp(path.resolve(__dirname, '../../fixtures/labs/two-steps'), folder, { recursive: true });
      const yaml = await readFile(path.join(folder, 'lab.yaml'), 'utf8');
      await writeFile(path.join(folder, 'lab.yaml'), yaml.replace('id: two-steps', `id: ${id}`).replace('image: ai-labs/test-base', 'image: ai-labs/test-once'));
      labs.push(folder);
    }
    const images = path.join(rig.folder, 'images');
    await cp(path.resolve(__dirname, '../../fixtures/images/test-base'), path.join(images, 'test-base'), { recursive: true });
    await mkdir(path.join(images, 'test-once'));
    await writeFile(path.join(images, 'test-once', 'Dockerfile'), dockerfile);
    const listed = async (): Promise<string[]> =>
      (await rig.behind.docker.listImages({ filters: JSON.stringify({ label: [`test.run=${rig.home.id}`] }) })).map(({ Id }) => Id);
    try {
      const outputs = await Promise.all(labs.map((folder) => output(startElsewhere(rig, folder, images))));
      assert.deepEqual(outputs.map((line) => line.split(' ')[0]), ['ready', 'ready', 'ready']);
      assert.equal((await listed()).length, 1);
    } finally {
      for (const lab of await rig.engine.findLabs(rig.home.id)) {
        await rig.engine.remove(lab);
      }
      for (const id of await listed()) {
        await rig.behind.docker.getImage(id).remove({ force: true });
      }
    }
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
    const engine = createDockerEngine();
    const { sessions } = rig.open(engine);
    const view = await sessions.start(lab, rig.options());
    await writeFile(path.join(view.folder, 'greeting.txt'), 'mine\n');
    await sessions.stop(lab.identity);
    let refused = 0;
    engine.resume = () => {
      refused += 1;
      return Promise.reject(new UserError('It does not start.', { code: 'engine-refused' }));
    };
    const again = await sessions.start(lab, rig.options());
    assert.deepEqual([again.state.kind, refused], ['ready', 2]);
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
