import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { pathToFileURL } from 'node:url';

const repo = path.resolve(__dirname, '../../..');

/** Evaluates an expression over a module of scripts/, which are plain Node and know no TypeScript. */
function evaluate(module: string, expression: string): unknown {
  const url = JSON.stringify(pathToFileURL(path.join(repo, 'scripts', module)).href);
  const code = `const m = await import(${url}); console.log(JSON.stringify(await (${expression})));`;
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--input-type=module', '-e', code], { encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout);
}

describe('the summary of npm test', function () {
  this.timeout(30_000);
  const scratch = mkdtempSync(path.join(tmpdir(), 'ai-labs-summary-'));
  after(() => rmSync(scratch, { recursive: true, force: true }));

  it('is the last line, with exit code 1 for a suite that does not exist', () => {
    const { stdout, status } = spawnSync(process.execPath, ['scripts/test.mjs', 'nonsense'], { cwd: repo, encoding: 'utf8' });
    assert.equal(status, 1);
    assert.equal(stdout.trimEnd().split('\n').at(-1), '0 passed, 1 failed, 0 skipped');
  });

  it('sums what each run of mocha reported', () => {
    const file = path.join(scratch, 'counts.jsonl');
    writeFileSync(file, '{"passed":3,"failed":0,"skipped":1}\n{"passed":2,"failed":1,"skipped":0}\n');
    assert.deepEqual(evaluate('test/counts.mjs', `m.readCounts(${JSON.stringify(file)})`), { passed: 5, failed: 1, skipped: 1 });
  });

  it('counts nothing where a run left no report', () => {
    const missing = JSON.stringify(path.join(scratch, 'missing'));
    assert.deepEqual(evaluate('test/counts.mjs', `m.readCounts(${missing})`), { passed: 0, failed: 0, skipped: 0 });
    assert.deepEqual(evaluate('test/counts.mjs', `m.readJUnit(${missing})`), { passed: 0, failed: 0, skipped: 0 });
  });

  it('counts the cases of a rehearsal', () => {
    const file = path.join(scratch, 'report.xml');
    writeFileSync(file, `<testsuites><testsuite tests="4">
      <testcase name="a"/><testcase name="b"><failure message="x">y</failure></testcase>
      <testcase name="c"><skipped/></testcase><testcase name="d"><error message="z"/></testcase></testsuite></testsuites>`);
    assert.deepEqual(evaluate('test/counts.mjs', `m.readJUnit(${JSON.stringify(file)})`), { passed: 1, failed: 2, skipped: 1 });
  });

  it('names only suites that exist', () => {
    const suites = evaluate('test/suites.mjs', 'm.suites') as { name: string; mocha?: string; command?: string[]; rehearse?: boolean; inside?: string }[];
    assert.equal(new Set(suites.map(({ name }) => name)).size, suites.length);
    for (const suite of suites) {
      const kinds = [suite.mocha, suite.command, suite.rehearse, suite.inside].filter(Boolean);
      assert.equal(kinds.length, 1, suite.name);
    }
  });
});
