import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { isUserError } from '../../../src/common/errors';
import { progressOf } from '../../../src/progress/fold';
import { useSessions } from './rig';

describe('the learner\'s folder of a running lab', function () {
  this.timeout(120_000);
  const box = useSessions();

  it('is a normal person\'s where the home is root\'s, and both sides can write', async () => {
    const { rig } = box;
    const lab = await rig.lab();
    const { sessions } = rig.open();
    const { folder } = await sessions.start(lab, rig.options());
    assert.equal((await stat(folder)).uid, 1000);
    const running = sessions.view(lab.identity)?.running;
    assert.ok(running);
    const { exitCode } = await rig.behind.sh(running, 'echo inside > inside.txt && echo more >> greeting.txt', { user: 'learner', workingDir: '/workspace' });
    assert.equal(exitCode, 0);
    assert.equal((await stat(path.join(folder, 'inside.txt'))).uid, 1000);
  });

  it('stays with the one it belongs to, whose number the learner gets inside', async () => {
    const { rig } = box;
    await rig.makeHome();
    await chown(rig.home.root, 1234, 1234);
    await chmod(rig.folder, 0o755);
    const lab = await rig.lab();
    const { sessions } = rig.open();
    const { folder } = await sessions.start(lab, rig.options());
    assert.deepEqual([(await stat(folder)).uid, (await stat(path.join(folder, 'prepared.txt'))).uid], [1234, 1234]);
    const running = sessions.view(lab.identity)?.running;
    assert.ok(running);
    const { stdout } = await rig.behind.sh(running, 'id -u; echo more >> greeting.txt && touch inside.txt && stat -c %u inside.txt', {
      user: 'learner', workingDir: '/workspace',
    });
    assert.deepEqual(stdout.trim().split('\n'), ['1234', '1234']);
  });

  it('is kept where it was there before, nothing in it written over', async () => {
    const { rig } = box;
    const lab = await rig.lab();
    const folder = path.join(rig.home.root, 'two-steps');
    await mkdir(folder, { recursive: true });
    await writeFile(path.join(folder, 'greeting.txt'), 'mine\n');
    await chown(folder, 1000, 1000);
    const { sessions } = rig.open();
    await sessions.start(lab, rig.options());
    assert.equal(await readFile(path.join(folder, 'greeting.txt'), 'utf8'), 'mine\n');
    assert.ok(existsSync(path.join(folder, 'src/tool.sh')), 'what is missing is added');
  });

  it('has another name for a lab of the same id from another catalog', async () => {
    const { rig } = box;
    const { sessions } = rig.open();
    const one = await sessions.start(await rig.lab(), rig.options());
    const other = await sessions.start(await rig.lab(undefined, 'school'), rig.options());
    assert.deepEqual([path.basename(one.folder), path.basename(other.folder)], ['two-steps', 'two-steps-school']);
    assert.deepEqual(sessions.all().map((view) => view.lab.identity).sort(), ['school/two-steps', 'test/two-steps']);
  });

  it('is copied aside before a reset, then begins again', async () => {
    const { rig } = box;
    const lab = await rig.lab();
    const { sessions, journal } = rig.open();
    const first = await sessions.start(lab, rig.options());
    await writeFile(path.join(first.folder, 'greeting.txt'), 'hello\n');
    await writeFile(path.join(first.folder, 'notes.txt'), 'mine\n');
    await sessions.check(lab.identity, {});
    assert.equal(sessions.view(lab.identity)?.currentStep, 'serve');
    const again = await sessions.reset(lab, rig.options());
    assert.deepEqual([again.state.kind, again.currentStep, again.folder], ['ready', 'greet', first.folder]);
    assert.notEqual(again.seed, first.seed);
    assert.equal(await readFile(path.join(first.folder, 'greeting.txt'), 'utf8'), 'goodbye\n');
    assert.ok(!existsSync(path.join(first.folder, 'notes.txt')));
    assert.equal(await readFile(path.join(first.folder, 'prepared.txt'), 'utf8'), 'prepared by learner in /workspace\n');
    const backup = journal.entries.flatMap((entry) => (entry.kind === 'reset' ? [entry.backup ?? ''] : [])).at(-1) ?? '';
    assert.equal(await readFile(path.join(backup, 'notes.txt'), 'utf8'), 'mine\n');
    assert.deepEqual(progressOf(journal.summary, lab.identity).checks, {});
    assert.equal((await rig.engine.findLabs(rig.home.id)).length, 1);
  });

  it('is not touched by a reset that cannot copy it aside, and the lab goes on', async () => {
    const { rig } = box;
    const lab = await rig.lab();
    const { sessions } = rig.open();
    const { folder } = await sessions.start(lab, rig.options());
    await writeFile(path.join(folder, 'notes.txt'), 'mine\n');
    await writeFile(path.join(rig.home.backups, 'two-steps@test'), 'in the way');
    await assert.rejects(sessions.reset(lab, rig.options()), isUserError);
    assert.equal(await readFile(path.join(folder, 'notes.txt'), 'utf8'), 'mine\n');
    const state = sessions.state(lab.identity);
    assert.equal(state.kind === 'failed' && state.lastGood, 'ready');
    assert.equal((await sessions.start(lab, rig.options())).state.kind, 'ready');
  });

  it('is reset where the lab is stopped, or was never started', async () => {
    const { rig } = box;
    const lab = await rig.lab();
    const { sessions } = rig.open();
    assert.equal((await sessions.reset(lab, rig.options())).state.kind, 'ready');
    await sessions.stop(lab.identity);
    assert.equal((await sessions.reset(lab, rig.options())).state.kind, 'ready');
    assert.equal((await readdir(path.join(rig.home.backups, 'two-steps@test'))).length, 1);
  });

  it('is given back to the learner when the container\'s root wrote into it', async () => {
    const { rig } = box;
    const lab = await rig.lab();
    const { sessions } = rig.open();
    const { folder } = await sessions.start(lab, rig.options());
    await rig.sh(sessions, lab.identity, 'mkdir -m 700 /workspace/left && echo secret > /workspace/left/file');
    await sessions.stop(lab.identity);
    assert.deepEqual([(await stat(path.join(folder, 'left'))).uid, (await stat(path.join(folder, 'left/file'))).uid], [1000, 1000]);
  });
});
