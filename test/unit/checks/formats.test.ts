import assert from 'node:assert/strict';
import fc from 'fast-check';
import { junitIn, testsOfJunit } from '../../../src/checks/junit';
import { testsOfTap } from '../../../src/checks/tap';
import type { TestReport } from '../../../src/checks/tests';
import type { Criterion } from '../../../src/common/verdict';

const tap = (text: string, cut = false): TestReport => testsOfTap(text, '/workspace', cut);
const junit = (text: string): TestReport => testsOfJunit(text, '/workspace');
const names = ({ criteria }: TestReport): string[] => criteria.map(({ criterion, passed }) => `${passed ? '' : 'not '}${criterion}`);

describe('checks: TAP', () => {
  it('points, plan, directives, diagnostics and noise', () => {
    const { criteria, ran, cut } = tap(`TAP version 14
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
    noise that is indented
okay, this is no point
`);
    assert.deepEqual(criteria, [
      { criterion: 'starts', passed: true },
      { criterion: 'answers in time', passed: false, found: 'took 3 s' },
      { criterion: 'test 3', passed: true },
      { criterion: 'remembers', passed: true, found: 'to do: next week' },
      { criterion: 'escapes # and goes on', passed: false, found: 'Expected 1\nFound 2' },
      { criterion: 'runs', passed: true, found: 'skipped: no network' },
      { criterion: 'all tests run', passed: false, expected: '7 tests', found: '6' },
    ] satisfies Criterion[]);
    assert.deepEqual([ran, cut], [6, false]);
  });

  it('what YAML blocks tell: expected, found, where', () => {
    const { criteria } = tap(`not ok 1 - adds
  ---
  location: '/workspace/src/add.test.js:12:3'
  error: |-
    Expected values to be strictly equal:

    1 !== 2
  expected: 2
  actual: 1
  stack: |-
    at add (add.js:1)
  ...
not ok 2 - reads
  ---
  message: "it's \\"gone\\""
  at:
    file: src/read.py
    line: 7
  ...
not ok 3 - elsewhere
  ---
  wanted: 'it''s'
  found: >-
    something
    else
  file: /etc/passwd
  line: 1
  ...
not ok 4 - free text
  ---
  - a list
  - of things
  ...
1..4`);
    assert.deepEqual(criteria, [
      { criterion: 'adds', passed: false, expected: '2', found: '1', file: 'src/add.test.js', line: 12 },
      { criterion: 'reads', passed: false, found: 'it\'s "gone"', file: 'src/read.py', line: 7 },
      { criterion: 'elsewhere', passed: false, expected: "it's", found: 'something\nelse' },
      { criterion: 'free text', passed: false, found: '- a list\n- of things' },
    ]);
  });

  it('subtests stand for their parent, and keep their own plan', () => {
    const { criteria } = tap(`TAP version 14
# Subtest: the store
    # Subtest: reading
        ok 1 - a key
        not ok 2 - a missing key
          ---
          actual: crashed
          ...
        1..2
    not ok 1 - reading
    ok 2 - writing # SKIP read only
    1..3
not ok 1 - the store
# Subtest: sound
    ok 1 - inside
    1..1
not ok 2 - sound
# its clean-up failed
# Subtest: later
    not ok 1 - one day
    1..1
not ok 3 - later # TODO
1..3`);
    assert.deepEqual(criteria, [
      { criterion: 'the store > reading > a key', passed: true },
      { criterion: 'the store > reading > a missing key', passed: false, found: 'crashed' },
      { criterion: 'the store > writing', passed: true, found: 'skipped: read only' },
      { criterion: 'the store > all tests run', passed: false, expected: '3 tests', found: '2' },
      { criterion: 'sound', passed: false, found: 'its clean-up failed' },
      { criterion: 'sound > inside', passed: true },
      { criterion: 'later', passed: true, found: 'to do' },
    ]);
  });

  it('streams that end early have failed', () => {
    assert.deepEqual(names(tap('ok 1\nok 2')), ['test 1', 'test 2', 'not all tests run'], 'no plan came: somebody ended the program');
    assert.deepEqual(names(tap('1..2')), ['not all tests run']);
    assert.deepEqual(names(tap('1..1\nok 1\nok 2')), ['test 1', 'test 2', 'not all tests run']);
    assert.deepEqual(names(tap('ok 1\n    ok 1 - of a subtest that never ended\n1..1')), ['test 1', 'of a subtest that never ended']);
    assert.deepEqual(tap('ok 1\n1..2\nBail out! no database').criteria.at(-1), { criterion: 'all tests run', passed: false, found: 'no database' });
    assert.deepEqual(names(tap('ok 1\n    ok 1 - x\n    bail out!')).at(-1), 'not all tests run');
    assert.deepEqual(names(tap('not ok 1\n  ---\n  never: closed\nok 2\n1..2')), ['not test 1', 'not all tests run']);
  });

  it('what is not known is told apart from what is missing', () => {
    const report = tap('1..100\nok 1\n[… 70000 bytes left out …]\nok 100', true);
    assert.deepEqual([names(report), report.cut], [['test 1', 'test 100'], true]);
    assert.equal(tap('1..0 # SKIP no GPU here').skipped, 'no GPU here');
    assert.equal(tap('ok 1 # SKIP a\nok 2 # SKIP b\n1..2').skipped, 'a');
    assert.equal(tap('ok 1 # SKIP a\nok 2\n1..2').skipped, undefined);
    assert.deepEqual(tap('nothing to see'), { criteria: [], ran: 0, cut: false });
  });

  it('of very many tests the failures are told', () => {
    const lines = Array.from({ length: 3000 }, (_, n) => `${n === 2500 ? 'not ' : ''}ok ${n + 1} - t${n}`);
    const { criteria, ran } = tap([...lines, '1..3000'].join('\n'));
    assert.deepEqual([criteria.length, ran, criteria.filter(({ passed }) => !passed).map(({ criterion }) => criterion)], [500, 3000, ['t2500']]);
  });
});

