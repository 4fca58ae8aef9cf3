import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { isUserError } from '../../../src/common/errors';
import type { Lab } from '../../../src/curriculum/lab';
import type { RunningService } from '../../../src/engines/engine';
import type { DownService, SessionState, SessionView } from '../../../src/session/api';
import type { LabSessions } from '../../../src/session/sessions';
import { askUntilAnswered } from '../harness';
import { useSessions } from './rig';

/** Resolves with the state in which a lab is first seen as asked; the test's own time limit ends the waiting. */
function until(sessions: LabSessions, identity: string, fits: (state: SessionState) => boolean): Promise<SessionState> {
  return new Promise((resolve) => {
    const look = (): void => {
      const state = sessions.state(identity);
      if (fits(state)) {
        listener.dispose();
        resolve(state);
      }
    };
    const listener = sessions.onDidChange(look);
    look();
  });
}

const kind = (wanted: SessionState['kind']) => (state: SessionState): boolean => state.kind === wanted;
const isDown = (state: SessionState): boolean => state.kind === 'failed' && state.down !== undefined;
const downIn = (state: SessionState): DownService[] => (state.kind === 'failed' ? (state.down ?? []) : []);
const named = (view: SessionView | undefined, name: string): RunningService => {
  const found = view?.running?.services.find((service) => service.name === name);
  assert.ok(found, `${name} runs`);
  return found;
};
const refused = (code: string) => (error: unknown): boolean => isUserError(error) && error.code === code && error.action !== undefined;

