import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Step } from '../../../src/curriculum/lab';
import { localPage } from '../../../src/curriculum/localPage';
import { solutionFiles } from '../../../src/curriculum/solutionFiles';
import { lab } from '../ui/labs';

describe('files of a guide', () => {
  let folder: string;
  const write = (name: string, text: string | Buffer): void => {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  };
  beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'guide-files-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('are in the reader’s language where the lab has it, and never from outside', () => {
    write('guide/01.md', 'one');
    write('guide/pt/01.md', 'um');
    write('secret', 'secret');
    mkdirSync(path.join(folder, 'lab/guide/de'), { recursive: true });
    symlinkSync(path.join(folder, 'secret'), path.join(folder, 'lab/guide/de/01.md'));
    assert.equal(localPage(folder, 'guide/01.md', 'pt-br'), 'guide/pt/01.md');
    assert.equal(localPage(folder, 'guide/01.md', 'pt'), 'guide/pt/01.md');
    for (const locale of ['en', 'de', '', '..', '../pt', 'pt/../../x']) {
      assert.equal(localPage(folder, 'guide/01.md', locale), 'guide/01.md', locale);
    }
    assert.equal(localPage(path.join(folder, 'lab'), 'guide/01.md', 'de'), 'guide/01.md');
  });

  it('are, of a solution, its script and what that names beside itself', async () => {
    write('solution/01.sh', 'cp "$here/app.py" . && cp -r "$here/serve/." . # not app.pyc, nor x');
    write('solution/02.sh', 'other');
    write('solution/wrong-a.sh', 'wrong');
    write('solution/app.py', 'print(1)');
    write('solution/serve/a/b.txt', 'b');
    write('solution/serve/model.bin', Buffer.from([1, 0, 2]));
    write('solution/serve/big.txt', 'x'.repeat(70_000));
    write('solution/x.py', 'x');
    const named = await solutionFiles({ ...lab('x'), folder }, { solution: 'solution/01.sh' });
    assert.deepEqual(named.map(({ name }) => name), ['01.sh', 'app.py', 'serve/a/b.txt']);
    assert.equal(named[1]?.text, 'print(1)');
    const none: Pick<Step, 'solution'>[] = [{}, { solution: 'solution/gone.sh' }];
    for (const step of none) {
      assert.deepEqual(await solutionFiles({ ...lab('x'), folder }, step), []);
    }
  });
});
