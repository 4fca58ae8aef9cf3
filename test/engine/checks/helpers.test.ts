import assert from 'node:assert/strict';
import path from 'node:path';
import type { Criterion } from '../../../src/common/verdict';
import type { RunningLab } from '../../../src/engines/engine';
import { useEngine } from '../harness';
import { check, fixtureImage, resultOf, verdicts } from './checkRig';

const images = path.resolve(__dirname, '../../../labs/images');

/** A small server of the learner's: /, /json, /text, /fail and /metrics. */
const server = `
import http.server, json
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = {'/json': '{"predictions": [{"label": "cat", "score": 0.5}], "n": 3}', '/text': 'no JSON here', '/metrics':
            '# HELP x\\nrequests_total{code="200"} 3\\nrequests_total{code="500"} 1\\nrequests_total_other 9\\n'}.get(self.path, 'hello')
        self.answer(500 if self.path == '/fail' else 200, body)
    def do_POST(self):
        self.answer(201, self.rfile.read(int(self.headers['Content-Length'])).decode() + self.headers.get('X-Own', ''))
    def answer(self, status, body):
        self.send_response(status); self.end_headers(); self.wfile.write(body.encode())
    def log_message(self, *_): pass
http.server.ThreadingHTTPServer(('127.0.0.1', 8080), Handler).serve_forever()
`;

