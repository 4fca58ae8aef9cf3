import assert from 'node:assert/strict';
import { junit } from '../../../src/common/junit';

describe('JUnit report', () => {
  it('groups cases by suite and counts each kind of problem', () => {
    const xml = junit('rehearsal', [
      { suite: 'a', name: 'one', durationMs: 1500 },
      { suite: 'a', name: 'two', durationMs: 0, problem: { kind: 'failure', message: 'expected 1' } },
      { suite: 'b', name: 'three', durationMs: 0, problem: { kind: 'error', message: 'gone', detail: 'log' } },
    ]);
    assert.match(xml, /<testsuites name="rehearsal" tests="3" failures="1" errors="1" skipped="0" time="1.500">/);
    assert.match(xml, /<testsuite name="a" tests="2" failures="1" errors="0"/);
    assert.match(xml, /<testcase classname="a" name="one" time="1.500"\/>/);
    assert.match(xml, /<error message="gone">log<\/error>/);
  });

  it('escapes markup and replaces what XML cannot say', () => {
    const xml = junit('x', [{ suite: '<&"', name: 'n', durationMs: 0, problem: { kind: 'failure', message: '\u001b[31m]]>' } }]);
    assert.match(xml, /classname="&lt;&amp;&quot;"/);
    assert.match(xml, /message="\ufffd\[31m\]\]&gt;"/);
  });
});