describe('a lab of several services', function () {
  this.timeout(180_000);
  const box = useSessions();
  let lab: Lab;
  let sessions: LabSessions;
  let view: SessionView;

  const start = async (edit?: (yaml: string) => string): Promise<void> => {
    lab = await box.rig.lab(edit, 'test', 'four-services');
    ({ sessions } = box.rig.open());
    await sessions.resume();
    view = await sessions.start(lab, box.rig.options());
  };
  const sh = async (service: string, line: string): Promise<string> => {
    const running = sessions.view(lab.identity)?.running;
    assert.ok(running);
    return (await box.rig.behind.sh(running, line, { service })).stdout.trim();
  };
  const pid = async (service: string): Promise<number> =>
    (await box.rig.behind.docker.getContainer(named(sessions.view(lab.identity), service).container).inspect()).State.Pid;
  const touch = (name: string): Promise<void> => writeFile(path.join(view.folder, name), '');
  const port = (): number => view.ports.find(({ service }) => service === 'web')?.host ?? 0;

  it('starts each when it is due, shows each what is meant for it, and hides the grader’s', async () => {
    await start();
    assert.deepEqual(view.running?.services.map(({ name, state }) => `${name} ${state}`), ['lab running', 'web running', 'job exited', 'grader running']);
    assert.equal(await sh('web', 'cat /data/job; touch /workspace/mine 2>/dev/null || echo read-only'), 'migrated\nread-only');
    assert.equal(await sh('grader', 'ls /workspace 2>/dev/null | wc -l'), '0');
    assert.deepEqual(view.ports.map(({ service, container }) => [service, container]), [['web', 8080]]);
    const { identity } = lab;
    const onChunk = (): void => assert.fail('something was shown');
    await assert.rejects(sessions.openShell(identity, { service: 'grader', columns: 80, rows: 24 }), refused('unknown-service'));
    await assert.rejects(sessions.logs(identity, { service: 'grader', onChunk }), refused('unknown-service'));
    await assert.rejects(sessions.restartService(identity, 'grader'), refused('unknown-service'));
    await assert.rejects(sessions.endpoint(identity, 'grader', 9090), refused('unknown-service'));
    await box.rig.behind.docker.getContainer(named(view, 'grader').container).kill();
    const state = await until(sessions, identity, isDown);
    assert.deepEqual(downIn(state), [{ service: 'grader', exitCode: 137, outOfMemory: false, lines: '', hidden: true }]);
  });

  it('restarts one, with its port and its set-up, and leaves the others alone', async () => {
    await start();
    const [web, other] = [await pid('web'), await pid('lab')];
    const states: string[] = [];
    sessions.onDidChange(() => states.push(sessions.state(lab.identity).kind));
    await sessions.restartService(lab.identity, 'web');
    assert.deepEqual([...new Set(states)], ['preparing', 'starting', 'ready']);
    assert.notEqual(await pid('web'), web);
    assert.equal(await pid('lab'), other);
    assert.deepEqual(sessions.view(lab.identity)?.ports, view.ports);
    assert.equal(await askUntilAnswered(port()), 'up');
    assert.deepEqual([await sh('web', 'cat /tmp/set-ups; kill -0 $(cat /tmp/side.pid) && echo up'), await sh('lab', 'cat /tmp/set-ups')], ['2\nup', '1']);
    await sessions.stop(lab.identity);
    await assert.rejects(sessions.restartService(lab.identity, 'web'), refused('lab-not-running'));
  });

  it('shows what a service prints, from the end, over restarts, and when the lab is stopped', async () => {
    await start();
    const read = async (options: object): Promise<string> => {
      let all = '';
      await sessions.logs(lab.identity, { service: 'web', ...options, onChunk: (chunk) => (all += chunk.toString()) });
      return all;
    };
    assert.equal(await read({}), 'listening\n');
    const abort = new AbortController();
    let heard = '';
    let starts = 0;
    const listen = { service: 'web', follow: true, tail: 1, signal: abort.signal, onStarted: () => (starts += 1), onChunk: (chunk: Buffer) => void (heard += chunk.toString()) };
    const following = sessions.logs(lab.identity, listen);
    const later = new AbortController();
    try {
      while (heard === '') {
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      await sessions.restartService(lab.identity, 'web');
      while (heard !== 'listening\nlistening\n') {
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      assert.equal(starts, 1);
      const ended = sessions.logs(lab.identity, { ...listen, signal: later.signal });
      abort.abort();
      await assert.rejects(following, { name: 'CancelledError' });
      await sessions.stop(lab.identity);
      assert.equal(await read({ tail: 1 }), 'listening\n');
      await sessions.remove(lab.identity);
      await ended;
      await assert.rejects(read({}), refused('lab-not-running'));
    } finally {
      abort.abort();
      later.abort();
      await following.catch(() => undefined);
    }
  });

  it('tells at once which one crashed, with its last words, and a restart mends it', async () => {
    await start();
    const other = box.rig.open().sessions;
    await other.resume();
    await touch('crash.txt');
    assert.equal(await askUntilAnswered(port()), 'up');
    for (const window of [sessions, other]) {
      const state = await until(window, lab.identity, isDown);
      assert.equal(state.kind === 'failed' && state.message, 'web (exit code 3) stopped. Start the lab again to bring it back.');
      assert.deepEqual(downIn(state), [{ service: 'web', exitCode: 3, outOfMemory: false, lines: 'listening\n\u001b[31mit went wrong\u001b[0m', hidden: false }]);
    }
    await rm(path.join(view.folder, 'crash.txt'));
    await other.restartService(lab.identity, 'web');
    await until(sessions, lab.identity, kind('ready'));
    assert.equal(await askUntilAnswered(port()), 'up');
    await touch('broken.txt');
    await assert.rejects(sessions.restartService(lab.identity, 'web'), (error) => isUserError(error) && /cannot read the configuration/.test(error.message));
    await until(sessions, lab.identity, isDown);
    await until(other, lab.identity, isDown);
  });

  it('names the one that ran out of memory', async () => {
    await start((yaml) => yaml.replace('    workspace: ro\n', '    workspace: ro\n    mem_limit: 64m\n'));
    await touch('greedy.txt');
    assert.equal(await askUntilAnswered(port()), 'up');
    const state = await until(sessions, lab.identity, isDown);
    assert.match(state.kind === 'failed' ? state.message : '', /^web \(out of memory\) stopped\./);
  });

  it('tells a crash of the only service from a stop', async () => {
    const only = (yaml: string): string => yaml.replace(/ {2}web:[^]*?setup:[^]*?steps:/, 'steps:').replace(/ {4}depends_on: .*\n/, '    command: ["sh", "-c", "trap \'exit 9\' TERM; echo at work; while sleep 0.1; do test ! -e /workspace/crash.txt || exit 4; done"]\n')
      .replace(/ {4}before:\n.*\n/, '').replace(/ {8}faults: .*\n/, '').replace(/ {6}- id: set-up-again[^]*$/, '');
    await start(only);
    const other = box.rig.open().sessions;
    await other.resume();
    await sessions.stop(lab.identity);
    await until(other, lab.identity, kind('stopped'));
    assert.equal(sessions.state(lab.identity).kind, 'stopped');
    await sessions.start(lab, box.rig.options());
    await until(other, lab.identity, kind('ready'));
    await touch('crash.txt');
    for (const window of [sessions, other]) {
      const state = await until(window, lab.identity, kind('failed'));
      assert.deepEqual(downIn(state).map(({ service, exitCode, lines }) => [service, exitCode, lines.split('\n').at(-1)]), [['lab', 4, 'at work']]);
    }
    await sessions.resume();
    assert.equal(sessions.state(lab.identity).kind, 'failed', 'it stays told');
    await rm(path.join(view.folder, 'crash.txt'));
    assert.equal((await sessions.start(lab, box.rig.options())).state.kind, 'ready');
  });

  it('is not taken for crashed where the engine answers a window only when another has stopped it', async () => {
    await start((yaml) => yaml.replace(/ {2}web:[^]*?setup:[^]*?steps:/, 'steps:').replace(/ {4}depends_on: .*\n/, '    command: ["sh", "-c", "trap \'exit 9\' TERM; while sleep 0.1; do :; done"]\n')
      .replace(/ {4}before:\n.*\n/, '').replace(/ {8}faults: .*\n/, '').replace(/ {6}- id: set-up-again[^]*$/, ''));
    const { engine } = box.rig;
    let stopped: Promise<unknown> = Promise.resolve();
    const late = Object.assign(Object.create(engine) as typeof engine, {
      findLabs: async (...asked: Parameters<typeof engine.findLabs>) => {
        await stopped;
        return engine.findLabs(...asked);
      },
    });
    const other = box.rig.open(late).sessions;
    await other.resume();
    const told: string[] = [];
    other.onDidChange(() => told.push(other.state(lab.identity).kind));
    stopped = sessions.stop(lab.identity);
    await stopped;
    await until(other, lab.identity, kind('stopped'));
    await other.resume();
    assert.equal(other.state(lab.identity).kind, 'stopped');
    assert.ok(!told.includes('failed'), told.join(' '));
    await sessions.start(lab, box.rig.options());
    await until(other, lab.identity, kind('ready'));
    await box.rig.behind.docker.getContainer(named(sessions.view(lab.identity), 'lab').container).kill({ signal: 'SIGTERM' });
    assert.deepEqual(downIn(await until(other, lab.identity, isDown)).map(({ exitCode }) => exitCode), [9], 'what was stopped once can crash later');
  });

  it('is disturbed by a check, and whole again after it, set-up included', async () => {
    await start();
    await touch('notes.txt');
    const { results } = await sessions.check(lab.identity, {});
    assert.deepEqual(results.map(({ checkId, verdict, message }) => [checkId, verdict, message]), [['answers', 'passed', ''], ['copes', 'passed', ''], ['set-up-again', 'passed', '']]);
    assert.equal(sessions.state(lab.identity).kind, 'ready');
  });

  it('is brought back by whoever looks next when a process was killed in the middle of a check', async () => {
    await start((yaml) => yaml.replace('faults: [{stop: web}]', 'faults: [{stop: web}]\n        timeout: 5m\n        environment: {PATIENCE: "300"}'));
    await touch('notes.txt');
    const killed = async (): Promise<void> => {
      const args = ['--import', 'tsx', path.join(__dirname, 'checker.ts'), box.rig.home.root, lab.folder, 'copes'];
      const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
      await once(child.stdout, 'data');
      assert.equal(sessions.state(lab.identity).kind, 'ready', 'no window takes that for a crash');
      child.kill('SIGKILL');
      await once(child, 'close');
    };
    const states = async (): Promise<string> => {
      const [found] = await box.rig.engine.findLabs(box.rig.home.id);
      return `${found?.services.map(({ state }) => state).join(' ')}${found?.faults ? ' disturbed' : ''}`;
    };
    await killed();
    assert.equal(await states(), 'running exited exited running disturbed');
    await sessions.resume();
    assert.equal(await states(), 'running running exited running');
    assert.equal(await askUntilAnswered(port()), 'up');
    assert.equal(await sh('web', 'kill -0 $(cat /tmp/side.pid) && echo up'), 'up');

    await killed();
    const { results } = await sessions.check(lab.identity, { check: 'answers' });
    assert.deepEqual(results.map(({ verdict }) => verdict), ['passed'], 'a check comes upon whole services');
    await killed();
    assert.equal((await sessions.start(lab, box.rig.options())).state.kind, 'ready');
    assert.equal(await states(), 'running running exited running');
  });
});
