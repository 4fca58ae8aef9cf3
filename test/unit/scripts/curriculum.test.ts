import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parse } from 'yaml';
import { parseSize } from '../../../src/curriculum/units';

const repo = path.resolve(__dirname, '../../..');

/** Evaluates an expression over the script's module `m`, and the document `d`, in plain Node. */
function evaluate(expression: string): unknown {
  const url = JSON.stringify(pathToFileURL(path.join(repo, 'scripts/rehearse/matrix.mjs')).href);
  const code = `const m = await import(${url}); console.log(JSON.stringify(${expression}));`;
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--input-type=module', '-e', code], { encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout);
}

describe('the table of the curriculum', () => {
  const document = readFileSync(path.join(repo, 'docs/curriculum.md'), 'utf8');
  const rows = document.split('\n').filter((line) => line.startsWith('| `'));

  it('has a row for every lab, and for nothing else', () => {
    const labs = evaluate(`m.listLabs(${JSON.stringify(path.join(repo, 'labs'))})`) as { id: string; action: string }[];
    assert.ok(labs.length > 0 && labs.every((lab) => lab.action !== ''));
    assert.deepEqual(rows.map((row) => row.split('`')[1]), labs.map((lab) => lab.id));
  });

  it('knows every wrong solution of the labs, and no lab may take more than 2 GB', () => {
    const labs = evaluate(`m.listLabs(${JSON.stringify(path.join(repo, 'labs'))})`) as { id: string; stage: string; wrong: string[] }[];
    for (const { id, stage, wrong } of labs) {
      const lab = parse(readFileSync(path.join(repo, 'labs', stage, id, 'lab.yaml'), 'utf8')) as { services: Record<string, { mem_limit?: string }>; solution: { wrong: { apply: string }[] } };
      assert.deepEqual(wrong, lab.solution.wrong.map(({ apply }) => apply), id);
      const bytes = Object.values(lab.services).map(({ mem_limit: limit = '' }) => parseSize(limit) ?? NaN);
      assert.ok(bytes.reduce((sum, each) => sum + each, 0) <= 2 * 1024 ** 3, `${id}: its services say mem_limit, all together 2g or less`);
    }
  });

  it('is of labs that wait for a server where localhost has no address of IPv6, too', () => {
    // There curl tries ::1 last, which fails in another way than by a refusal, and does not try again.
    const files = readdirSync(path.join(repo, 'labs'), { recursive: true, encoding: 'utf8' }).filter((file) => /\.(md|sh|yaml)$/.test(file));
    assert.ok(files.length > 100);
    const impatient = files.filter((file) => /--retry-connrefused.*localhost|localhost.*--retry-connrefused/.test(readFileSync(path.join(repo, 'labs', file), 'utf8')));
    assert.deepEqual(impatient, []);
  });

  it('shows nothing that did not hold', () => {
    assert.deepEqual(rows.filter((row) => row.includes('**')), []);
  });

  it('takes new figures for what the reports tell, and keeps the others', () => {
    const labs = [['old', '5', 0], ['new', '7', 3], ['none', '9', 1]].map(([id, minutes, wrong]) => ({ id, stage: 's', action: 'a', minutes, wrong: Array(wrong).fill('solution/wrong.sh') }));
    const cells = ['entered', 'entered', 'wrong'].map((proof, number) => ({ lab: 'c/new', proof, held: number !== 1, flaky: [] }));
    const before = `text
<!-- matrix -->
| lab | stage | key action | minutes | untouched | twenty | rehearsed |
| --- | --- | --- | --- | --- | --- | --- |
| \`new\` | s | a | 1 | 9/9 | 20/20 | once |
| \`old\` | s | a | 5 | 2/2 | - | before |
| \`gone\` | s | a | 5 | 2/2 | - | before |
<!-- /matrix -->
more
`;
    const after = evaluate(`m.withMatrix(${[before, labs, cells, { new: { seconds: 4.26, memory: 80 } }, 'today'].map((value) => JSON.stringify(value)).join(', ')})`) as string;
    assert.deepEqual(after.split('\n').slice(4), [
      '| `old` | s | a | 5 | 2/2 | - | - | - | - | - | - | - | - | - | before |',
      '| `new` | s | a | 7 | **1/2** | - | - | - | - | - | 1/3 | 20/20 | 4.3 s | 80 MB | today |',
      '| `none` | s | a | 9 | - | - | - | - | - | - | - | - | - | - | - |',
      '<!-- /matrix -->',
      'more',
      '',
    ]);
  });

  it('adds up what the containers of a session take', () => {
    const stats = 'aaa 211.5MiB / 1GiB\nbbb 1.5GiB / 2GiB\nccc 512KiB / 1GiB\nddd 9MiB / 1GiB\n';
    const sums = evaluate(`(await import(${JSON.stringify(pathToFileURL(path.join(repo, 'scripts/rehearse/memory.mjs')).href)})).sumBySession(${JSON.stringify(stats)}, new Map([['aaa', 'x'], ['bbb', 'x'], ['ccc', 'y']]))`);
    assert.deepEqual(sums, [1747.5, 0.5]);
  });
});
