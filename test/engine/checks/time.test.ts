import assert from 'node:assert/strict';
import type { RunningLab } from '../../../src/engines/engine';
import type { EngineRig } from '../harness';
import { check, resultOf, useLab, verdicts } from './checkRig';

/** Command lines in the container that hold this word. */
async function processes(rig: EngineRig, lab: RunningLab, word: string): Promise<string[]> {
  const { stdout } = await rig.sh(lab, 'for p in /proc/[0-9]*; do tr "\\0" " " < $p/cmdline; echo; done 2>/dev/null');
  return stdout.split('\n').filter((line) => line.includes(word));
}

describe('checks: time and order', function () {
  this.timeout(60_000);
  const { rig, lab } = useLab({ services: { lab: { workspace: 'rw' } } });

  it('end at their timeout, whoever they are and however they resist', async () => {
    const stubborn = 'trap "" TERM HUP INT; (trap "" TERM; setsid sleep 7771) & setsid sh -c "trap \'\' TERM; sleep 7772" & while :; do sleep 0.1; done';
    const results = await check(rig, lab(), {
      polite: { script: 'echo waiting; sleep 7773', timeout: '200ms' },
      stubborn: { script: stubborn, timeout: '200ms' },
      root: { user: 'root', script: stubborn, timeout: '200ms' },
      learner: { user: 'learner', script: stubborn, timeout: '200ms' },
      'as-learner': { user: 'root', script: `. "$LAB_LIB/lab.sh"; as_learner sh -c '${stubborn.replaceAll("'", "'\\''")}'`, timeout: '200ms' },
      'zero-on-term': { script: 'trap "exit 0" TERM; while :; do sleep 0.05; done', timeout: '200ms' },
      after: 'exit 0',
    });
    assert.deepEqual(verdicts(results), {
      polite: 'timedOut', stubborn: 'timedOut', root: 'timedOut', learner: 'timedOut', 'as-learner': 'timedOut', 'zero-on-term': 'timedOut', after: 'passed',
    });
    const polite = resultOf(results, 'polite');
    assert.equal(polite.message, "Our checker broke, this isn't you: the check did not finish within 200ms.\nIt said last:\nwaiting");
    assert.equal(polite.exitCode, undefined);
    assert.deepEqual(await processes(rig, lab(), 'sleep 777'), []);
  });

  it('are the learner\'s fault where the author says that slowness is', async () => {
    const [result] = await check(rig, lab(), {
      slow: {
        script: `echo '{"criterion": "answers in time", "passed": false, "found": "nothing"}' >> "$LAB_REPORT"; sleep 60`,
        timeout: '200ms',
        onTimeout: 'fail',
      },
    });
    assert.equal(result?.verdict, 'failed');
    assert.equal(result?.message, 'Too slow: this did not finish within 200ms.\nanswers in time: found nothing.');
  });

  it('do not wait for what a check leaves behind', async () => {
    const results = await check(rig, lab(), {
      group: 'sleep 8881 & echo "in the group"; exit 1',
      escaped: 'setsid sleep 8882 & echo "escaped"; exit 1',
      'escaped-root': { user: 'root', script: 'setsid sleep 8883 & echo "escaped as root"; exit 1' },
      'escaped-learner': { user: 'learner', script: 'setsid sleep 8884 & echo "escaped as learner"; exit 1' },
      scrubbed: { user: 'learner', script: 'env -i setsid sleep 8 & echo "escaped without a trace"; exit 1' },
      silent: 'setsid sleep 8885 >/dev/null 2>&1 & exit 0',
    });
    assert.deepEqual(verdicts(results), { group: 'failed', escaped: 'failed', 'escaped-root': 'failed', 'escaped-learner': 'failed', scrubbed: 'failed', silent: 'passed' });
    assert.deepEqual(
      results.slice(0, 4).map(({ message }) => message),
      ['in the group', 'escaped', 'escaped as root', 'escaped as learner'],
    );
    assert.deepEqual(await processes(rig, lab(), 'sleep 888'), []);
  });

  it('are tried again until they pass, skip, or time is up', async () => {
    const counting = 'echo x >> "$HOME/count"; n=$(wc -l < "$HOME/count"); echo "attempt $n"; ';
    const results = await check(rig, lab(), {
      third: { script: `${counting} [ "$n" -ge 3 ]`, retry: { for: '20s', every: '50ms' } },
      never: { script: `${counting} echo "{\\"criterion\\": \\"attempt $n\\", \\"passed\\": false}" >> "$LAB_REPORT"; exit 1`, retry: { for: '500ms', every: '50ms' } },
      skips: { script: `${counting} exit 77`, retry: { for: '20s', every: '10s' } },
      slow: { script: `${counting} [ "$n" -ge 2 ] || sleep 60`, timeout: '200ms', retry: { for: '20s', every: '50ms' } },
    });
    assert.deepEqual(verdicts(results), { third: 'passed', never: 'failed', skips: 'skipped', slow: 'passed' });
    assert.equal(resultOf(results, 'third').output, 'attempt 3\n');
    const never = resultOf(results, 'never');
    const last = Number(/attempt (\d+)/.exec(never.output)?.[1]);
    assert.ok(last > 1, never.output);
    assert.deepEqual(never.criteria, [{ criterion: `attempt ${last}`, passed: false }]);
  });

  it('run beside each other where they say so, four at a time, and nobody else does', async () => {
    // Each notes how many are inside; `alone` must find no one.
    const inside = (least: number, most: number): string => `mkdir -p /tmp/crowd && chmod 777 /tmp/crowd 2>/dev/null; touch /tmp/crowd/$$
      seen=0; for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do n=$(ls /tmp/crowd | wc -l); [ "$n" -gt "$seen" ] && seen=$n; sleep 0.05; done
      rm /tmp/crowd/$$; echo "saw $seen"; [ "$seen" -ge ${least} ] && [ "$seen" -le ${most} ]`;
    const beside = (n: number): [string, { script: string; parallel: boolean }] => [`beside-${n}`, { script: inside(2, 4), parallel: true }];
    const results = await check(rig, lab(), {
      first: inside(1, 1),
      ...Object.fromEntries([1, 2, 3, 4, 5, 6, 7, 8].map(beside)),
      alone: inside(1, 1),
      'one-more': { script: inside(1, 1), parallel: true },
      'needs-it': { script: inside(1, 1), parallel: true, needs: ['one-more'] },
    });
    assert.deepEqual(new Set(Object.values(verdicts(results))), new Set(['passed']), JSON.stringify(results.map(({ checkId, output }) => [checkId, output])));
  });

  it('keep apart what runs side by side', async () => {
    const checks = Object.fromEntries(
      Array.from({ length: 12 }, (_, n) => [
        `side-${n}`,
        {
          parallel: true,
          timeout: n === 5 ? '300ms' : '30s',
          script: `i=0; while [ $i -lt ${n === 7 ? 2000 : 20} ]; do echo "check ${n} line $i of its own"; i=$((i+1)); done
            echo '{"criterion": "of ${n}", "passed": ${n % 2 === 0}}' >> "$LAB_REPORT"; ${n === 5 ? 'sleep 60' : ':'}; exit ${n % 2}`,
        },
      ]),
    );
    const results = await check(rig, lab(), checks);
    for (let n = 0; n < 12; n += 1) {
      const result = resultOf(results, `side-${n}`);
      assert.equal(result.verdict, n === 5 ? 'timedOut' : n % 2 === 0 ? 'passed' : 'failed');
      assert.deepEqual(result.criteria, [{ criterion: `of ${n}`, passed: n % 2 === 0 }]);
      assert.ok(result.output.split('\n').every((line) => line === '' || line.startsWith(`check ${n} line `) || line.includes('left out')), result.output.slice(0, 300));
      assert.equal(result.truncated, n === 7 && result.output.length > 65_000);
    }
  });
});
