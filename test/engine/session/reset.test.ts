import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { isCancelled, isUserError } from '../../../src/common/errors';
import type { Lab } from '../../../src/curriculum/lab';
import { createDockerEngine } from '../../../src/engines/docker/engine';
import type { Engine } from '../../../src/engines/engine';
import { progressOf } from '../../../src/progress/fold';
import type { LabSessions } from '../../../src/session/sessions';
import { type Opened, useSessions } from './rig';

const roomy = (): number => 512 * 1024 ** 2;
/** The fixture with a volume, a folder in memory, and a step more. */
const richer = (yaml: string): string =>
  `${yaml.replace('    user: learner\n', '    user: learner\n    volumes: ["data:/var/data"]\n    tmpfs: [/scratch]\n')}`
  + '  - id: last\n    title: Go home\n    guide: guide/02-serve.md\n';

describe('a step that is reset', function () {
  this.timeout(180_000);
  const box = useSessions();

  const code = (expected: string) => (error: unknown): boolean => isUserError(error) && error.code === expected;

  /** An engine of ours, with something about it changed. */
  function engineWith(change: Partial<Engine>): Engine {
    const engine = createDockerEngine();
    return new Proxy(engine, {
      get: (target, key) => {
        const value: unknown = Reflect.get(change, key) ?? Reflect.get(target, key);
        return typeof value === 'function' ? (value.bind(target) as unknown) : value;
      },
    });
  }

  /** The lab at its second step, with traces in it of the first one. */
  async function atSecondStep(opened: Opened, lab: Lab): Promise<string> {
    const { sessions } = opened;
    const { rig } = box;
    const { folder } = await sessions.start(lab, rig.options());
    await rig.sh(sessions, lab.identity, 'echo first >/etc/first; echo first >/var/data/first');
    await writeFile(path.join(folder, 'greeting.txt'), 'hello\n');
    await writeFile(path.join(folder, 'notes.txt'), 'from the first step\n');
    await sessions.check(lab.identity, {});
    assert.equal(sessions.view(lab.identity)?.currentStep, 'serve');
    await sessions.settled();
    return folder;
  }

  /** What a learner breaks in the second step. */
  async function spoil(sessions: LabSessions, lab: Lab, folder: string): Promise<void> {
    await box.rig.sh(sessions, lab.identity, 'echo second >/etc/first; rm /var/data/first; echo junk >/var/data/junk; echo m >/scratch/m; echo root >/workspace/by-root; chmod 600 /workspace/by-root');
    await writeFile(path.join(folder, 'notes.txt'), 'spoilt\n');
    await writeFile(path.join(folder, 'served.txt'), '');
    await rm(path.join(folder, 'src'), { recursive: true });
  }

  it('has files, volumes and file systems as they were when it began, its processes new, and can be undone', async () => {
    const { rig } = box;
    const lab = await rig.lab(richer);
    const opened = rig.open(undefined, roomy);
    const { sessions, journal } = opened;
    const folder = await atSecondStep(opened, lab);
    const first = sessions.view(lab.identity);
    const process = await rig.sh(sessions, lab.identity, 'cat /var/background.pid');
    await spoil(sessions, lab, folder);
    await sessions.check(lab.identity, { check: 'served' });

    const offer = await sessions.resetOffer(lab.identity);
    assert.deepEqual([offer.step, offer.containers, offer.files, offer.late, offer.inMemory, offer.innerEngines], ['serve', 'snapshot', 'kept', 0, true, []]);
    const view = await sessions.resetStep(lab.identity, { ...rig.options(), containers: 'snapshot' });
    assert.deepEqual([view.state.kind, view.currentStep, view.folder, view.seed], ['ready', 'serve', folder, first?.seed]);
    assert.deepEqual(view.ports, first?.ports);
    assert.equal(view.running?.session, first?.running?.session);
    assert.equal(await rig.sh(sessions, lab.identity, 'cat /etc/first /var/data/first; ls /var/data /scratch'), 'first\nfirst\n/scratch:\n\n/var/data:\nfirst');
    const background = await rig.sh(sessions, lab.identity, 'kill -0 $(cat /var/background.pid) && cat /var/background.pid; wc -l </var/set-up.txt');
    assert.match(background, /^\d+\n2$/, `before runs again (it was ${process}), and setup`);
    assert.deepEqual((await readdir(folder)).sort(), ['greeting.txt', 'notes.txt', 'prepared.txt', 'src']);
    assert.equal(await readFile(path.join(folder, 'notes.txt'), 'utf8'), 'from the first step\n');
    assert.equal((await stat(path.join(folder, 'notes.txt'))).uid, 1000);
    const progress = progressOf(journal.summary, lab.identity);
    assert.deepEqual([Object.keys(progress.steps), Object.keys(progress.checks).includes('served'), progress.checks['greeting']?.verdict], [['greet'], false, 'passed']);

    const { restored, backup } = await sessions.undoReset(lab.identity);
    assert.equal(await readFile(path.join(folder, 'notes.txt'), 'utf8'), 'spoilt\n');
    assert.equal(await readFile(path.join(folder, 'by-root'), 'utf8'), 'root\n');
    assert.ok(!existsSync(path.join(folder, 'src')) && existsSync(restored) && backup);
    await sessions.undoReset(lab.identity);
    assert.equal(await readFile(path.join(folder, 'notes.txt'), 'utf8'), 'from the first step\n', 'undoing is undone likewise');

    const again = await sessions.resetStep(lab.identity, { ...rig.options(), containers: 'snapshot' });
    assert.equal(again.state.kind, 'ready');
    assert.deepEqual((await sessions.check(lab.identity, {})).results.map(({ verdict }) => verdict), ['failed']);
    assert.deepEqual((await sessions.snapshots()).map(({ name }) => name), ['serve']);
  });

  it('may be an earlier one: later ones are to be done again', async () => {
    const { rig } = box;
    const lab = await rig.lab(richer);
    const opened = rig.open(undefined, roomy);
    const { sessions, journal } = opened;
    const folder = await atSecondStep(opened, lab);
    await writeFile(path.join(folder, 'served.txt'), '');
    await sessions.answer(lab.identity, 'why', [0]);
    await sessions.check(lab.identity, {});
    assert.equal(sessions.view(lab.identity)?.currentStep, 'last');
    await sessions.settled();
    assert.deepEqual((await sessions.snapshots()).map(({ name }) => name), ['serve', 'last']);
    await assert.rejects(sessions.resetOffer(lab.identity, 'nowhere'), code('step-not-reached'));
    const view = await sessions.resetStep(lab.identity, { ...rig.options(), step: 'serve', containers: 'snapshot' });
    assert.equal(view.currentStep, 'serve');
    assert.ok(!existsSync(path.join(folder, 'served.txt')));
    assert.deepEqual((await sessions.snapshots()).map(({ name }) => name), ['serve']);
    await assert.rejects(sessions.resetOffer(lab.identity, 'last'), code('step-not-reached'));
    assert.equal(progressOf(journal.summary, lab.identity).answers['why'], true, 'what was learned stays');

    // The way through the step again, with containers that were made from a snapshot.
    await writeFile(path.join(folder, 'served.txt'), 'again');
    await sessions.check(lab.identity, {});
    await sessions.settled();
    const last = await sessions.resetStep(lab.identity, { ...rig.options(), containers: 'snapshot' });
    assert.equal(last.currentStep, 'last');
    assert.equal(await readFile(path.join(folder, 'served.txt'), 'utf8'), 'again');
  });

  it('begins with the starter files and new containers where it is the first', async () => {
    const { rig } = box;
    const lab = await rig.lab(richer);
    const { sessions } = rig.open(undefined, roomy);
    const { folder, seed } = await sessions.start(lab, rig.options());
    await spoil(sessions, lab, folder);
    const offer = await sessions.resetOffer(lab.identity);
    assert.deepEqual([offer.containers, offer.files], ['fresh', 'starter']);
    const view = await sessions.resetStep(lab.identity, { ...rig.options(), containers: offer.containers });
    assert.deepEqual([view.state.kind, view.currentStep, view.seed], ['ready', 'greet', seed]);
    assert.equal(await readFile(path.join(folder, 'prepared.txt'), 'utf8'), 'prepared by learner in /workspace\n');
    assert.deepEqual((await readdir(folder)).sort(), ['greeting.txt', 'prepared.txt', 'src']);
    assert.equal(await rig.sh(sessions, lab.identity, 'ls /var/data'), '');
    assert.deepEqual(await sessions.snapshots(), []);
  });

  it('is never half a reset: where containers were not kept, that is said, and agreed to', async () => {
    const { rig } = box;
    const lab = await rig.lab(richer);
    const opened = rig.open(undefined, () => 10);
    const { sessions } = opened;
    const folder = await atSecondStep(opened, lab);
    await spoil(sessions, lab, folder);
    const offer = await sessions.resetOffer(lab.identity);
    assert.deepEqual([offer.containers, offer.files], ['fresh', 'kept']);
    assert.match(offer.why ?? '', /not kept when this step began: A snapshot of the lab would take more than/);
    await assert.rejects(sessions.resetStep(lab.identity, { ...rig.options(), containers: 'snapshot' }), code('no-snapshot'));
    assert.equal(await rig.sh(sessions, lab.identity, 'cat /etc/first'), 'second', 'nothing was changed');
    const view = await sessions.resetStep(lab.identity, { ...rig.options(), containers: 'fresh' });
    assert.deepEqual([view.state.kind, view.currentStep], ['ready', 'serve']);
    assert.equal(await readFile(path.join(folder, 'notes.txt'), 'utf8'), 'from the first step\n');
    assert.equal(await rig.sh(sessions, lab.identity, 'ls /etc/first 2>/dev/null; kill -0 $(cat /var/background.pid) && echo up'), 'up');
  });

  it('brings back files alone where the engine failed to keep containers, and nothing is left of the attempt', async () => {
    const { rig } = box;
    const lab = await rig.lab(richer);
    const engine = engineWith({ snapshot: () => Promise.reject(new Error('no space left on device')) });
    const opened = rig.open(engine, roomy);
    await atSecondStep(opened, lab);
    const offer = await opened.sessions.resetOffer(lab.identity);
    assert.deepEqual([offer.containers, offer.why], ['fresh', 'The containers were not kept when this step began: no space left on device.']);
    assert.ok(!(await rig.leftovers()).some((name) => name.startsWith('image')));
  });

  it('changes nothing where it is cancelled before the lab is touched, and where files cannot be copied aside', async () => {
    const { rig } = box;
    const lab = await rig.lab(richer);
    const stop = new AbortController();
    const engine: Engine = engineWith({
      restore: (running, snapshot, hooks, signal) =>
        createDockerEngine().restore(running, snapshot, { ...hooks, onProgress: () => stop.abort() }, signal),
    });
    const opened = rig.open(engine, roomy);
    const { sessions } = opened;
    const folder = await atSecondStep(opened, lab);
    await spoil(sessions, lab, folder);
    const before = (await rig.leftovers()).sort();
    await assert.rejects(sessions.resetStep(lab.identity, { ...rig.options({ signal: stop.signal }), containers: 'snapshot' }), isCancelled);
    await rm(path.join(rig.home.backups, 'two-steps@test'), { recursive: true, force: true });
    await writeFile(path.join(rig.home.backups, 'two-steps@test'), 'in the way');
    await assert.rejects(sessions.resetStep(lab.identity, { ...rig.options(), containers: 'snapshot' }), code('backup-failed'));
    assert.deepEqual((await rig.leftovers()).sort(), before);
    assert.equal(await readFile(path.join(folder, 'notes.txt'), 'utf8'), 'spoilt\n');
    assert.equal(await rig.sh(sessions, lab.identity, 'cat /etc/first'), 'second');
    assert.deepEqual((await readdir(rig.home.steps)).filter((name) => name.endsWith('.partial')), []);
  });

  it('says so where the lab does not come back up, and one start makes it anew', async () => {
    const { rig } = box;
    const lab = await rig.lab(richer);
    const engine: Engine = engineWith({
      restore: (running, snapshot, hooks, signal) =>
        createDockerEngine().restore(running, snapshot, { ...hooks, down: async () => (await hooks.down(), Promise.reject(new Error('it broke'))) }, signal),
    });
    const opened = rig.open(engine, roomy);
    const { sessions } = opened;
    const folder = await atSecondStep(opened, lab);
    await spoil(sessions, lab, folder);
    await assert.rejects(sessions.resetStep(lab.identity, { ...rig.options(), containers: 'snapshot' }), code('reset-halfway'));
    assert.equal(await readFile(path.join(folder, 'notes.txt'), 'utf8'), 'from the first step\n');
    assert.deepEqual(await rig.leftovers(), []);
    const view = await sessions.start(lab, rig.options());
    assert.deepEqual([view.state.kind, view.currentStep], ['ready', 'serve']);
    const offer = await sessions.resetOffer(lab.identity);
    assert.deepEqual([offer.containers, offer.why], ['fresh', 'The containers were made anew since this step began.']);
  });

  it('can be reset where the lab was stopped; snapshots go with the lab, and oldest ones where they take too much', async () => {
    const { rig } = box;
    const lab = await rig.lab(richer);
    let limit = roomy();
    const opened = rig.open(undefined, () => limit);
    const { sessions } = opened;
    const folder = await atSecondStep(opened, lab);
    await sessions.stop(lab.identity);
    await writeFile(path.join(folder, 'notes.txt'), 'spoilt\n');
    assert.equal((await sessions.resetStep(lab.identity, { ...rig.options(), containers: 'snapshot' })).state.kind, 'ready');
    assert.equal(await rig.sh(sessions, lab.identity, 'cat /var/data/first'), 'first');
    const [{ bytes } = { bytes: 0 }] = await sessions.snapshots();
    limit = Math.round(bytes * 1.5);
    await writeFile(path.join(folder, 'served.txt'), '');
    await sessions.answer(lab.identity, 'why', [0]);
    await sessions.check(lab.identity, {});
    await sessions.settled();
    assert.deepEqual((await sessions.snapshots()).map(({ name }) => name), ['last']);
    await sessions.remove(lab.identity);
    assert.deepEqual(await rig.leftovers(), []);
  });
});

