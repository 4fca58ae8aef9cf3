import assert from 'node:assert/strict';
import { check, resultOf, useLab, verdicts } from './checkRig';

/** What the learner may try, as the learner's user, while and before checks run. Nothing may turn a failure into a pass. */
describe('checks: cheating', function () {
  this.timeout(90_000);
  const { rig, lab } = useLab({ services: { lab: { workspace: 'rw' } } });
  const learner = { user: 'learner' };
  const secret = 'hidden-answer-4711';
  const files = { 'checks/judge.sh': `# ${secret}\ngrep -q right answer.txt || { echo wrong; exit 1; }\n`, 'checks/hidden.txt': secret };

  it('with tools of their own, libraries to preload and start-up files', async () => {
    const setUp = `mkdir -p ~/bin && for tool in grep cat sh env setsid setpriv dd tail; do printf '#!/bin/sh\\nexit 0\\n' > ~/bin/$tool; chmod +x ~/bin/$tool; cp ~/bin/$tool /workspace/$tool; done
      echo 'export PATH=~/bin:$PATH LD_PRELOAD=/workspace/evil.so ENV=~/.profile BASH_ENV=~/.profile' | tee ~/.profile ~/.bashrc ~/.bash_profile > /dev/null
      echo 'import os; os._exit(0)' | tee /workspace/sitecustomize.py /workspace/json.py /workspace/lab.py > /dev/null
      printf 'exit 0\\n' > /workspace/lab.sh; echo wrong > /workspace/answer.txt`;
    const done = await rig.sh(lab(), setUp, learner);
    assert.equal(done.exitCode, 0, done.stderr);
    const results = await check(rig, lab(), {
      checker: { run: 'checks/judge.sh' },
      root: { run: 'checks/judge.sh', user: 'root' },
      learner: { run: 'checks/judge.sh', user: 'learner' },
      bash: '#!/bin/bash\ngrep -q right answer.txt || { echo wrong; exit 1; }',
      helper: '. "$LAB_LIB/lab.sh"; expect_file answer.txt right',
      'as-learner': { user: 'root', script: '. "$LAB_LIB/lab.sh"; expect_eq answer right "$(as_learner cat answer.txt)"' },
    }, { files });
    assert.deepEqual(new Set(Object.values(verdicts(results))), new Set(['failed']), JSON.stringify(verdicts(results)));
  });

  it('by looking at what runs', async () => {
    const watching = new AbortController();
    const spying = rig
      .sh(
        lab(),
        `end=$(($(date +%s) + 8)); while [ $(date +%s) -lt $end ]; do
           for p in /proc/[0-9]*; do tr '\\0' '\\n' < $p/environ; tr '\\0' '\\n' < $p/cmdline; for f in $p/fd/*; do timeout 0.1 cat $f; done; done
           find /run/ai-labs /tmp /dev/shm; timeout 1 cat /run/ai-labs/*/* ; for p in /proc/[0-9]*; do timeout 1 cat $p/cwd/../ai-labs/*/* $p/root/run/ai-labs/*-data/*; done
           for d in $(tr '\\0' '\\n' < /proc/[0-9]*/cmdline | grep -a run/ai-labs); do cat "$d" "$(dirname "$d")/hidden.txt"; ls "$(dirname "$d")"; done
         done 2>/dev/null | grep -a "${secret.replace('a', '[a]')}"; true`,
        learner,
      )
      .finally(() => watching.abort());
    let runs = 0;
    while (!watching.signal.aborted) {
      const results = await check(rig, lab(), {
        'as-checker': { run: 'checks/judge.sh' },
        'as-root': { run: 'checks/judge.sh', user: 'root' },
        slow: 'cat "$LAB_DATA/hidden.txt" > "$TMPDIR/copy"; sleep 0.3; exit 1',
      }, { files });
      assert.deepEqual(new Set(Object.values(verdicts(results))), new Set(['failed']));
      runs += 1;
    }
    const { stdout } = await spying;
    assert.ok(runs > 3);
    assert.ok(!stdout.includes(secret), stdout.slice(0, 500));
  });

  it('through what runs as the learner: it sees no hidden data, no report, no variables', async () => {
    const spy = `env; find /run/ai-labs 2>/dev/null; cat /run/ai-labs/*-data/* /proc/$PPID/environ /proc/[0-9]*/environ 2>/dev/null | tr '\\0' '\\n'
      echo '{"criterion": "all", "passed": true}' >> "$LAB_REPORT"; for f in /run/ai-labs/*/report.1; do echo forged >> "$f"; done 2>/dev/null; true`;
    await rig.sh(lab(), `cat > /workspace/spy.sh <<'END'\n${spy}\nEND`, learner);
    const results = await check(rig, lab(), {
      'as-learner': { user: 'root', script: '. "$LAB_LIB/lab.sh"; as_learner sh spy.sh; fail "not right"' },
      'learner-check': { user: 'learner', script: 'ls "$LAB_DATA"; sh spy.sh >/dev/null 2>&1; cat "$LAB_DATA"/*.txt; echo "$LAB_SEED"; exit 1' },
    }, { files });
    const run = resultOf(results, 'as-learner');
    assert.equal(run.verdict, 'failed');
    assert.ok(!/LAB_(DATA|REPORT|SEED|LIB|ID|STEP)=/.test(run.output), run.output);
    assert.ok(!run.output.includes(secret));
    assert.deepEqual(run.criteria.map(({ criterion }) => criterion), ['not right']);
    assert.ok(!resultOf(results, 'learner-check').output.includes(secret));
    assert.match(resultOf(results, 'learner-check').output, /^[0-9a-f]{64}$/m);
    assert.equal(resultOf(results, 'learner-check').verdict, 'failed');
  });

  it('by laying out links and folders, or by killing', async () => {
    const { stdout } = await rig.sh(
      lab(),
      `mkdir /run/ai-labs/x; ln -s /etc/passwd /run/ai-labs/report; echo $?; touch /run/ai-labs/lib-0 ; rm -rf /run/ai-labs/lib-*/lab.sh; echo 'exit 0' > /run/ai-labs/lib-*/lab.sh
       ls /run/ai-labs; id`,
      learner,
    );
    assert.match(stdout, /^1\n/);
    const killing = rig.sh(lab(), 'end=$(($(date +%s) + 4)); while [ $(date +%s) -lt $end ]; do kill -KILL -1; for p in /proc/[0-9]*; do kill -KILL ${p#/proc/}; done; done 2>/dev/null; true', learner);
    for (let n = 0; n < 6; n += 1) {
      const results = await check(rig, lab(), {
        helper: '. "$LAB_LIB/lab.sh"; expect_eq answer right wrong',
        root: { user: 'root', script: 'sleep 0.2; exit 1' },
        'as-learner': { user: 'root', script: '. "$LAB_LIB/lab.sh"; expect_run "their program ends well" as_learner sleep 0.5; exit 1' },
      });
      assert.deepEqual(new Set(Object.values(verdicts(results))), new Set(['failed']), JSON.stringify(results));
    }
    await killing;
  });

  it('by racing: links to what only the check may read, laid while it runs', async () => {
    await rig.sh(lab(), 'rm -f /workspace/*; ln -s /proc/self/environ /workspace/environ; chown -h learner /workspace/environ');
    const racing = rig.sh(
      lab(),
      `cd /workspace; end=$(($(date +%s) + 6)); while [ $(date +%s) -lt $end ]; do
         for d in $(cat /proc/[0-9]*/cmdline | tr '\\0' '\\n' | grep -ao '/run/ai-labs/[0-9a-f]*-data'); do ln -sfn "$d/hidden.txt" answer.txt; mkdir "$d/x" "$d-1"; touch "\${d%-data}-1/report.1"; done
       done 2>/dev/null; true`,
      learner,
    );
    const judge = { 'checks/hidden.txt': secret, 'checks/sh.sh': `. "$LAB_LIB/lab.sh"\nsleep 0.4\nexpect_file answer.txt "$(cat "$LAB_DATA/hidden.txt")"\nexpect_file environ LAB_SEED` };
    const laid: string[] = [];
    for (let n = 0; n < 4; n += 1) {
      const results = await check(rig, lab(), { sh: { run: 'checks/sh.sh' }, root: { run: 'checks/sh.sh', user: 'root' } }, { files: judge });
      assert.deepEqual(verdicts(results), { sh: 'failed', root: 'failed' }, JSON.stringify(results));
      assert.deepEqual(results.flatMap(({ criteria }) => criteria.filter(({ passed }) => passed)), []);
      laid.push(...results.flatMap(({ criteria }) => criteria.filter(({ criterion }) => criterion === 'answer.txt is a file').map(({ found }) => found ?? '')));
    }
    await racing;
    assert.ok(laid.length > 0 && laid.every((found) => found === 'a link that leads out of your folder'), 'the race was won, and for nothing');
  });

  it('with what a check hands down to their code: it can neither read its output nor find its files', async () => {
    const spy = 'cat /proc/self/fd/1; for f in 3 4 5 6 7 8 9 10 255; do [ ! -e /proc/self/fd/$f ] || readlink /proc/self/fd/$f; done; run=$(readlink /proc/self/fd/1); run=${run%/*}; cat "$run"-data/* "$run"-1/* "$run"/*; ls /run/ai-labs "$run" "$run-data"';
    const [result] = await check(rig, lab(), { spied: { user: 'root', run: 'checks/spied.sh' } }, {
      files: { 'checks/spied.sh': `. "$LAB_LIB/lab.sh"\necho told\nas_learner timeout 2 sh -c '${spy}' 2>/dev/null\nexit 1`, 'checks/hidden.txt': secret },
    });
    assert.equal(result?.verdict, 'failed');
    assert.equal(result?.output, 'told\n');
  });

  it('by leaving a link where the report would be', async () => {
    await rig.sh(lab(), 'echo before > /root/precious; chmod 600 /root/precious');
    const results = await check(rig, lab(), {
      link: 'ln -sf /root/precious "$LAB_REPORT"; exit 1',
      folder: 'mkdir "$LAB_REPORT"; exit 1',
      fifo: 'mkfifo "$LAB_REPORT"; exit 1',
      gone: 'rm -rf "$HOME"/*; exit 1',
    });
    assert.deepEqual(new Set(Object.values(verdicts(results))), new Set(['failed']));
    assert.deepEqual(results.flatMap(({ criteria }) => criteria), []);
    assert.equal((await rig.sh(lab(), 'cat /root/precious')).stdout, 'before\n');
  });
});
