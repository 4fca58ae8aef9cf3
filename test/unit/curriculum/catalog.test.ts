import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isCancelled } from '../../../src/common/errors';
import { nullLog } from '../../../src/common/log';
import { Catalog, type CatalogRoot, type CatalogSnapshot, type LabEntry } from '../../../src/curriculum/catalog';
import { catalogs } from './marks';

function root(name: string, source: CatalogRoot['source'] = 'configured', trusted = true): CatalogRoot {
  return { root: path.join(catalogs, name), source, trusted };
}

function load(...roots: CatalogRoot[]): Promise<CatalogSnapshot> {
  return new Catalog({ roots: () => roots, log: nullLog }).load();
}

/** `code line:column` of an entry's problems. */
function problems(entry: LabEntry | undefined): string[] {
  assert.ok(entry);
  assert.ok(entry.problems.every((problem) => problem.file === entry.file));
  return entry.problems.map(({ code, line, column }) => `${code} ${line}:${column}`);
}

describe('a catalog', () => {
  it('has labs of two levels and of one, and no hidden or shared folders', async () => {
    const { labs, problems: own } = await load(root('two-levels'));
    assert.deepEqual(own, []);
    assert.deepEqual(labs.map(({ identity }) => identity), ['two-levels/flat-lab', 'two-levels/deep-lab']);
    assert.deepEqual(labs.flatMap(problems), []);
  });

  it('is named by its catalog.yaml', async () => {
    const { labs, catalogs: infos, find, byIdentity } = await load(root('sound'));
    assert.deepEqual(infos.map(({ id, title, profile }) => ({ id, title, profile })), [{ id: 'sound', title: 'Nothing wrong here', profile: undefined }]);
    const [entry] = labs;
    assert.equal(entry?.lab?.identity, 'sound/sound-lab');
    assert.equal(entry.lab.images, path.join(catalogs, 'sound/images'));
    assert.equal(find('sound-lab'), entry);
    assert.equal(byIdentity('sound/sound-lab'), entry);
    assert.equal(find('nothing'), undefined);
  });

  it('without one is named by its folder, a workspace\'s by the folder around', async () => {
    const { labs } = await load(root('shadow-builtin', 'builtin'), root('shadow-workspace/labs', 'workspace'), root('cycle'));
    assert.deepEqual([...new Set(labs.map(({ catalog }) => catalog))], ['builtin', 'shadow-workspace', 'cycle']);
  });

  it('keeps its labs when its catalog.yaml is broken', async () => {
    const { labs, problems: own } = await load(root('broken-catalog'));
    assert.deepEqual(labs.map(({ identity, lab }) => [identity, lab !== undefined]), [['broken-catalog/good-lab', true]]);
    assert.deepEqual(own.map(({ file, code, line, column }) => [path.basename(file), code, line, column]), [
      ['catalog.yaml', 'wrong-value', 2, 5],
      ['catalog.yaml', 'unknown-key', 3, 1],
    ]);
  });

  it('lists broken labs with their problems, beside the others', async () => {
    const { labs } = await load(root('one-broken'));
    assert.deepEqual(labs.map((entry) => [entry.id, entry.lab !== undefined, ...problems(entry)]), [
      ['bad-lab', false, 'yaml-syntax 3:1'],
      ['empty-lab', false, 'empty-file 1:1'],
      ['good-lab', true],
      ['not-utf8', false, 'not-utf8 3:11'],
    ]);
  });

  it('is not read while it is not trusted', async () => {
    const { labs, catalogs: infos } = await load(root('sound', 'workspace', false));
    assert.deepEqual([labs, infos], [[], []]);
  });

  it('that is not there is a problem of a setting, but not of a workspace', async () => {
    assert.deepEqual((await load(root('nowhere'))).problems.map(({ code, file }) => [code, file]), [['catalog-folder', path.join(catalogs, 'nowhere')]]);
    assert.deepEqual((await load(root('nowhere', 'workspace'), root('nowhere', 'builtin'))).problems, []);
  });

  it('reports an id given twice at both places', async () => {
    const { labs, shadowed } = await load(root('duplicates'));
    const [first, second] = [...labs, ...shadowed];
    assert.deepEqual(problems(first), ['duplicate-lab 2:5']);
    assert.deepEqual(problems(second), ['duplicate-lab 2:5']);
    assert.deepEqual(first?.problems[0]?.related?.map(({ file, line, column }) => [file, line, column]), [[second?.file, 2, 5]]);
    assert.deepEqual(second?.problems[0]?.related?.map(({ file }) => file), [first?.file]);
    assert.equal(shadowed.length, 1);
  });

  it('reports circles of requires at every lab in them, and requires that lead nowhere', async () => {
    const { find } = await load(root('cycle'));
    assert.deepEqual(problems(find('lab-a')), ['cycle 8:12']);
    assert.deepEqual(problems(find('lab-b')), ['cycle 8:12']);
    assert.deepEqual(problems(find('lab-c')), ['cycle 9:5']);
    assert.match(find('lab-a')?.problems[0]?.message ?? '', /lab-a -> lab-b -> lab-c -> lab-a/);
    assert.deepEqual(find('lab-a')?.problems[0]?.related?.map(({ file, line }) => [path.basename(path.dirname(file)), line]), [['lab-b', 8], ['lab-c', 9]]);
    assert.deepEqual(problems(find('lab-self')), ['cycle 8:12']);
    assert.deepEqual(problems(find('lab-lost')), ['unknown-lab 8:12', 'unknown-lab 8:20']);
    assert.deepEqual(find('lab-lost')?.problems.map(({ severity }) => severity), ['error', 'warning']);
    assert.match(find('lab-lost')?.problems[0]?.message ?? '', /Did you mean `lab-a`\?/);
    assert.ok(find('lab-lost')?.lab);
  });

  it('does nothing when told to stop, and everything the next time', async () => {
    const catalog = new Catalog({ roots: () => [root('cycle')], log: nullLog });
    await assert.rejects(catalog.load(AbortSignal.abort()), isCancelled);
    assert.equal((await catalog.load()).labs.length, 5);
  });
}).timeout(20_000);

