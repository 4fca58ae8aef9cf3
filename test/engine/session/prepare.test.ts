import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { nullLog } from '../../../src/common/log';
import { isCancelled, isUserError } from '../../../src/common/errors';
import { type Core, createCore } from '../../../src/core';
import type { Lab } from '../../../src/curriculum/lab';
import { progressOf } from '../../../src/progress/fold';
import { rehearsalsFolder } from '../../../src/session/cleanup/rehearsalHome';
import { fileKey } from '../../../src/session/fileKey';
import { Home } from '../../../src/session/home';
import { agreeable, assets, useSessions } from './rig';

describe('preparing a lab that others build on', function () {
  this.timeout(120_000);
  const box = useSessions();
  let core: Core;
  let homes: Home[];

  function open(): Core {
    core = createCore({
      home: box.rig.home.root, catalogRoots: () => [], assets, careerPath: path.join(box.rig.folder, 'none.yaml'), log: nullLog, locale: 'en',
    });
    return core;
  }

  beforeEach(() => (homes = []));
  afterEach(async () => {
    core.dispose();
    const left = await Promise.all(homes.map((home) => box.rig.behind.leftovers(home.id)));
    assert.deepEqual(left.flat(), [], 'the fresh lab left nothing on the engine');
    assert.deepEqual(await readdir(rehearsalsFolder(box.rig.home.state)).catch(() => []), [], 'nor on the disk');
  });

  /** Prepares, and calls `look` at each word about it, with the home of the fresh lab known. */
  async function prepare(lab: Lab, look: (message: string) => void = () => undefined, signal?: AbortSignal): Promise<string[]> {
    const said: string[] = [];
    const pending: Promise<void>[] = [];
    const note = async (): Promise<void> => {
      const folder = rehearsalsFolder(box.rig.home.state);
      homes = (await readdir(folder)).map((name) => new Home(path.join(folder, name)));
    };
    await core
      .prepare(lab, {
        asker: agreeable, signal,
        onProgress: (message) => {
          said.push(message);
          pending.push(homes.length === 0 ? note() : Promise.resolve());
          look(message);
        },
      })
      .finally(async () => {
        await Promise.all(pending);
        assert.equal(homes.length, 1);
      });
    return said;
  }

  async function journal(): Promise<string[]> {
    const text = await readFile(box.rig.home.journal, 'utf8').catch(() => '');
    return text.split('\n').filter(Boolean).map((line) => (JSON.parse(line) as { kind: string }).kind);
  }

  it('journals it as prepared, never as passed, and leaves the learner’s own lab as it is', async () => {
    const lab = await box.rig.lab();
    const { sessions } = box.rig.open();
    const own = await sessions.start(lab, box.rig.options());
    const file = path.join(own.folder, 'greeting.txt');
    await writeFile(file, 'mine, not yet right\n');
    const files = (await readdir(own.folder, { recursive: true })).sort();
    const record = await readFile(path.join(box.rig.home.sessions, `${fileKey(lab.identity)}.json`), 'utf8');

    open();
    const said = await prepare(lab);
    assert.ok(said.includes('Step 1 of 2: Say hello') && said.includes('Step 2 of 2: Keep something running'), said.join('\n'));
    assert.equal(said.at(-1), 'Removing what was started for it');
    const progress = progressOf(await core.summary(), lab.identity);
    assert.ok(progress.preparedAt);
    assert.deepEqual([progress.completedAt, progress.steps, progress.checks, progress.solutions], [undefined, {}, {}, {}]);
    assert.equal((await journal()).at(-1), 'prepared');
    assert.deepEqual((await journal()).filter((kind) => kind !== 'step-entered'), ['started', 'prepared']);

    assert.equal(await readFile(file, 'utf8'), 'mine, not yet right\n');
    assert.deepEqual((await readdir(own.folder, { recursive: true })).sort(), files);
    assert.equal(await readFile(path.join(box.rig.home.sessions, `${fileKey(lab.identity)}.json`), 'utf8'), record);
    assert.equal(await box.rig.sh(sessions, lab.identity, 'cat /workspace/greeting.txt'), 'mine, not yet right');
    await sessions.remove(lab.identity);
  });

  it('says where the lab’s own solution does not hold, and prepares nothing', async () => {
    const lab = await box.rig.lab((yaml) => yaml.replace('grep -qx hello', 'grep -qx good-evening').replace('expected hello', 'expected good-evening'));
    open();
    await assert.rejects(prepare(lab), (error) =>
      isUserError(error) && error.code === 'prepare-failed' && /at “Say hello”/.test(error.message) && /expected good-evening, found hello/.test(error.detail ?? ''));
    assert.deepEqual(await journal(), []);
  });

  it('is cancelled at any time, and has then left nothing behind', async () => {
    const lab = await box.rig.lab();
    open();
    for (const word of ['Creating the containers', 'Step 2 of 2: Keep something running']) {
      const abort = new AbortController();
      homes = [];
      await assert.rejects(prepare(lab, (message) => (message === word ? abort.abort() : undefined), abort.signal), isCancelled, word);
      assert.deepEqual(await journal(), [], word);
    }
  });

  it('refuses a lab that brings no solution along', async () => {
    const lab = await box.rig.lab((yaml) => yaml.replace(/^ *solution: .*\n/gm, ''));
    open();
    await assert.rejects(core.prepare(lab, { asker: agreeable }), (error) => isUserError(error) && error.code === 'no-solution');
    assert.deepEqual(await journal(), []);
  });
});
