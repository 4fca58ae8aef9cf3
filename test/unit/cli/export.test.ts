import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { nullLog } from '../../../src/common/log';
import { Journal } from '../../../src/progress/journal';

const cli = path.resolve(__dirname, '../../../dist/cli.js');

describe('ai-labs export', function () {
  this.timeout(30_000);
  let home = '';
  const run = (...words: string[]): { code: number | null; out: string; err: string } => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [cli, 'export', ...words, '--home', home], { cwd: home, encoding: 'utf8' });
    return { code: status, out: stdout, err: stderr };
  };

  before(async () => {
    home = await mkdtemp(path.join(tmpdir(), 'ai-labs-export-'));
    const journal = new Journal(path.join(home, '.state', 'journal.jsonl'), nullLog);
    const lab = 'ai-architect/first-steps';
    await journal.append(
      { kind: 'started', lab, session: 's' },
      { kind: 'checked', lab, step: 'mend', check: 'estimate', verdict: 'passed' },
      { kind: 'step-completed', lab, step: 'mend' },
    );
    journal.dispose();
  });
  after(() => rm(home, { recursive: true, force: true }));

  it('writes a portfolio with the files one names', async () => {
    await writeFile(path.join(home, 'notes.txt'), 'what I learned');
    assert.deepEqual(run('portfolio', '--name', 'Ada', '--file', 'notes.txt').err, '');
    const page = await readFile(path.join(home, 'portfolio', 'ai-labs-portfolio.html'), 'utf8');
    assert.match(page, /Ada: AI Architect/);
    assert.match(page, /0 labs completed · 1 under way/);
    assert.match(page, /what I learned/);
    assert.match(await readFile(path.join(home, 'portfolio', 'ai-labs-portfolio.md'), 'utf8'), /# Ada: AI Architect/);
  });

  it('writes results as CSV, JUnit and xAPI', () => {
    assert.match(run('csv').out, /^lab,title,stage/);
    assert.match(run('junit').out, /<testsuite name="ai-architect\/first-steps"/);
    const statements = JSON.parse(run('xapi', '--email', 'ada@example.org').out) as { actor: { mbox: string } }[];
    assert.deepEqual([...new Set(statements.map(({ actor }) => actor.mbox))], ['mailto:ada@example.org']);
  });

  it('refuses what it cannot do, with a next action', async () => {
    await writeFile(path.join(home, 'picture.bin'), Buffer.from([0, 1]));
    for (const [words, message] of [
      [['pdf'], /Name one format: portfolio, csv, junit, xapi/],
      [['xapi', '--email', 'nobody'], /not an e-mail address/],
      [['portfolio', '--file', 'nowhere.txt'], /There is no file nowhere\.txt/],
      [['portfolio', '--file', 'picture.bin'], /not a text file/],
      [['csv', '--out', 'notes.txt/x.csv'], /could not be written[^]*--out/],
    ] as const) {
      const { code, err } = run(...words);
      assert.equal(code, 2, words.join(' '));
      assert.match(err, message);
    }
  });
});
