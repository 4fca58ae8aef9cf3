import assert from 'node:assert/strict';
import { check, resultOf, useLab, verdicts } from './checkRig';

describe('checks: verdicts', function () {
  this.timeout(60_000);
  const { rig, lab } = useLab({ services: { lab: { workspace: 'rw' } } });

  it('come from exit codes', async () => {
    const results = await check(rig, lab(), {
      zero: 'exit 0',
      skip: 'echo "no accelerator here"; exit 77',
      one: 'echo "port 8080 is closed"; exit 1',
      'missing-command': 'no-such-command',
      killed: 'kill -KILL $$',
      seventy: 'exit 70',
      silent: 'exit 5',
    });
    assert.deepEqual(verdicts(results), {
      zero: 'passed',
      skip: 'skipped',
      one: 'failed',
      'missing-command': 'failed',
      killed: 'failed',
      seventy: 'failed',
      silent: 'failed',
    });
    assert.deepEqual(
      results.map(({ exitCode }) => exitCode),
      [0, 77, 1, 127, 137, 70, 5],
    );
    assert.equal(resultOf(results, 'zero').message, '');
    assert.equal(resultOf(results, 'skip').message, 'no accelerator here');
    assert.equal(resultOf(results, 'one').message, 'port 8080 is closed');
    assert.match(resultOf(results, 'missing-command').message, /no-such-command/);
    assert.match(resultOf(results, 'killed').message, /signal 9/);
    assert.match(resultOf(results, 'silent').message, /exit code 5/);
  });

  it('are errored where the script cannot be started, and the others run all the same', async () => {
    const results = await check(
      rig,
      lab(),
      {
        interpreter: '#!/usr/bin/env python9\nprint()\n',
        absolute: '#!/opt/none/bin/ruby\n',
        file: { run: 'checks/gone.sh' },
        user: { user: 'nobody-at-all', script: 'exit 0' },
        outside: { run: 'checks/../../../etc/passwd' },
        fine: 'exit 0',
      },
    );
    assert.deepEqual(verdicts(results), {
      interpreter: 'errored',
      absolute: 'errored',
      file: 'errored',
      user: 'errored',
      outside: 'errored',
      fine: 'passed',
    });
    for (const { verdict, message } of results) {
      assert.ok(verdict === 'passed' || message.includes("this isn't you"), message);
    }
    assert.match(resultOf(results, 'user').message, /no user “nobody-at-all”/);
    assert.match(resultOf(results, 'file').message, /checks\/gone\.sh does not exist/);
  });

  it('are errored where a helper says that the check is broken, not where a script merely exits 70', async () => {
    const results = await check(rig, lab(), {
      broken: '. "$LAB_LIB/lab.sh"; broken "the reference answers are not there"',
      marker: `echo '{"errored": "by hand"}' >> "$LAB_REPORT"; exit 70`,
      'marker-and-one': `echo '{"errored": "by hand"}' >> "$LAB_REPORT"; exit 1`,
    });
    assert.deepEqual(verdicts(results), { broken: 'errored', marker: 'errored', 'marker-and-one': 'failed' });
    assert.match(resultOf(results, 'broken').message, /^Our checker broke, this isn't you: the reference answers are not there\.$/);
  });

  it('carry criteria, and a message made of those that failed', async () => {
    const results = await check(rig, lab(), {
      report: `cat >> "$LAB_REPORT" <<'END'
{"criterion": "answers", "passed": true, "weight": 2}
{"criterion": "is quick", "passed": false, "expected": "200 ms", "found": 950, "hint": "Cache the model.", "docs": "https://example.org/a", "file": "/workspace/app.py", "line": 12}
this is not JSON
{"criterion": "leaves", "passed": false, "file": "../../etc/passwd", "docs": "javascript:alert(1)", "line": -1}
END
exit 1`,
      garbage: `printf 'neither {} nor []\\n' >> "$LAB_REPORT"; exit 1`,
    });
    const report = resultOf(results, 'report');
    assert.equal(report.verdict, 'failed');
    assert.deepEqual(report.criteria, [
      { criterion: 'answers', passed: true, weight: 2 },
      {
        criterion: 'is quick', passed: false, expected: '200 ms', found: '950', hint: 'Cache the model.',
        docs: 'https://example.org/a', file: 'app.py', line: 12,
      },
      { criterion: 'leaves', passed: false },
    ]);
    assert.equal(report.message, 'is quick: expected 200 ms, found 950 (app.py:12). Cache the model.\nleaves.');
    assert.equal(resultOf(results, 'garbage').verdict, 'errored');
  });

  it('come from tests where a check reports them as TAP or JUnit', async () => {
    const xml = (body: string): string => `echo '<testsuite><testcase classname="c" name="one"/><testcase name="two">${body}</testcase></testsuite>' > "$LAB_REPORT"`;
    const results = await check(rig, lab(), {
      good: { format: 'tap', script: 'echo 1..2; echo ok 1 - one; echo noise; echo ok 2 - two' },
      bad: { format: 'tap', script: 'echo ok 1 - one; echo not ok 2 - two; echo "# Found 3"; echo 1..2; exit 0' },
      unplanned: { format: 'tap', script: 'echo ok 1 - one; exit 0' },
      skipped: { format: 'tap', script: 'echo "1..0 # SKIP no accelerator here"' },
      printed: { format: 'junit', script: `echo noise; echo '<?xml version="1.0"?><testsuite><testcase name="one"/></testsuite>' > /dev/stdout; echo noise` },
      cut: { format: 'junit', script: `echo '<testsuite><testcase name="one"/><testcase name="two' > "$LAB_REPORT"` },
      long: { format: 'tap', script: 'echo 1..9000; i=0; while [ $i -lt 9000 ]; do i=$((i+1)); echo "ok $i - a test"; done' },
      crash: { format: 'tap', script: 'echo ok 1 - one; exit 3' },
      none: { format: 'tap', script: 'echo hello' },
      'good-xml': { format: 'junit', script: xml('') },
      'bad-xml': { format: 'junit', script: `${xml('<failure message="assert 1 == 2"/>')}; exit 1` },
      'no-xml': { format: 'junit', script: 'exit 0' },
    });
    assert.deepEqual(verdicts(results), {
      good: 'passed', bad: 'failed', unplanned: 'failed', skipped: 'skipped', printed: 'passed', cut: 'errored', long: 'errored', crash: 'failed', none: 'errored', 'good-xml': 'passed', 'bad-xml': 'failed', 'no-xml': 'errored',
    });
    assert.equal(resultOf(results, 'bad').message, 'two: found Found 3.');
    assert.equal(resultOf(results, 'skipped').message, 'no accelerator here');
    assert.match(resultOf(results, 'cut').message, /only a part of its JUnit report came/);
    assert.equal(resultOf(results, 'bad-xml').message, 'two: found assert 1 == 2.');
    assert.deepEqual(resultOf(results, 'bad-xml').criteria.map(({ criterion, passed }) => [criterion, passed]), [['c: one', true], ['two', false]]);
  });

  it('follow needs, through checks that are blocked themselves, whatever the order asked for', async () => {
    const checks = {
      base: 'exit 1',
      middle: { script: 'exit 0', needs: ['base'] },
      top: { script: 'exit 0', needs: ['middle', 'other'] },
      other: 'exit 0',
      known: { script: 'exit 0', needs: ['earlier'] },
      unknown: { script: 'exit 0', needs: ['never'] },
      earlier: 'exit 0',
      never: 'exit 0',
    };
    const results = await check(rig, lab(), checks, { order: ['top', 'known', 'unknown', 'other', 'middle', 'base'], known: ['earlier', 'top'] });
    assert.deepEqual(verdicts(results), { unknown: 'blocked', base: 'failed', middle: 'blocked', other: 'passed', top: 'blocked', known: 'passed' });
    assert.equal(resultOf(results, 'middle').message, 'Waits for “Title of base”, which has not passed yet.');
    assert.equal(resultOf(results, 'top').message, 'Waits for “Title of middle”, which has not passed yet.');
    assert.equal(resultOf(results, 'unknown').message, 'Waits for “Title of never”, which has not passed yet.');
  });

  it('are told as soon as they are known, in order', async () => {
    const events: string[] = [];
    const results = await check(
      rig,
      lab(),
      { one: 'exit 0', two: 'exit 1', three: { script: 'exit 0', needs: ['two'] } },
      { listener: { onStarted: (id) => events.push(`start ${id}`), onResult: ({ checkId, verdict }) => events.push(`${checkId} ${verdict}`) } },
    );
    assert.deepEqual(events, ['start one', 'one passed', 'start two', 'two failed', 'three blocked']);
    assert.equal(results.length, 3);
  });

  it('hold for 200 checks in one run', async () => {
    const checks = Object.fromEntries(Array.from({ length: 200 }, (_, n) => [`check-${n}`, n % 3 === 0 ? `echo "number ${n}"; exit 1` : 'exit 0']));
    const results = await check(rig, lab(), checks);
    assert.equal(results.length, 200);
    for (const [n, result] of results.entries()) {
      assert.equal(result.verdict, n % 3 === 0 ? 'failed' : 'passed');
      assert.equal(result.output, n % 3 === 0 ? `number ${n}\n` : '');
    }
  });

  it('do not mix where two windows check at once', async () => {
    const runs = await Promise.all(
      ['0', '1', '2'].map((code) => check(rig, lab(), { one: `sleep 0.2; echo run ${code}; exit ${code}`, two: { user: 'root', script: `echo run ${code}; exit ${code}` } })),
    );
    assert.deepEqual(
      runs.map((results) => results.map(({ exitCode, output }) => [exitCode, output])),
      [0, 1, 2].map((code) => [[code, `run ${code}\n`], [code, `run ${code}\n`]]),
    );
  });

  it('leave nothing of a run in the container', async () => {
    await check(rig, lab(), { any: '(sleep 500 &) ; setsid sleep 501 & exit 0', own: { user: 'root', script: 'setsid sleep 502 >/dev/null 2>&1 & exit 0' } });
    const { stdout } = await rig.sh(lab(), 'ls /run/ai-labs; for p in /proc/[0-9]*; do tr "\\0" " " < $p/cmdline; echo; done | grep "sleep 5[0]" || true');
    assert.match(stdout, /^lib-[0-9a-f]{16}\n$/);
  });
});