describe('labs of the same id', () => {
  const builtin = root('shadow-builtin', 'builtin');
  const configured = root('shadow-configured', 'configured');
  const workspace = root('shadow-workspace/labs', 'workspace');

  for (const roots of [[builtin, configured, workspace], [workspace, configured, builtin], [configured, workspace, builtin]]) {
    it(`hide each other by where they come from, in any order (${roots.map(({ source }) => source).join(', ')})`, async () => {
      const { labs, shadowed, find, byIdentity } = await load(...roots);
      const shown = find('shared-lab');
      assert.equal(shown?.source, 'workspace');
      assert.equal(shown.lab?.definition.title, 'Of the workspace');
      assert.deepEqual(shown.shadows?.length, 2);
      assert.deepEqual(shadowed.map(({ source, shadowedBy }) => [source, shadowedBy]).sort(), [['builtin', shown.folder], ['configured', shown.folder]]);
      assert.equal(byIdentity('builtin/shared-lab')?.lab?.definition.title, 'Built in');
      assert.deepEqual(labs.map(({ id }) => id).sort(), ['only-builtin', 'shared-lab']);
    });
  }

  it('hide the configured one\'s before the built-in one\'s', async () => {
    assert.equal((await load(builtin, configured)).find('shared-lab')?.source, 'configured');
  });
});