describe('undoing a reset', function () {
  this.timeout(120_000);
  const box = useSessions();

  it('brings back what Reset Lab took away, and says where there is nothing', async () => {
    const { rig } = box;
    const lab = await rig.lab();
    const { sessions, journal } = rig.open();
    const { folder } = await sessions.start(lab, rig.options());
    assert.equal(await sessions.canUndoReset(lab.identity), false);
    await assert.rejects(sessions.undoReset(lab.identity), (error) => isUserError(error) && error.code === 'nothing-to-undo');
    await writeFile(path.join(folder, 'notes.txt'), 'mine\n');
    await rig.sh(sessions, lab.identity, 'mkdir -m 700 /workspace/left && echo secret >/workspace/left/file && chmod 600 /workspace/left/file');
    await sessions.reset(lab, rig.options());
    assert.ok(!existsSync(path.join(folder, 'notes.txt')) && !existsSync(path.join(folder, 'left')));
    assert.equal(await sessions.canUndoReset(lab.identity), true);
    // The engine went down: the lab could not give files back any more.
    await rig.sh(sessions, lab.identity, 'mkdir -m 700 /workspace/later');
    const running = sessions.view(lab.identity)?.running;
    assert.ok(running);
    await rig.engine.stop(running);
    const other = rig.open();
    await other.sessions.resume();
    const { restored, backup } = await other.sessions.undoReset(lab.identity);
    assert.ok(existsSync(path.join(backup ?? '', 'later')));
    assert.deepEqual([await readFile(path.join(folder, 'notes.txt'), 'utf8'), await readFile(path.join(folder, 'left/file'), 'utf8')], ['mine\n', 'secret\n']);
    assert.equal((await stat(path.join(folder, 'notes.txt'))).uid, 1000);
    await journal.read();
    const undone = journal.entries.filter((entry) => entry.kind === 'reset-undone');
    assert.deepEqual(undone.map((entry) => entry.restored), [restored]);
  });
});