describe('checks: JUnit', function () {
  this.timeout(20_000);

  it('cases, failures, errors, skips, entities and CDATA', () => {
    const { criteria, ran, cut } = junit(`<?xml version="1.0"?><testsuites><testsuite name="s">
<!-- <testcase name="in a comment"/> -->
<properties><property name="a" value="b"/></properties>
<testcase classname="tests.test_a" name="test_one" file="tests/test_a.py" line="3" time="0.1"/>
<testcase classname='tests.test_a' name='a &gt; b &amp;&#x41;&#66;'><failure message="assert 1 &lt; 0">long
text</failure></testcase>
<testcase name="broken"><system-out>x</system-out><error><![CDATA[Trace <b> & more]]></error></testcase>
<testcase name="pair"><failure message="expected: &lt;1&gt; but was: &lt;2&gt;"/><failure message="second"/></testcase>
<testcase name="odd"><error message="collection failure">import store
E   ModuleNotFoundError: no store</error></testcase>
<testcase name="skipped"><skipped message="no network"/></testcase>
<testcase name="out" file="/etc/passwd" line="1"/>
</testsuite></testsuites>`);
    assert.deepEqual(criteria, [
      { criterion: 'tests.test_a: test_one', passed: true, file: 'tests/test_a.py', line: 3 },
      { criterion: 'tests.test_a: a > b &AB', passed: false, found: 'assert 1 < 0' },
      { criterion: 'broken', passed: false, found: 'Trace <b> & more' },
      { criterion: 'pair', passed: false, expected: '1', found: '2' },
      { criterion: 'odd', passed: false, found: 'collection failure: ModuleNotFoundError: no store' },
      { criterion: 'skipped', passed: true, found: 'skipped: no network' },
      { criterion: 'out', passed: true },
    ]);
    assert.deepEqual([ran, cut], [6, false]);
  });

  it('a report that ends in the middle says so, and what it was about to say is no pass', () => {
    const whole = '<testsuites><testsuite><testcase name="a"/><testcase name="b"><failure message="no"/></testcase></testsuite></testsuites>';
    assert.deepEqual([names(junit(whole)), junit(whole).cut], [['a', 'not b'], false]);
    for (let length = 13; length < whole.length; length += 1) {
      const { criteria, cut } = junit(whole.slice(0, length));
      assert.equal(cut, true, whole.slice(0, length));
      assert.ok(criteria.every(({ criterion, passed }) => passed === (criterion === 'a')), whole.slice(0, length));
    }
  });

  it('several reports in a row are all read; no report is none', () => {
    assert.deepEqual(names(junit('<testsuite><testcase name="a"/></testsuite>\n<testsuite><testcase name="b"><error/></testcase></testsuite>')), ['a', 'not b']);
    assert.deepEqual(junit('<testsuites/>'), { criteria: [], ran: 0, cut: false });
    assert.equal(junit('<testsuite><testcase name="a"><skipped/></testcase></testsuite>').skipped, '');
  });

  it('is found in what a runner prints', () => {
    const printed = 'collected 1 item: a < b\n<?xml version="1.0"?><testsuites><testsuite><testcase name="a"/></testsuite></testsuites>\n- generated xml file: /dev/stdout -\n';
    assert.deepEqual(names(junit(junitIn(printed))), ['a']);
    assert.deepEqual(names(junit(junitIn('noise < 3\n<testsuite name="x"><testcase name="a"/></testsuite>'))), ['a']);
    assert.deepEqual(junit(junitIn('nothing')), { criteria: [], ran: 0, cut: false });
  });

  it('what tests print cannot speak for them', () => {
    const fake = '</system-out></testcase><testcase name="fake"/><testcase name="x"><system-out>';
    const { criteria } = junit(`<testsuite><testcase name="real"><system-out><![CDATA[${fake}]]></system-out><failure message="no"/></testcase></testsuite>`);
    assert.deepEqual(criteria, [{ criterion: 'real', passed: false, found: 'no' }]);
    const nested = junit('<testsuite><testcase name="real"><system-out><testcase name="fake"/><failure/></system-out></testcase></testsuite>');
    assert.deepEqual(names(nested), ['real']);
  });

  it('no entity is expanded, no file is read, nothing grows', () => {
    const bomb = `<?xml version="1.0"?><!DOCTYPE t [<!ENTITY a "${'ha'.repeat(100)}"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY x SYSTEM "file:///etc/passwd">
      <!ENTITY fake "<testcase name='fake'/>">]><testsuite><testcase name="&b;&x;"><failure message="&fake;">&b;</failure></testcase></testsuite>`;
    assert.deepEqual(junit(bomb).criteria, [{ criterion: '&b;&x;', passed: false, found: '&fake;' }]);
    assert.deepEqual(names(junit('<testsuite><testcase name="&constructor;&__proto__;"/><testcase __proto__="x" name="b"/></testsuite>')), ['&constructor;&__proto__;', 'b']);
  });
});

