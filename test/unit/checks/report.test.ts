import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseReport } from '../../../src/checks/report';

const parse = (text: string): ReturnType<typeof parseReport> => parseReport(Buffer.from(text), '/workspace');
const criterion = (fields: Record<string, unknown>): unknown => parse(JSON.stringify({ criterion: 'it', passed: false, ...fields })).criteria[0];

describe('checks: report', function () {
  this.timeout(20_000);

  it('is one criterion a line', () => {
    const report = parse('{"criterion": "a", "passed": true}\n\n{"criterion": "b", "passed": false, "expected": "x"}\r\n');
    assert.deepEqual(report, { criteria: [{ criterion: 'a', passed: true }, { criterion: 'b', passed: false, expected: 'x' }], invalid: [] });
  });

  it('takes values of any type as text', () => {
    assert.deepEqual(criterion({ expected: 3, found: [1, { a: null }], hint: true }), { criterion: 'it', passed: false, expected: '3', found: '[1,{"a":null}]', hint: 'true' });
    assert.deepEqual(criterion({ expected: null }), { criterion: 'it', passed: false });
  });

  it('keeps files inside the learner\'s folder, and links on https', () => {
    assert.deepEqual(criterion({ file: '/workspace/src/a.py', line: 3 }), { criterion: 'it', passed: false, file: 'src/a.py', line: 3 });
    assert.deepEqual(criterion({ file: './a.py', line: 0 }), { criterion: 'it', passed: false, file: 'a.py' });
    for (const file of ['/etc/passwd', '../a', 'a/../../b', 'a\\..\\b', '', 'a\0b', 7]) {
      assert.deepEqual(criterion({ file, line: 1 }), { criterion: 'it', passed: false }, String(file));
    }
    for (const docs of ['http://example.org', 'javascript:alert(1)', 'https://a b', 'https://a\u001b]0;title', 'https://a\u202eb', 4]) {
      assert.deepEqual(criterion({ docs }), { criterion: 'it', passed: false });
    }
    assert.deepEqual(criterion({ docs: 'https://example.org/a', weight: 2 }), { criterion: 'it', passed: false, docs: 'https://example.org/a', weight: 2 });
  });

  it('sets aside what is no criterion', () => {
    const report = parse('nope\n[]\n"x"\n7\n{"criterion": "", "passed": true}\n{"criterion": "a"}\n{"criterion": "a", "passed": "yes"}\n{"errored": "first"}\n{"errored": "second"}\n');
    assert.deepEqual(report.criteria, []);
    assert.equal(report.invalid.length, 7);
    assert.equal(report.errored, 'first');
  });

  it('is bounded and survives anything', () => {
    const many = parse('{"criterion": "a", "passed": true}\n'.repeat(2000));
    assert.equal(many.criteria.length, 500);
    assert.equal(parse(`{"criterion": "${'x'.repeat(60_000)}", "passed": true}`).criteria[0]?.criterion.length, 4097);
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => void parseReport(Buffer.from(bytes), '/workspace')));
    fc.assert(fc.property(fc.array(fc.json()), (lines) => void parse(lines.join('\n'))));
  });
});
