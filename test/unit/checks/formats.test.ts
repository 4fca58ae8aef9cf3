import assert from 'node:assert/strict';
import fc from 'fast-check';
import { criteriaOfJunit } from '../../../src/checks/junit';
import { criteriaOfTap } from '../../../src/checks/tap';

describe('checks: formats', function () {
  this.timeout(20_000);

  it('tap: points, plan, directives, diagnostics and noise', () => {
    const criteria = criteriaOfTap(`TAP version 14
noise of the program
1..7
ok 1 - starts
not ok 2 - answers in time
  ---
  message: took 3 s
  ...
ok
not ok 4 remembers # TODO next week
not ok 5 - escapes \\# and goes on
# Expected 1
# Found 2
ok 6 - runs # skip no network
    not ok 1 - of a subtest
okay, this is no point
`);
    assert.deepEqual(criteria, [
      { criterion: 'starts', passed: true },
      { criterion: 'answers in time', passed: false, found: 'message: took 3 s' },
      { criterion: 'test 3', passed: true },
      { criterion: 'remembers', passed: true },
      { criterion: 'escapes # and goes on', passed: false, found: 'Expected 1\nFound 2' },
      { criterion: 'runs', passed: true },
      { criterion: 'all tests run', passed: false, expected: '7 tests', found: '6' },
    ]);
    assert.deepEqual(criteriaOfTap('ok 1\nBail out! no database').map(({ found }) => found), [undefined, 'no database']);
    assert.deepEqual(criteriaOfTap('nothing to see'), []);
  });

  it('junit: cases, failures, errors, skips, entities and CDATA', () => {
    const criteria = criteriaOfJunit(`<?xml version="1.0"?><testsuites><testsuite name="s">
<!-- <testcase name="in a comment"/> -->
<testcase classname="tests.test_a" name="test_one" file="tests/test_a.py" line="3" time="0.1"/>
<testcase classname='tests.test_a' name='a &gt; b &amp;&#x41;&#66;'><failure message="assert 1 &lt; 0">long
text</failure></testcase>
<testcase name="broken"><system-out>x</system-out><error><![CDATA[Trace <b> & more]]></error></testcase>
<testcase name="skipped"><skipped message="no network"/></testcase>
<testcase name="out" file="/etc/passwd" line="1"/>
<testcase name="cut off"><failure message="the report ended he`);
    assert.deepEqual(criteria, [
      { criterion: 'tests.test_a: test_one', passed: true, file: 'tests/test_a.py', line: 3 },
      { criterion: 'tests.test_a: a > b &AB', passed: false, found: 'assert 1 < 0' },
      { criterion: 'broken', passed: false, found: 'Trace <b> & more' },
      { criterion: 'skipped', passed: true },
      { criterion: 'out', passed: true },
      { criterion: 'cut off', passed: true },
    ]);
  });

  it('survive anything, in time', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void [criteriaOfTap(text), criteriaOfJunit(text)]));
    const piece = fc.constantFrom('<testcase ', 'name="', '"', '>', '</testcase>', '<failure', '<![CDATA[', ']]>', '/>', '&lt;', '<!--', "'", 'not ok ', '# ', '\n');
    fc.assert(fc.property(fc.array(piece), (pieces) => void [criteriaOfTap(pieces.join('')), criteriaOfJunit(pieces.join(''))]));
    for (const text of ['<testcase '.repeat(6000), '<testcase name="'.repeat(4000), '<testcase>'.repeat(6000), '<!--'.repeat(16_000), `<testcase ${"a='' ".repeat(10_000)}`, `ok ${' '.repeat(60_000)}x`, `<testcase ${'a'.repeat(60_000)}>`, `<testcase><failure>${'<'.repeat(60_000)}`]) {
      criteriaOfJunit(text);
      criteriaOfTap(text);
    }
  });
});
