import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { GradedHandIn, Grading } from '../../../src/authoring/grading/grading';
import type { CliContext, Values } from '../../../src/cli/command';
import { grade } from '../../../src/cli/grade';
import { createOutput } from '../../../src/cli/output';
import type { Core } from '../../../src/core';
import { readLab } from '../../../src/curriculum/parseLab';

const root = path.resolve(__dirname, '../../..');
const { lab } = readLab({ file: path.join(root, 'labs/foundations/first-steps/lab.yaml'), catalog: 'ai-architect', images: path.join(root, 'labs/images') });

const right: GradedHandIn = {
  learner: 'ada', path: '/class/ada', state: 'graded', notes: [], points: 1, possible: 1, percent: 100, durationMs: 10,
  results: [{ checkId: 'estimate', stepId: 'mend', title: 'Estimates', verdict: 'passed', message: '', criteria: [], output: '', truncated: false, durationMs: 5 }],
};

describe('ai-labs grade', () => {
  let folder = '';
  beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'ai-labs-grade-cli-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** What it prints and how it ends, where grading comes to this. */
  async function run(handIns: GradedHandIn[], values: Values = {}): Promise<{ code: number; stdout: string }> {
    let stdout = '';
    const grading: Grading = {
      lab: 'ai-architect/first-steps', title: 'First steps', questions: 1, compared: true, handIns,
      checks: [
        { id: 'estimate', title: 'Estimates', step: 'mend', points: 1, optional: false, graded: true },
        { id: 'answers', title: 'Answers', step: 'serve', points: 1, optional: false, graded: false },
      ],
    };
    const core = {
      catalog: { load: () => Promise.resolve({ labs: [], shadowed: [], find: () => ({ id: 'first-steps', lab, problems: [] }) }) },
      grade: (_lab: unknown, _paths: unknown, options: { onGraded: (each: GradedHandIn) => void }) => {
        handIns.forEach((each) => options.onGraded(each));
        return Promise.resolve(grading);
      },
    } as unknown as Core;
    const output = createOutput({ write: (text: string) => Boolean((stdout += text)) }, { write: () => true }, { NO_COLOR: '1' });
    const context: CliContext = { output, environment: {}, signal: new AbortController().signal, core: () => Promise.resolve(core) };
    return { code: await grade.run(context, ['first-steps', 'class'], values), stdout };
  }

  it('ends well only where everybody has everything right', async () => {
    const out = path.join(folder, 'new', 'table.csv');
    assert.equal((await run([right], { out })).code, 0);
    assert.deepEqual(readdirSync(path.dirname(out)).sort(), ['table-criteria.csv', 'table.csv']);
    for (const state of ['errored', 'timedOut', 'refused'] as const) {
      const { code, stdout } = await run([right, { ...right, learner: 'e\u001b[2Jve', state, reason: 'two\nlines' }], { out });
      assert.equal(code, 1);
      assert.match(stdout, /^! e\ufffd\[2Jve {2}.*: two lines$/m);
      assert.match(stdout, /^2 handed in: 1 with everything right, 0 with something to mend, 1 not graded; 100\.0 % on average$/m);
      assert.match(stdout, /^Graded for nobody: answers .*\nNot graded: 1 question /m);
    }
  });

  it('gives programs nothing but what they asked for', async () => {
    const { code, stdout } = await run([right], { format: 'json' });
    assert.equal(code, 0);
    assert.deepEqual((JSON.parse(stdout) as Grading).handIns.map(({ learner, percent }) => [learner, percent]), [['ada', 100]]);
    const report = (await run([right], { format: 'junit' })).stdout;
    assert.match(report, /^<\?xml[^]*<testsuite name="ada" tests="1" failures="0" errors="0"[^]*<\/testsuites>\n$/);
    const out = path.join(folder, 'grades.xml');
    assert.match((await run([right], { format: 'junit', out })).stdout, new RegExp(`^Written: ${out}$`, 'm'));
    assert.equal(readFileSync(out, 'utf8'), report);
  });
});