describe('the same folder reached twice', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'catalog-'));
    cpSync(path.join(catalogs, 'sound'), path.join(folder, 'sound'), { recursive: true });
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('counts once, for the source that takes precedence', async () => {
    const own = path.join(folder, 'sound');
    const { labs, shadowed } = await load({ root: own, source: 'builtin', trusted: true }, { root: own, source: 'workspace', trusted: true });
    assert.deepEqual(labs.map(({ identity, source }) => [identity, source]), [['sound/sound-lab', 'workspace']]);
    assert.deepEqual(shadowed, []);
  });

  it('counts once through links of catalogs, stages and labs', async () => {
    symlinkSync(path.join(folder, 'sound'), path.join(folder, 'link'));
    mkdirSync(path.join(folder, 'other'));
    symlinkSync(path.join(folder, 'sound/basics'), path.join(folder, 'other/stage'));
    symlinkSync(path.join(folder, 'sound/basics/sound-lab'), path.join(folder, 'other/sound-lab'));
    const { labs, shadowed } = await load(...['sound', 'link', 'other'].map((name) => ({ root: path.join(folder, name), source: 'configured' as const, trusted: true })));
    assert.equal(labs.length + shadowed.length, 1);
  });

  it('survives links that lead nowhere or in a circle', async () => {
    symlinkSync('nowhere', path.join(folder, 'sound/dangling'));
    symlinkSync('.', path.join(folder, 'sound/self'));
    symlinkSync('..', path.join(folder, 'sound/basics/up'));
    const { labs } = await load({ root: path.join(folder, 'sound'), source: 'configured', trusted: true });
    assert.deepEqual(labs.map(({ id }) => id), ['sound-lab']);
  });
}).timeout(20_000);

describe('a catalog that was loaded', () => {
  let root: string;
  let file: string;
  let catalog: Catalog;

  beforeEach(async () => {
    root = mkdtempSync(path.join(tmpdir(), 'catalog-'));
    cpSync(path.join(catalogs, 'sound'), root, { recursive: true });
    cpSync(path.join(catalogs, 'sound/basics/sound-lab'), path.join(root, 'basics/other-lab'), { recursive: true });
    file = path.join(root, 'basics/sound-lab/lab.yaml');
    edit(path.join(root, 'basics/other-lab/lab.yaml'), /^id: .*$/m, 'id: other-lab');
    catalog = new Catalog({ roots: () => [{ root, source: 'configured', trusted: true }], log: nullLog });
    await catalog.load();
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  function edit(at: string, from: RegExp, to: string): void {
    writeFileSync(at, readFileSync(at, 'utf8').replace(from, to));
  }

  it('reads only the lab that changed, and sees all of them together', async () => {
    edit(path.join(root, 'basics/other-lab/lab.yaml'), /^title: .*$/m, 'title: Not told of');
    edit(file, /^title: .*$/m, 'title: Told of\nrequires: [other-lab]');
    const { labs } = await catalog.reload([file]);
    assert.deepEqual(labs.map(({ id, lab }) => [id, lab?.definition.title]), [['other-lab', 'A sound lab'], ['sound-lab', 'Told of']]);
    assert.deepEqual(labs.flatMap(problems), []);
    edit(file, /other-lab/, 'no-lab');
    assert.deepEqual((await catalog.reload([path.join(path.dirname(file), 'guide/01.md')])).labs.flatMap(problems), ['unknown-lab 4:12']);
  });

  it('reads all of them where a lab has come or gone, or a file belongs to none', async () => {
    edit(path.join(root, 'basics/other-lab/lab.yaml'), /^title: .*$/m, 'title: Seen as well');
    const { labs } = await catalog.reload([path.join(root, 'catalog.yaml')]);
    assert.deepEqual(labs.map(({ lab }) => lab?.definition.title), ['Seen as well', 'A sound lab']);
    rmSync(file);
    assert.deepEqual((await catalog.reload([file])).labs.map(({ id }) => id), ['other-lab']);
    cpSync(path.join(root, 'basics/other-lab'), path.join(root, 'basics/new-lab'), { recursive: true });
    const added = path.join(root, 'basics/new-lab/lab.yaml');
    edit(added, /^id: .*$/m, 'id: new-lab');
    assert.deepEqual((await catalog.reload([added])).labs.map(({ id }) => id), ['new-lab', 'other-lab']);
  });

  it('is loaded by whoever reloads it first', async () => {
    const fresh = new Catalog({ roots: () => [{ root, source: 'configured', trusted: true }], log: nullLog });
    assert.equal((await fresh.reload([file])).labs.length, 2);
  });
}).timeout(20_000);
