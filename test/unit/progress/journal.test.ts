import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, mkdir, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isUserError } from '../../../src/common/errors';
import { nullLog } from '../../../src/common/log';
import { Journal } from '../../../src/progress/journal';

const writer = path.join(__dirname, 'writer.ts');

describe('the journal', function () {
  this.timeout(30_000);
  let folder: string;
  let file: string;
  const made: Journal[] = [];
  const journal = (): Journal => {
    const one = new Journal(file, nullLog);
    made.push(one);
    return one;
  };

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'ai-labs-journal-'));
    file = path.join(folder, '.state', 'journal.jsonl');
  });
  afterEach(async () => {
    made.splice(0).forEach((each) => each.dispose());
    await rm(folder, { recursive: true, force: true });
  });

  it('is empty where nothing was written', async () => {
    assert.deepEqual(await journal().read(), { labs: {} });
  });

  it('keeps what was appended for the next reader, in order', async () => {
    const one = journal();
    await one.append({ kind: 'started', lab: 'a/b', session: 's' }, { kind: 'step-entered', lab: 'a/b', step: 'x' });
    await one.append({ kind: 'checked', lab: 'a/b', step: 'x', check: 'c', verdict: 'failed', message: 'm'.repeat(10_000) });
    const other = journal();
    await other.read();
    assert.deepEqual(other.entries.map(({ kind }) => kind), ['started', 'step-entered', 'checked']);
    assert.deepEqual(other.summary, one.summary);
    assert.equal(new Set(other.entries.map(({ entry }) => entry)).size, 3);
    assert.equal(other.summary.labs['a/b']?.checks.c?.message?.length, 2000);
  });

  it('loses nothing when several processes write at once', async () => {
    const writers = 4;
    const each = 40;
    const children = Array.from({ length: writers }, (_, index) => spawnWriter(file, `lab/w${index}`, each));
    for (const [code] of await Promise.all(children.map((child) => once(child, 'exit')))) {
      assert.equal(code, 0);
    }
    const reader = journal();
    await reader.read();
    assert.equal(reader.setAside.length, 0);
    for (let index = 0; index < writers; index++) {
      const own = reader.entries.flatMap((entry) => (entry.lab === `lab/w${index}` && entry.kind === 'hint-shown' ? [entry.hint] : []));
      assert.deepEqual(own, Array.from({ length: each }, (_, hint) => hint), 'in the order written');
    }
  });

  it('survives a writer that was killed in the middle of a line', async () => {
    const one = journal();
    await one.append({ kind: 'started', lab: 'a/b', session: 's' });
    await appendFile(file, '{"v":1,"entry":"12345678","at":"2026-0');
    await one.append({ kind: 'stopped', lab: 'a/b', session: 's' });
    const other = journal();
    await other.read();
    assert.deepEqual(other.entries.map(({ kind }) => kind), ['started', 'stopped']);
    assert.deepEqual(one.entries, other.entries);
    assert.deepEqual(other.setAside.map(({ reason }) => reason), ['torn']);
    assert.match(await readFile(file, 'utf8'), /"at":"2026-0\n/, 'the torn line is kept');
  });

  it('hears other processes', async () => {
    const one = journal();
    await one.append({ kind: 'started', lab: 'a/b', session: 's' });
    one.watch();
    const heard = new Promise<readonly { lab: string }[]>((resolve) => one.onDidChange(resolve));
    const child = spawnWriter(file, 'lab/other', 1);
    assert.deepEqual((await heard).map(({ lab }) => lab), ['lab/other']);
    await once(child, 'exit');
  });

  it('hears the first entry even where its folder did not exist', async () => {
    const one = journal();
    one.watch();
    const heard = new Promise<readonly { lab: string }[]>((resolve) => one.onDidChange(resolve));
    await journal().append({ kind: 'started', lab: 'a/b', session: 's' });
    assert.deepEqual((await heard).map(({ lab }) => lab), ['a/b']);
  });

  it('reads anew where the file was replaced by a shorter one', async () => {
    const one = journal();
    await one.append({ kind: 'started', lab: 'a/b', session: 's' }, { kind: 'started', lab: 'c/d', session: 's' });
    const first = (await readFile(file, 'utf8')).split('\n')[0] ?? '';
    await truncate(file);
    await writeFile(file, `${first}\n`);
    assert.deepEqual(Object.keys((await one.read()).labs), ['a/b']);
  });

  it('says what to do where it can neither be read nor written', async () => {
    await mkdir(path.dirname(file));
    await mkdir(file);
    await assert.rejects(journal().read(), (error) => isUserError(error) && error.code === 'journal-not-readable');
    await assert.rejects(journal().append({ kind: 'started', lab: 'a/b', session: 's' }), (error) => {
      assert.ok(isUserError(error));
      assert.equal(error.code, 'journal-not-writable');
      assert.match(error.action?.text ?? '', /aiLabs\.home/);
      return true;
    });
  });
});

function spawnWriter(file: string, lab: string, count: number): ChildProcess {
  return spawn(process.execPath, ['--import', 'tsx', writer, file, lab, String(count)], { stdio: 'inherit' });
}