describe('checks: formats', function () {
  this.timeout(20_000);

  it('survive anything, in time', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void [tap(text), junit(text)]));
    const piece = fc.constantFrom(
      '<testsuite>', '</testsuite>', '<testcase ', 'name="', '"', '>', '</testcase>', '<failure', '<![CDATA[', ']]>', '/>', '&lt;', '<!--', '<!D[', "'",
      'not ok ', 'ok', '    ', '  ---', '  ...', '# ', '1..2', 'a: |', 'x: y', '\n',
    );
    fc.assert(fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => void [tap(pieces.join('')), junit(pieces.join(''))]), { numRuns: 500 });
    for (const text of [
      '<testcase '.repeat(60_000), '<testcase name="'.repeat(40_000), `<testsuite>${'<testcase>'.repeat(60_000)}`, '<!--'.repeat(160_000), `<testsuite><testcase ${"a='' ".repeat(100_000)}`,
      `ok ${' '.repeat(600_000)}x`, `<testsuite><testcase ${'a'.repeat(600_000)}>`, `<testsuite><testcase><failure>${'<'.repeat(600_000)}`, '<a>'.repeat(100_000), `ok ${'# '.repeat(300_000)}`,
      `not ok 1\n  ---\n${'  a:\n'.repeat(100_000)}`, `not ok 1\n${'# x\n'.repeat(100_000)}`, `${'    ok\n'.repeat(50_000)}ok`, `not ok ${'\\#'.repeat(200_000)}`,
      `<testsuite><testcase><failure message="expected: ${'but was '.repeat(50_000)}"/></testcase></testsuite>`,
    ]) {
      tap(text);
      junit(text);
    }
  });
});
