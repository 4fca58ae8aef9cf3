import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, realpathSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findHandIns, takeHandIn } from '../../../../src/authoring/grading/handIns';
import { intakeLimits, staysInside } from '../../../../src/authoring/grading/intake';
import { isCancelled, isUserError } from '../../../../src/common/errors';
import type { Lab } from '../../../../src/curriculum/lab';
import { readLab } from '../../../../src/curriculum/parseLab';
import { makeZip, type ZipPart } from '../../../support/makeZip';

const root = path.resolve(__dirname, '../../../..');

function firstSteps(): Lab {
  const { lab } = readLab({ file: path.join(root, 'labs/foundations/first-steps/lab.yaml'), catalog: 'ai-architect', images: path.join(root, 'labs/images') });
  assert.ok(lab);
  return lab;
}

describe('hand-ins', () => {
  const lab = firstSteps();
  let folder = '';

  beforeEach(() => {
    folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'ai-labs-hand-ins-')));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const at = (...parts: string[]): string => path.join(folder, ...parts);

  /** Writes files by their paths. */
  function put(files: Record<string, string | Buffer>): void {
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(path.dirname(at(name)), { recursive: true });
      writeFileSync(at(name), content);
    }
  }

  const zip = (name: string, ...parts: ZipPart[]): void => put({ [name]: makeZip(parts) });

  const take = (name: string, limits = intakeLimits): Promise<string[]> =>
    takeHandIn({ learner: 'ada', path: at(name) }, lab, at('taken'), at('spare'), undefined, limits);

  const files = (): string[] => (readdirSync(at('taken'), { recursive: true }) as string[]).sort();

  async function refuses(name: string, why: RegExp, limits = intakeLimits): Promise<void> {
    await assert.rejects(take(name, limits), (error) => {
      assert.ok(isUserError(error) && error.code === 'hand-in-refused', String(error));
      assert.match(error.message, why);
      return true;
    });
    assert.ok(!readdirSync(folder).includes('taken'), 'nothing of it is taken');
    rmSync(at('spare'), { recursive: true, force: true });
  }

  describe('are found', () => {
    const found = async (...names: string[]): Promise<string[]> =>
      (await findHandIns(names.map((name) => at(name)), lab)).map((each) => `${each.learner}: ${path.relative(folder, each.path)}`);

    it('one by one, and in a folder of many, by learner; what computers put beside does not count', async () => {
      put({ 'class/ada 10/service.py': '', 'class/bob/service.py': '', 'class/ada 2.zip': '', 'class/.DS_Store': '', 'class/__MACOSX/x': '', 'class/.state/x': '' });
      assert.deepEqual(await found('class'), ['ada 2: class/ada 2.zip', 'ada 10: class/ada 10', 'bob: class/bob']);
      assert.deepEqual(await found('class/bob', 'class/ada 2.zip', 'class/bob'), ['ada 2: class/ada 2.zip', 'bob: class/bob']);
    });

    it('a folder of the lab is one, whatever else is in it', async () => {
      put({ 'one/model.json': '', 'one/data/x.csv': '', 'two/my.py': '', 'two/data/x': '' });
      assert.deepEqual([...(await found('one')), ...(await found('two'))], ['one: one', 'two: two']);
    });

    it('where nothing is, that is said', async () => {
      mkdirSync(at('empty'));
      for (const name of ['empty', 'missing']) {
        await assert.rejects(found(name), (error) => isUserError(error) && error.code === 'no-hand-ins');
      }
    });
  });

  describe('are taken', () => {
    it('from a folder, with hidden files and modes, and with a word about what is missing', async () => {
      put({ 'ada/service.py': 'print()\r\n', 'ada/.hidden/x': 'y', 'ada/run.sh': '#!/bin/sh\n', 'ada/.DS_Store': '' });
      execFileSync('chmod', ['755', at('ada/run.sh')]);
      assert.deepEqual(await take('ada'), ['without model.json of the starter files']);
      assert.deepEqual(files(), ['.hidden', '.hidden/x', 'run.sh', 'service.py']);
      assert.equal(readFileSync(at('taken/service.py'), 'utf8'), 'print()\r\n', 'as it is, line ends included');
      assert.deepEqual([lstatSync(at('taken/run.sh')).mode & 0o777, lstatSync(at('taken/service.py')).mode & 0o777], [0o755, 0o644]);
      assert.ok(!readdirSync(folder).includes('spare'));
    });

    it('from a zip, of the folder or what is in it, of Windows too, and from a folder with nothing but a zip', async () => {
      const [service, model] = [{ name: 'first-steps/service.py', content: 'x' }, { name: 'first-steps/model.json', content: '{}' }];
      zip('a.zip', { name: 'first-steps/', mode: 0o040755 }, service, model, { name: '__MACOSX/first-steps/._service.py' });
      zip('b.zip', { name: 'service.py' }, { name: 'model.json' }, { name: 'sub/', mode: 0o040755 }, { name: 'sub/run.sh', content: '#!/bin/sh\n', fromWindows: true });
      mkdirSync(at('c_123_file'));
      zip('c_123_file/hand in.zip', service, model);
      for (const [name, expected] of [['a.zip', ['model.json', 'service.py']], ['b.zip', ['model.json', 'service.py', 'sub', 'sub/run.sh']], ['c_123_file', ['model.json', 'service.py']]] as const) {
        assert.deepEqual(await take(name), []);
        assert.deepEqual(files(), expected);
        rmSync(at('taken'), { recursive: true });
      }
      await take('b.zip');
      assert.equal(lstatSync(at('taken/sub/run.sh')).mode & 0o777, 0o755, 'what begins with #! can be run');
    });

    it('with links that stay inside, and without those that lead out, devices and pipes', async () => {
      put({ 'ada/service.py': '', 'ada/model.json': '', 'ada/sub/x': '', 'secret': 'mine' });
      symlinkSync('../service.py', at('ada/sub/good'));
      symlinkSync('../../secret', at('ada/sub/out'));
      symlinkSync('/etc', at('ada/etc'));
      execFileSync('mkfifo', [at('ada/pipe')]);
      const [note = '', ...more] = await take('ada');
      assert.deepEqual(more, []);
      assert.equal(note, 'left out: etc (a link that leads elsewhere), pipe (no file), sub/out (a link that leads elsewhere)');
      assert.equal(readlinkSync(at('taken/sub/good')), '../service.py');
      assert.deepEqual(files(), ['model.json', 'service.py', 'sub', 'sub/good', 'sub/x']);
    });

    it('names with anything in them', async () => {
      const names = ['=cmd|x', 'a,b"c', '\u001b[31mred', 'new\nline', '-rf', 'ünï'];
      put(Object.fromEntries(names.map((name) => [`ada/${name}`, 'x'])));
      await take('ada');
      assert.deepEqual(files(), [...names].sort());
    });
  });

  describe('are refused', () => {
    it('zips that lead out of themselves', async () => {
      for (const name of ['../evil', 'a/../../evil', '/etc/evil', '..\\evil', 'C:\\evil']) {
        zip('x.zip', { name: 'service.py' }, { name, content: 'evil' });
        await refuses('x.zip', /no zip that can be read|place that is none/);
      }
      assert.deepEqual(readdirSync(path.dirname(folder)).filter((name) => name === 'evil'), []);
    });

    it('zips that write through their own links', async () => {
      zip('x.zip', { name: 'sub', content: '.', mode: 0o120777 }, { name: 'sub/evil', content: 'evil' });
      await refuses('x.zip', /twice/);
      zip('y.zip', { name: 'x', content: '.', mode: 0o120777 }, { name: 'x/y', content: '.', mode: 0o120777 });
      await refuses('y.zip', /twice/);
    });

    it('bombs: too many bytes, too many entries, too deep, sizes that lie', async () => {
      const limits = { entries: 50, bytes: 1_000_000, depth: 8 };
      const zeros = Buffer.alloc(2_000_000);
      zip('bytes.zip', { name: 'zeros', content: zeros });
      zip('lies.zip', { name: 'zeros', content: zeros, claimed: 10 });
      zip('many.zip', ...Array.from({ length: 60 }, (_, index) => ({ name: `f${index}` })));
      zip('deep.zip', { name: `${'d/'.repeat(9)}x` });
      put({ 'folder/service.py': '', [`depth/${'d/'.repeat(9)}x`]: '' });
      truncateSync(at('folder/service.py'), 2_000_000);
      put(Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`crowd/f${index}`, ''])));
      for (const [name, why] of [
        ['bytes.zip', /more than 1 MiB/], ['lies.zip', /no zip that can be read|more than 1 MiB/], ['many.zip', /more than 50 files/], ['deep.zip', /more than 8 deep/],
        ['folder', /more than 1 MiB/], ['crowd', /more than 50 files/], ['depth', /more than 8 deep/],
      ] as const) {
        await refuses(name, why, limits);
      }
    });

    it('what is damaged, encrypted, empty, doubled, no archive, or a link', async () => {
      zip('locked.zip', { name: 'x', encrypted: true });
      zip('twice.zip', { name: 'x' }, { name: 'x' });
      zip('empty.zip', { name: 'first-steps/', mode: 0o040755 });
      put({ 'text.zip': 'no zip', 'cut.zip': makeZip([{ name: 'x', content: 'much text' }]).subarray(0, 60), 'work.rar': 'Rar!', 'there/x': '' });
      symlinkSync(at('there'), at('link'));
      mkdirSync(at('nothing/in/it'), { recursive: true });
      for (const [name, why] of [
        ['locked.zip', /encrypted/], ['twice.zip', /holds x twice/], ['empty.zip', /no files/], ['text.zip', /no zip/], ['cut.zip', /no zip/],
        ['work.rar', /neither a folder nor a zip/], ['link', /a link/], ['nothing', /no files/],
      ] as const) {
        await refuses(name, why);
      }
    });

    it('nothing of it, where nobody waits any more', async () => {
      put({ 'ada/service.py': '' });
      await assert.rejects(takeHandIn({ learner: 'ada', path: at('ada') }, lab, at('taken'), at('spare'), AbortSignal.abort()), isCancelled);
    });
  });

  it('links stay inside where they climb first and then only descend', () => {
    for (const [place, target, expected] of [
      ['a', 'b', true], ['a', './b', true], ['a', '.', true], ['a/b', '..', true], ['a/b/c', '../../x/y', true],
      ['a', '..', false], ['a', '../x', false], ['a/b', '../../x', false], ['a', '/x', false], ['a', 'C:/x', false], ['a', '', false],
      ['a/b/c', 'x/..', false], ['a/b/c', '../x/../y', false], ['a', 'x\\y', false],
    ] as const) {
      assert.equal(staysInside(place, target), expected, `${place} -> ${target}`);
    }
  });
});
