import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { isUserError, type UserError } from '../../../src/common/errors';
import type { EngineProgress } from '../../../src/engines/engine';
import { useSessions } from './rig';

/** The UserError a promise rejects with. */
async function refusal(work: Promise<unknown>): Promise<UserError> {
  const error: unknown = await work.then(
    () => assert.fail('it worked'),
    (reason: unknown) => reason,
  );
  assert.ok(isUserError(error), String(error));
  assert.ok(error.action, 'it says what to do');
  return error;
}

describe('when starting a lab does not work out', function () {
  this.timeout(120_000);
  const box = useSessions();

  for (const phase of ['images', 'containers', 'starting', 'setup'] as const) {
    it(`leaves nothing on the engine when cancelled in the phase ${phase}`, async () => {
      const { rig } = box;
      const lab = await rig.lab();
      const { sessions } = rig.open();
      const abort = new AbortController();
      const onProgress = (progress: EngineProgress): void => {
        if (progress.phase === phase) {
          abort.abort();
        }
      };
      await assert.rejects(sessions.start(lab, rig.options({ signal: abort.signal, onProgress })), { name: 'CancelledError' });
      assert.deepEqual(sessions.state(lab.identity), { kind: 'absent' });
      assert.deepEqual(await rig.leftovers(), []);
      assert.equal((await sessions.start(lab, rig.options())).state.kind, 'ready');
    });
  }

  it('names the script that failed, its last words, and whose fault it is', async () => {
    const { rig } = box;
    const lab = await rig.lab();
    await writeFile(path.join(lab.folder, 'environment/setup.sh'), 'echo one\necho no such package >&2\nexit 3\n');
    const { sessions } = rig.open();
    const error = await refusal(sessions.start(lab, rig.options()));
    assert.equal(error.code, 'script-failed');
    assert.match(error.message, /setup script environment\/setup\.sh failed with exit code 3.*not yours[^]*no such package/);
    const state = sessions.state(lab.identity);
    assert.deepEqual(state.kind === 'failed' && [state.code, state.lastGood], ['script-failed', 'absent']);
    assert.deepEqual(await rig.leftovers(), []);
  });

  it('ends a script that takes too long, in the container as well', async () => {
    const { rig } = box;
    const lab = await rig.lab((yaml) => yaml.replace('{run: environment/setup.sh}', '{run: environment/setup.sh, timeout: 1s}'));
    await writeFile(path.join(lab.folder, 'environment/setup.sh'), 'sleep 300\n');
    const error = await refusal(rig.open().sessions.start(lab, rig.options()));
    assert.match(error.message, /did not finish in time/);
    assert.deepEqual(await rig.leftovers(), []);
  });

  it('begins the folder again, with a copy aside, when its first start did not get through', async () => {
    const { rig } = box;
    const lab = await rig.lab();
    const prepare = path.join(lab.folder, 'environment/prepare.sh');
    const good = await readFile(prepare, 'utf8');
    await writeFile(prepare, 'echo half > half.txt\nexit 1\n');
    const { sessions } = rig.open();
    await refusal(sessions.start(lab, rig.options()));
    await writeFile(prepare, good);
    const { folder } = await sessions.start(lab, rig.options());
    assert.ok(!existsSync(path.join(folder, 'half.txt')));
    const backups = path.join(rig.home.backups, 'two-steps@test');
    const [copy = ''] = await readdir(backups);
    assert.equal(await readFile(path.join(backups, copy, 'half.txt'), 'utf8'), 'half\n');
  });

  it('keeps what the learner wrote when a later start fails', async () => {
    const { rig } = box;
    const lab = await rig.lab();
    const { sessions } = rig.open();
    const { folder } = await sessions.start(lab, rig.options());
    await writeFile(path.join(folder, 'greeting.txt'), 'mine\n');
    await sessions.remove(lab.identity);
    await writeFile(path.join(lab.folder, 'environment/setup.sh'), 'exit 1\n');
    await refusal(sessions.start(lab, rig.options({ newVersion: true })));
    const state = sessions.state(lab.identity);
    assert.equal(state.kind === 'failed' && state.lastGood, 'stopped');
    assert.equal(await readFile(path.join(folder, 'greeting.txt'), 'utf8'), 'mine\n');
    assert.deepEqual(await rig.leftovers(), []);
  });

  it('stops a start that is under way', async () => {
    const { rig } = box;
    const lab = await rig.lab();
    await writeFile(path.join(lab.folder, 'environment/setup.sh'), 'sleep 300\n');
    const { sessions } = rig.open();
    let stopped: Promise<void> | undefined;
    const onProgress = (progress: EngineProgress): void => {
      if (progress.phase === 'setup') {
        stopped ??= sessions.stop(lab.identity);
      }
    };
    await assert.rejects(sessions.start(lab, rig.options({ onProgress })), { name: 'CancelledError' });
    await stopped;
    assert.deepEqual(await rig.leftovers(), []);
  });

  it('asks before a lab gets an engine of its own, once, and starts nothing without a yes', async () => {
    const { rig } = box;
    const lab = await rig.lab((yaml) => yaml.replace('    user: learner\n', '    user: learner\n    engine: true\n'));
    const { sessions } = rig.open();
    let asked = 0;
    const asker = (answer: boolean) => ({ consent: async () => ((asked += 1), answer), input: async () => undefined });
    await assert.rejects(sessions.start(lab, { asker: asker(false) }), { name: 'CancelledError' });
    assert.deepEqual([asked, await rig.leftovers()], [1, []]);
    // The image of these tests has no podman, so a yes gets as far as finding that out.
    for (let time = 0; time < 2; time += 1) {
      assert.equal((await refusal(sessions.start(lab, { asker: asker(true) }))).code, 'inner-engine-missing');
    }
    assert.deepEqual([asked, await rig.leftovers()], [2, []]);
  });

  it('starts nothing without an answer, or with one that does not fit', async () => {
    const { rig } = box;
    const lab = await rig.lab((yaml) => yaml.replace('services:\n', 'inputs: {name: {prompt: Name, pattern: "^[a-z]+$"}}\nservices:\n'));
    const { sessions } = rig.open();
    const answering = (value: string | undefined) => ({ asker: { consent: async () => true, input: async () => value } });
    await assert.rejects(sessions.start(lab, answering(undefined)), { name: 'CancelledError' });
    assert.equal((await refusal(sessions.start(lab, answering('NO')))).code, 'input-invalid');
    const view = await sessions.start(lab, answering('ada'));
    assert.deepEqual(view.inputs, { name: 'ada' });
    assert.equal(await rig.sh(sessions, lab.identity, 'echo $INPUT_NAME'), 'ada');
  });

  it('touches nothing where the lab\'s folder is a link to somewhere else', async () => {
    const { rig } = box;
    const lab = await rig.lab();
    await rig.makeHome();
    const elsewhere = path.join(rig.folder, 'catalogs');
    await symlink(elsewhere, path.join(rig.home.root, 'two-steps'));
    const before = await readdir(elsewhere);
    const { sessions } = rig.open();
    assert.equal((await refusal(sessions.start(lab, rig.options()))).code, 'folder-odd');
    assert.deepEqual(await readdir(elsewhere), before);
    assert.deepEqual(await rig.leftovers(), []);
  });

  it('says so where the home is a file', async () => {
    const { rig } = box;
    const lab = await rig.lab();
    await writeFile(rig.home.root, 'not a folder');
    const error = await refusal(rig.open().sessions.start(lab, rig.options()));
    assert.equal(error.code, 'home-not-writable');
    assert.match(error.action?.text ?? '', /aiLabs\.home/);
  });
});
