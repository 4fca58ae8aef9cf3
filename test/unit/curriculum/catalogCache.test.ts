import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { nullLog } from '../../../src/common/log';
import { Catalog, type CatalogSnapshot } from '../../../src/curriculum/catalog';
import { catalogs } from './marks';

const source = path.join(__dirname, '../../../src/curriculum/catalog');

describe("the catalog's cache", () => {
  let folder: string;
  let root: string;
  let cacheFile: string;
  let lab: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'cache-'));
    root = path.join(folder, 'sound');
    lab = path.join(root, 'basics/sound-lab');
    cacheFile = path.join(folder, 'state/catalog.json');
    cpSync(path.join(catalogs, 'sound'), root, { recursive: true });
    age(root);
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** Makes everything look a day old: what is fresh is never trusted. */
  function age(at: string, days = 1): void {
    if (statSync(at, { throwIfNoEntry: false })?.isDirectory()) {
      readdirSync(at).forEach((name) => age(path.join(at, name), days));
    }
    const time = new Date(Date.now() - days * 86_400_000);
    utimesSync(at, time, time);
  }

  function load(): Promise<CatalogSnapshot> {
    return new Catalog({ roots: () => [{ root, source: 'configured', trusted: true }], cacheFile, log: nullLog }).load();
  }

  async function codes(): Promise<string[]> {
    const { labs, problems } = await load();
    return [...problems, ...labs.flatMap((entry) => entry.problems)].map(({ code }) => code);
  }

  /** Loads in a process of its own; says what it found and which of the heavy libraries it needed. */
  function elsewhere(): { titles: string[]; libraries: string[] } {
    const script = `
      const { Catalog } = require(${JSON.stringify(source)});
      const log = { trace() {}, debug() {}, info() {}, warn() {}, error() {} };
      const catalog = new Catalog({ roots: () => [{ root: ${JSON.stringify(root)}, source: 'configured', trusted: true }], cacheFile: ${JSON.stringify(cacheFile)}, log });
      catalog.load().then(({ labs }) => {
        const files = Object.keys(require.cache).join();
        const libraries = ['zod', 'yaml', 'parseLab'].filter((name) => files.includes('/' + name + (name === 'parseLab' ? '.ts' : '/')));
        console.log(JSON.stringify({ titles: labs.map((entry) => entry.lab?.definition.title), libraries }));
      });`;
    return JSON.parse(execFileSync(process.execPath, ['--import', 'tsx', '-e', script], { encoding: 'utf8' })) as { titles: string[]; libraries: string[] };
  }

  it('spares a second start the parser and the schemas', () => {
    assert.deepEqual(elsewhere(), { titles: ['A sound lab'], libraries: ['zod', 'yaml', 'parseLab'] });
    assert.deepEqual(elsewhere(), { titles: ['A sound lab'], libraries: [] });
  }).timeout(30_000);

  it('gives the same as reading does, problems included', async () => {
    writeFileSync(path.join(lab, 'lab.yaml'), readFileSync(path.join(lab, 'lab.yaml'), 'utf8').replace('minutes: 5', 'minutes: five\nrequires: [nothing]'));
    age(root);
    const first = await load();
    const second = await load();
    assert.deepEqual(JSON.parse(JSON.stringify(second)), JSON.parse(JSON.stringify(first)));
    assert.deepEqual(second.labs.flatMap(({ problems }) => problems.map(({ code, line }) => [code, line])), [['wrong-type', 7]]);
  });

  it('keeps every letter there is', async () => {
    const summary = 'Für “Elise”: 😀中';
    const file = path.join(lab, 'lab.yaml');
    writeFileSync(file, readFileSync(file, 'utf8').replace(/^summary: .*$/m, `summary: ${JSON.stringify(summary)}`));
    age(root);
    const summaries = [await load(), await load()].map(({ labs }) => labs[0]?.lab?.definition.summary);
    assert.deepEqual(summaries, [summary, summary]);
    assert.doesNotMatch(readFileSync(cacheFile, 'latin1'), /[^\u0000-\u007f]/);
  });

  it('is not believed when lab.yaml changed', async () => {
    await load();
    const file = path.join(lab, 'lab.yaml');
    writeFileSync(file, readFileSync(file, 'utf8').replace('A sound lab', 'Another lab'));
    assert.equal((await load()).labs[0]?.lab?.definition.title, 'Another lab');
    age(file, 2);
    assert.equal((await load()).labs[0]?.lab?.definition.title, 'Another lab');
  });

  const changes: [what: string, change: () => void, code: string][] = [
    ['a file it names is gone', () => rmSync(path.join(lab, 'checks/done.sh')), 'missing-file'],
    ['a folder of its files is gone', () => rmSync(path.join(lab, 'guide'), { recursive: true }), 'missing-file'],
    ['a folder of its files is another', () => {
      renameSync(path.join(lab, 'guide'), path.join(lab, 'guide-old'));
      mkdirSync(path.join(lab, 'guide'));
    }, 'missing-file'],
    ['a file became a folder', () => {
      rmSync(path.join(lab, 'checks/done.sh'));
      mkdirSync(path.join(lab, 'checks/done.sh'));
    }, 'wrong-kind'],
    ['a file became a link out of the lab', () => {
      rmSync(path.join(lab, 'checks/done.sh'));
      symlinkSync('/etc/passwd', path.join(lab, 'checks/done.sh'));
    }, 'outside-lab'],
    ['catalog.yaml changed', () => writeFileSync(path.join(root, 'catalog.yaml'), 'version: 2\n'), 'wrong-value'],
  ];
  for (const [what, change, code] of changes) {
    it(`is not believed when ${what}`, async () => {
      assert.deepEqual(await codes(), []);
      change();
      assert.ok((await codes()).includes(code));
    });
  }

  it('is not believed when what was missing is there', async () => {
    renameSync(path.join(lab, 'solution'), path.join(lab, 'solution-later'));
    age(root);
    assert.deepEqual(await codes(), ['missing-file', 'missing-file']);
    renameSync(path.join(lab, 'solution-later'), path.join(lab, 'solution'));
    assert.deepEqual(await codes(), []);
  });

  it('is not believed when a shared image appears or goes', async () => {
    const file = path.join(lab, 'lab.yaml');
    writeFileSync(file, readFileSync(file, 'utf8').replace('debian:bookworm-slim', 'ai-labs/later'));
    age(root);
    assert.deepEqual(await codes(), ['missing-image']);
    renameSync(path.join(root, 'images/tools'), path.join(root, 'images/later'));
    assert.deepEqual(await codes(), []);
    rmSync(path.join(root, 'images'), { recursive: true });
    assert.deepEqual(await codes(), ['missing-image']);
  });

  it('is not believed of what changed just now, whose time may not change again', async () => {
    const file = path.join(lab, 'lab.yaml');
    const now = new Date();
    utimesSync(file, now, now);
    await load();
    writeFileSync(file, readFileSync(file, 'utf8').replace('A sound lab', 'A round lab'));
    utimesSync(file, now, now);
    assert.equal((await load()).labs[0]?.lab?.definition.title, 'A round lab');
  });

  it('forgets labs that are gone', async () => {
    await load();
    rmSync(lab, { recursive: true });
    assert.deepEqual((await load()).labs, []);
    assert.doesNotMatch(readFileSync(cacheFile, 'utf8'), /sound-lab/);
  });

  it('keeps the labs of other catalogs', async () => {
    await load();
    await new Catalog({ roots: () => [{ root: path.join(catalogs, 'shadow-builtin'), source: 'builtin', trusted: true }], cacheFile, log: nullLog }).load();
    assert.match(readFileSync(cacheFile, 'utf8'), /A sound lab/);
  });

  const broken: [what: string, content: string | ((whole: string) => string)][] = [
    ['empty', ''],
    ['no JSON', '{"build":'],
    ['something else', '[1, 2]'],
    ['null', 'null'],
    ['cut', (whole) => whole.slice(0, whole.length / 2)],
    ['of another build', (whole) => whole.replace(/"build":"[^"]*"/, '"build":"old"')],
    ['without its records', (whole) => whole.replace(/"reading":/g, '"writing":')],
    ['with records that are none', (whole) => JSON.stringify({ ...(JSON.parse(whole) as object), labs: { [path.join(lab, 'lab.yaml')]: null } })],
  ];
  for (const [what, content] of broken) {
    it(`is ignored when it is ${what}, and made anew`, async () => {
      await load();
      const whole = readFileSync(cacheFile, 'utf8');
      writeFileSync(cacheFile, typeof content === 'string' ? content : content(whole));
      assert.equal((await load()).labs[0]?.lab?.definition.title, 'A sound lab');
      assert.deepEqual(JSON.parse(readFileSync(cacheFile, 'utf8')), JSON.parse(whole));
    });
  }

  it('leaves nothing half-written, and does without where it cannot be written', async () => {
    await load();
    assert.deepEqual(readdirSync(path.dirname(cacheFile)), ['catalog.json']);
    rmSync(path.dirname(cacheFile), { recursive: true });
    writeFileSync(path.dirname(cacheFile), 'a file in the way');
    assert.equal((await load()).labs.length, 1);
  });
}).timeout(20_000);
