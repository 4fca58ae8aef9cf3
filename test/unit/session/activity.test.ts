import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Activity } from '../../../src/session/idle/activity';
import { fileKey } from '../../../src/session/fileKey';

const lab = 'cat/lab';

describe('When labs were last used', () => {
  let folder = '';
  let now = 0;
  /** Of another process, as far as files can tell. */
  const open = (): Activity => new Activity(path.join(folder, 'activity'), () => now);

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'ai-labs-activity-'));
    now = Date.parse('2026-01-01T12:00:00Z');
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('is known to all from the start of a lab to its stop', async () => {
    const [one, other] = [open(), open()];
    assert.deepEqual(await other.all(), []);
    await one.begin(lab);
    now += 60_000;
    await other.keep(lab);
    assert.deepEqual(await one.all(), [{ identity: lab, at: now }]);
    await other.forget(lab);
    assert.deepEqual(await one.all(), []);
    assert.equal(await one.last(lab), undefined);
  });

  it('stays what it was when a window finds the lab running', async () => {
    await open().begin(lab);
    const started = now;
    now += 3_600_000;
    await open().begin(lab, { found: true });
    assert.equal(await open().last(lab), started);
    await open().begin(lab);
    assert.equal(await open().last(lab), now);
  });

  it('is written once for many key presses', async () => {
    const activity = open();
    await activity.begin(lab);
    const file = path.join(folder, 'activity', fileKey(lab));
    const written = async (at: number): Promise<void> => {
      while ((await stat(file)).mtimeMs !== at) {
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    };
    now += 1000;
    activity.note(lab);
    await written(now);
    const first = now;
    now += 5000;
    activity.note(lab);
    await activity.keep('cat/other');
    assert.equal((await stat(file)).mtimeMs, first);
    now += 5000;
    activity.note(lab);
    await written(now);
  });

  it('does not come back by what is typed into a lab that was just stopped', async () => {
    const activity = open();
    await activity.begin(lab);
    await activity.forget(lab);
    await activity.keep(lab);
    assert.deepEqual(await readdir(path.join(folder, 'activity')), []);
  });
});