describe('checks: helpers', function () {
  this.timeout(120_000);
  let lab: RunningLab | undefined;
  after(async () => {
    if (lab) {
      await rig.engine.remove(lab);
    }
  });
  const rig = useEngine();
  const running = (): RunningLab => {
    assert.ok(lab);
    return lab;
  };
  before(async function () {
    this.timeout(400_000);
    const [image] = await rig.engine.prepareImages(
      [{ kind: 'build', name: 'ai-labs/slim', context: path.join(images, 'slim'), dockerfile: 'Dockerfile', args: {}, images }],
      () => undefined,
    );
    lab = await rig.start({ services: { lab: { image, workspace: 'rw' }, bare: { image: await fixtureImage(rig, 'test-busybox') } } });
    await rig.sh(lab, `cat > /workspace/server.py <<'END'\n${server}\nEND\ncd /workspace; python3 server.py >/dev/null 2>&1 &`, { user: 'learner' });
    await rig.sh(lab, 'until curl -s http://127.0.0.1:8080/ >/dev/null; do sleep 0.1; done; echo "USER app" > /workspace/Dockerfile');
  });

  const failures = (criteria: Criterion[]): string[] => criteria.filter(({ passed }) => !passed).map(({ criterion }) => criterion);

  it('of sh tell what they found, for every kind of expectation', async () => {
    const good = `. "$LAB_LIB/lab.sh"
expect_eq equal 'a b' 'a b'; expect_match match '^[0-9]+$' 42; expect_contains contains 'b*' 'ab*c'; expect_file Dockerfile '^USER '
expect_run run true; expect_http http://127.0.0.1:8080/; expect_http -X POST -d '{"a": "it'"'"'s"}' -H 'X-Own: me' http://127.0.0.1:8080/x 201 "it's.*me"
http http://127.0.0.1:8080/json; expect_json json "$lab_body" '.predictions[0].label' cat; expect_json number "$lab_body" n 3
http http://127.0.0.1:8080/metrics; expect_metric metric "$lab_body" requests_total -eq 4; expect_metric labelled "$lab_body" 'requests_total{code="500"}' -lt 2
within 5s expect_http http://127.0.0.1:8080/; pass passed`;
    const bad = `. "$LAB_LIB/lab.sh"
expect_eq equal a b; expect_match match '^[0-9]+$' x; expect_contains contains b a; expect_file Dockerfile '^NOPE '; expect_file none
expect_run run false; expect_http http://127.0.0.1:8080/fail; expect_http http://127.0.0.1:9/; expect_http http://127.0.0.1:8080/ 200 goodbye 'a hint'
http http://127.0.0.1:8080/text; expect_json json "$lab_body" a b; expect_metric metric "$lab_body" requests_total -eq 4
within 1s fail within 'a hint'; fail plain --expected x --found y --file Dockerfile --line 1`;
    const results = await check(rig, running(), {
      good, bad, bash: `#!/bin/bash\n${good}`, 'bad-bash': `#!/bin/bash\n${bad}`,
      // The same by Python, where there is no curl.
      python: `command() { [ "$2" != curl ] && case "$1 $2" in "-v $2") [ -x "/usr/bin/$2" ] ;; esac; }\n${good}`,
      subshell: '. "$LAB_LIB/lab.sh"; (fail inside); echo a | while read -r x; do fail "in a pipeline"; done; exit 0',
      stops: '. "$LAB_LIB/lab.sh"; set -eu; expect_eq first a b; expect_eq second a b',
      skip: '. "$LAB_LIB/lab.sh"; skip "nothing to do"',
      done: '. "$LAB_LIB/lab.sh"; fail x; lab_done; echo unreachable',
      required: '. "$LAB_LIB/lab.sh"; require expect_file Dockerfile; within 1s require expect_eq there 1 2; fail "not reached"',
      operator: '. "$LAB_LIB/lab.sh"; expect_metric x "a 1" a = 1',
      own: '. "$LAB_LIB/lab.sh"; pass x; exit 9',
    });
    assert.equal(resultOf(results, 'good').verdict, 'passed', resultOf(results, 'good').message);
    assert.equal(resultOf(results, 'python').verdict, 'passed', resultOf(results, 'python').message);
    assert.equal(resultOf(results, 'bash').verdict, 'passed', resultOf(results, 'bash').message);
    assert.deepEqual(resultOf(results, 'bad-bash').criteria, resultOf(results, 'bad').criteria);
    const told = resultOf(results, 'bad');
    assert.equal(told.verdict, 'failed');
    assert.deepEqual(failures(told.criteria), [
      'equal', 'match', 'contains', 'Dockerfile is as expected', 'none exists', 'run', 'GET http://127.0.0.1:8080/fail answers 200',
      'GET http://127.0.0.1:9/ answers 200', 'GET http://127.0.0.1:8080/ answers 200', 'json', 'metric', 'within', 'plain',
    ]);
    assert.equal(told.criteria.find(({ criterion }) => criterion.includes('/fail'))?.found, 'status 500: hello');
    assert.match(told.criteria.find(({ criterion }) => criterion.includes(':9/'))?.found ?? '', /no answer/);
    assert.equal(told.criteria.find(({ criterion }) => criterion === 'json')?.found, 'no JSON');
    assert.deepEqual(told.criteria.at(-1), { criterion: 'plain', passed: false, expected: 'x', found: 'y', file: 'Dockerfile', line: 1 });
    assert.deepEqual(failures(resultOf(results, 'subshell').criteria), ['inside', 'in a pipeline']);
    assert.deepEqual(failures(resultOf(results, 'stops').criteria), ['first']);
    assert.deepEqual(failures(resultOf(results, 'required').criteria), ['there']);
    const { subshell, stops, skip, done, required, operator, own } = verdicts(results);
    assert.deepEqual(
      { subshell, stops, skip, done, required, operator, own },
      { subshell: 'failed', stops: 'failed', skip: 'skipped', done: 'failed', required: 'failed', operator: 'errored', own: 'failed' },
    );
    assert.ok(!resultOf(results, 'done').output.includes('unreachable'));
  });

  it('of sh do so with nothing but busybox; what needs Python says that it is missing', async () => {
    await rig.sh(running(), 'ln -s /bin/busybox /usr/local/bin/wget; mkdir /tmp/www && echo hello > /tmp/www/a && busybox httpd -p 127.0.0.1:8081 -h /tmp/www; echo "USER app" > /tmp/Dockerfile', { service: 'bare' });
    const results = await check(rig, running(), {
      good: {
        service: 'bare', user: 'root',
        script: `. "$LAB_LIB/lab.sh"
expect_eq equal 'a b' 'a b'; expect_match match '^[0-9]+$' 42; expect_contains contains 'b*' 'ab*c'; expect_file /tmp/Dockerfile '^USER '; expect_run run true
expect_http http://127.0.0.1:8081/a 200 hello; expect_http http://127.0.0.1:8081/none 404; expect_metric metric 'a{x="1"} 3' a -ge 3; within 2s expect_run run true
run_limited - 300ms as_learner sleep 60 && fail time; run_limited 100m 5s as_learner true; expect_eq limits 0 $?; expect_eq who 1000 "$(as_learner id -u)"`,
      },
      bad: { service: 'bare', script: `. "$LAB_LIB/lab.sh"; expect_http http://127.0.0.1:9/; within 300ms expect_file none; expect_eq odd "$(printf 'a\\tb')" 'c"d'` },
      post: { service: 'bare', script: '. "$LAB_LIB/lab.sh"; expect_http -d x http://127.0.0.1:8081/a' },
      json: { service: 'bare', script: `. "$LAB_LIB/lab.sh"; expect_json json '{"a": 1}' a 1` },
      python: { service: 'bare', script: '#!/usr/bin/env python3\nimport lab\nlab.passed("x")' },
    }, { services: { lab: { user: 'learner' }, bare: { user: 'learner' } } });
    assert.deepEqual(
      verdicts(results),
      { good: 'passed', bad: 'failed', post: 'errored', json: 'errored', python: 'errored' },
      JSON.stringify(results.map(({ checkId, message, output }) => [checkId, message, output]), null, 1),
    );
    assert.deepEqual(failures(resultOf(results, 'bad').criteria), ['GET http://127.0.0.1:9/ answers 200', 'none exists', 'odd']);
    assert.deepEqual([resultOf(results, 'bad').criteria.at(-1)?.expected, resultOf(results, 'bad').criteria.at(-1)?.found], ['a\tb', 'c"d']);
    assert.match(resultOf(results, 'post').message, /this isn't you: http: options need curl or python3 in the image/);
    assert.match(resultOf(results, 'json').message, /this isn't you: expect_json needs python3 in the image/);
    assert.match(resultOf(results, 'python').message, /this isn't you: the script's interpreter is not in the image of the service “bare”/);
  });

  it('of Python tell what they found, for every kind of expectation', async () => {
    const good = `#!/usr/bin/env python3
import lab
lab.expect_eq('equal', {'a': 1}, {'a': 1}); lab.expect_match('match', r'^\\d+$', '42'); lab.expect_contains('contains', 'b', 'abc')
assert lab.expect_file('Dockerfile', '^USER ') == 'USER app\\n'
answer = lab.expect_http('http://127.0.0.1:8080/json')
assert answer and answer.json()['n'] == 3 and answer.seconds < 5
lab.expect_json('json', answer, 'predictions[0].label', 'cat')
posted = lab.expect_http('http://127.0.0.1:8080/', status=201, json={'a': 1}, headers={'X-Own': 'me'}, match='me$')
metrics = lab.http('http://127.0.0.1:8080/metrics').text
lab.check('metric', lab.metric(metrics, 'requests_total') == 4 and lab.metric(metrics, 'requests_total', {'code': 500}) == 1 and lab.metric(metrics, 'none') is None)
lab.expect_metric('metric', metrics, 'requests_total', '==', 4); lab.expect_metric('metric', lab.http('http://127.0.0.1:8080/metrics'), 'requests_total', '-lt', 2, labels={'code': 500})
assert lab.expect_run('run', ['cat', 'Dockerfile']).out == 'USER app\\n'
lab.require('required', True); lab.passed('passed')
calls = []
lab.within('5s', lambda: calls.append(1) or lab.check('third time', len(calls) == 3))
assert lab.rng().random() == lab.rng().random() != lab.rng('other').random()
assert open(lab.data('cases.json')).read() == '[]'
ran = lab.run('cat; echo err >&2; exit 3', input='in', timeout='5s')
assert (ran.code, ran.out, ran.err, bool(ran), ran.ended) == (3, 'in', 'err\\n', False, 'exit code 3'), vars(ran)
assert lab.run(['sleep', '60'], timeout=0.2).ended == 'no end in time'
assert lab.run(['python3', '-c', 'x = bytearray(500 * 1024 * 1024)'], memory='200m').code == 1
assert len(lab.run('yes | head -c 50000000').out) == 1024 * 1024
for _ in range(20):
    with lab.spawn(['sh', '-c', 'echo last words >&2']) as ended:
        while ended.running: pass
        assert ended.err == 'last words\\n', ended.err
with lab.spawn(['python3', '-c', 'print("up", flush=True); import time; time.sleep(60)']) as process:
    lab.within('5s', lambda: 'up' in process.out)
    assert process.running
assert not process.running
print('\\udcff is no text')
`;
    const bad = `#!/usr/bin/env python3
import lab
lab.expect_eq('equal', [1], [2]); lab.expect_match('match', r'^\\d+$', None); lab.expect_contains('contains', 'b', None); lab.expect_file('Dockerfile', '^NOPE')
lab.expect_file('none'); lab.expect_http('http://127.0.0.1:8080/fail', hint='a hint'); lab.expect_http('http://127.0.0.1:9/'); lab.expect_json('json', {'a': [1]}, 'a[3].b', 1)
lab.expect_file('/tmp'); lab.expect_run('run', 'echo no; exit 3'); lab.expect_metric('metric', '', 'requests_total', '>', 4)
lab.within(0.3, lambda: lab.fail('within')); lab.fail('odd "quotes"\\nand \\u2028 lines', found=float('nan'), expected={1, 2})
__import__('os').chdir(__import__('os').environ['TMPDIR']); __import__('os').symlink('/proc/self/environ', 'link'); lab.expect_file('link', 'LAB_SEED')
lab.http('http://127.0.0.1:8080/text').json()
raise AssertionError('not reached')
`;
    const results = await check(
      rig,
      running(),
      {
        good, bad,
        raises: '#!/usr/bin/env python3\nimport lab\nlab.fail("told before")\n{}["key"]',
        thread: '#!/usr/bin/env python3\nimport lab\nlab.expect_eq("x", 1, 1)\nlab.skip("not here")',
        exits: '#!/usr/bin/env python3\nimport lab, sys\nlab.fail("x")\nsys.exit(0)',
        required: '#!/usr/bin/env python3\nimport lab\nlab.require("there", False, hint="make it")\nlab.fail("not reached")',
        broken: '#!/usr/bin/env python3\nimport lab\nlab.broken("no reference")',
        plain: '#!/usr/bin/env python3\n{}["key"]',
      },
      { files: { 'checks/cases.json': '[]' } },
    );
    const told = resultOf(results, 'good');
    assert.equal(told.verdict, 'passed', told.message + told.output);
    assert.deepEqual(told.criteria.filter(({ criterion }) => criterion === 'third time'), [{ criterion: 'third time', passed: true }]);
    const failed = resultOf(results, 'bad');
    assert.equal(failed.verdict, 'failed', failed.message);
    assert.deepEqual(failures(failed.criteria), [
      'equal', 'match', 'contains', 'Dockerfile is as expected', 'none exists', 'GET http://127.0.0.1:8080/fail answers 200', 'GET http://127.0.0.1:9/ answers 200',
      'json', '/tmp is a file', 'run', 'metric', 'within', 'odd "quotes"\nand \u2028 lines', 'link is a file', 'the answer of http://127.0.0.1:8080/text is JSON',
    ]);
    assert.equal(failed.criteria[0]?.expected, '[1]');
    assert.equal(failed.criteria.find(({ criterion }) => criterion === 'run')?.found, 'exit code 3: no');
    assert.deepEqual(verdicts(results.slice(2)), { raises: 'errored', thread: 'skipped', exits: 'failed', required: 'failed', broken: 'errored', plain: 'failed' });
    assert.match(resultOf(results, 'raises').message, /this isn't you: KeyError: 'key'/);
    assert.match(resultOf(results, 'raises').output, /Traceback/);
    assert.equal(resultOf(results, 'required').message, 'there. make it');
  });

  it('drop to the learner, with limits, from sh and Python alike', async () => {
    const who = 'id -u; id -Gn; echo "$HOME $USER"; env | grep -c ^LAB_ || true; echo ~';
    const expected = '1000\nlearner\n/home/learner learner\n1\n/home/learner\n';
    const results = await check(rig, running(), {
      sh: {
        user: 'root',
        script: `. "$LAB_LIB/lab.sh"
expect_eq who "$(printf '${expected.trimEnd().replaceAll('\n', '\\n')}')" "$(as_learner sh -c '${who}')"
expect_eq input in "$(echo in | as_learner cat)"
run_limited - 300ms as_learner sleep 60; expect_eq time 124 $?
run_limited 100m 20s as_learner python3 -c 'x = bytearray(500 * 1024 * 1024)' 2>/dev/null; expect_eq memory 1 $?
run_limited 1g 5s as_learner true; expect_eq fine 0 $?`,
      },
      python: {
        user: 'root',
        script: `#!/usr/bin/env python3
import lab
lab.expect_eq('who', ${JSON.stringify(expected)}, lab.as_learner('${who}').out)
lab.expect_eq('input', 'in', lab.as_learner(['cat'], input='in').out)
lab.check('time', lab.as_learner(['sleep', '60'], timeout='300ms').timed_out)
lab.expect_eq('memory', 1, lab.as_learner(['python3', '-c', 'x = bytearray(500 * 1024 * 1024)'], memory='100m').code)
lab.expect_eq('env', 'b', lab.as_learner('printf "$A"', env={'A': 'b'}).out)
with lab.spawn(['sleep', '60'], as_learner=True) as process:
    lab.expect_eq('owner', 1000, __import__('os').stat('/proc/%d' % process._popen.pid).st_uid)
`,
      },
      'not-root-sh': '. "$LAB_LIB/lab.sh"; as_learner true',
      'not-root-python': '#!/usr/bin/env python3\nimport lab\nlab.as_learner(["true"])',
      learner: { user: 'learner', script: '. "$LAB_LIB/lab.sh"; expect_eq who 1000 "$(as_learner id -u)"' },
    });
    assert.deepEqual(
      verdicts(results),
      { sh: 'passed', python: 'passed', 'not-root-sh': 'errored', 'not-root-python': 'errored', learner: 'passed' },
      JSON.stringify(results.map(({ checkId, message, output }) => [checkId, message, output]), null, 1),
    );
    assert.match(resultOf(results, 'not-root-sh').message, /as_learner: the check must have 'user: root'/);
  });
});
