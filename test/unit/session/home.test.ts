import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, realpath, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { isCancelled } from '../../../src/common/errors';
import { nullLog } from '../../../src/common/log';
import type { Lab } from '../../../src/curriculum/lab';
import type { Asker } from '../../../src/session/api';
import { fileKey } from '../../../src/session/fileKey';
import { Home } from '../../../src/session/home';
import { Records } from '../../../src/session/state/record';
import type { SessionRecord } from '../../../src/session/state/recordSchema';
import { askConsents } from '../../../src/session/start/consents';

const record = (identity: string): SessionRecord => ({
  v: 1, identity, session: 'abc', ready: true, digest: 'd', copy: '/c', images: '/i', catalog: 'cat', folder: '/f', prepared: true,
  seed: 's', inputs: {}, ports: { lab: { '80': 41000 } }, users: { lab: 'learner' }, enteredSteps: ['one'],
});

describe('the home of the labs', () => {
  let top: string;
  beforeEach(async () => {
    top = await realpath(await mkdtemp(path.join(tmpdir(), 'ai-labs-home-')));
  });
  afterEach(() => rm(top, { recursive: true, force: true }));

  it('is ~/ai-labs unless told otherwise', () => {
    assert.equal(path.basename(new Home().root), 'ai-labs');
    assert.equal(new Home('~/elsewhere').root, path.join(new Home('~').root, 'elsewhere'));
    assert.ok(new Home('~').root.length > 0 && homedir().length > 0);
  });

  it('may share what was agreed to with another, so that nobody is asked twice and nothing is copied', async () => {
    const own = new Home(path.join(top, 'own'));
    const fresh = [1, 2].map((number) => new Home(path.join(top, `fresh-${number}`), own.consents));
    const lab = { definition: { services: { lab: { engine: true } } } } as unknown as Lab;
    let asked = 0;
    const asker = (answer: boolean): Asker => ({ consent: () => Promise.resolve((asked += 1) > 0 && answer), input: () => Promise.resolve(undefined) });
    await assert.rejects(askConsents(own, lab, asker(false)), isCancelled);
    for (const home of [...fresh, own]) {
      await askConsents(home, lab, asker(true));
    }
    assert.equal(asked, 2, 'once refused, once agreed to');
    assert.ok(JSON.parse(await readFile(own.consents, 'utf8')));
    assert.deepEqual((await readdir(top)).sort(), ['own']);
  });

  it('is the same home by whatever way it is reached, before and after it is made', async () => {
    const link = path.join(top, 'link');
    await symlink(top, link);
    const before = new Home(path.join(link, 'home'));
    await before.make();
    assert.equal(before.root, path.join(top, 'home'));
    assert.equal(new Home(path.join(top, 'home')).id, before.id);
    assert.match(before.id, /^[0-9a-f]{12}$/);
    assert.notEqual(new Home(path.join(top, 'other')).id, before.id);
  });

  it('touches nothing before it is used, and keeps its state to the person', async () => {
    const home = new Home(path.join(top, 'home'));
    assert.deepEqual(await readdir(top), []);
    await home.make();
    assert.equal((await stat(home.state)).mode & 0o077, 0);
  });

  it('has a file name for every lab', () => {
    assert.equal(fileKey('cat/lab'), 'lab@cat');
    const odd = ['Cat/lab', 'cat/lab', 'c at/lab', 'c-at/lab', '../x/lab', `${'x'.repeat(200)}/lab`, 'cat/la/b'].map(fileKey);
    assert.equal(new Set(odd).size, odd.length);
    assert.ok(odd.every((key) => /^[A-Za-z0-9._@-]{1,120}$/.test(key)));
  });
});

describe('the records of started labs', () => {
  let folder: string;
  let records: Records;
  beforeEach(async () => {
    folder = path.join(await mkdtemp(path.join(tmpdir(), 'ai-labs-records-')), 'sessions');
    records = new Records(folder, nullLog);
  });
  afterEach(() => rm(path.dirname(folder), { recursive: true, force: true }));

  it('come back as they were written', async () => {
    assert.deepEqual(await records.all(), []);
    assert.equal(await records.read('cat/lab'), undefined);
    await records.write(record('cat/lab'));
    await records.write(record('school/lab'));
    await records.write({ ...record('cat/lab'), seed: 'new' });
    assert.deepEqual(await records.read('cat/lab'), { ...record('cat/lab'), seed: 'new' });
    assert.deepEqual((await records.all()).map(({ identity }) => identity).sort(), ['cat/lab', 'school/lab']);
    assert.equal((await readdir(folder)).length, 2, 'no half-written file stays');
  });

  for (const [what, text] of [['broken', '{"v":1,'], ['of a later version', '{"v":2}'], ['of another lab', JSON.stringify(record('cat/other'))]] as const) {
    it(`are put aside where one is ${what}`, async () => {
      await mkdir(folder);
      await writeFile(path.join(folder, 'lab@cat.json'), text);
      assert.equal(await records.read('cat/lab'), undefined);
      const [aside = ''] = await readdir(folder);
      assert.match(aside, /^lab@cat\.json\.unreadable-\d+$/);
      await records.write(record('cat/lab'));
      assert.deepEqual(await records.all(), [record('cat/lab')]);
    });
  }
});
