import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import path from 'node:path';
import { readFile, writeFile } from 'node:fs/promises';
import { check, fixtureImage, resultOf, useLab, verdicts } from './checkRig';

/** A script that passes when its line prints what is expected. */
function prints(line: string, expected: string): string {
  return `found=$(${line}); [ "$found" = '${expected}' ] || { echo "found: $found"; exit 1; }`;
}

describe('checks: what surrounds a script', function () {
  this.timeout(60_000);
  const service = { user: 'learner', environment: { SERVICE: "it's a value", PATH: '/tmp:/usr/bin:/bin', PPID: '7', LAB_SEED: 'mine', MODE: 'service' } };
  const { rig, lab } = useLab({ services: { lab: { workspace: 'rw', service: { environment: service.environment } } } });

  before(() => writeFile(path.join(rig.workspace, 'mine.txt'), 'of the learner\n'));

  it('is a clean, documented environment', async () => {
    const results = await check(
      rig,
      lab(),
      {
        env: { script: 'env | sed "s/=.*//" | sort | tr "\\n" " "; exit 1', environment: { OWN: '1', MODE: 'check' } },
        values: prints('echo "$LAB_ID $LAB_STEP $LAB_CHECK $LAB_SEED $LAB_LOCALE $LAB_LEARNER $MODE $SERVICE $LANG"', "check-lab only values seed-of-a-test en learner service it'\\''s a value C.UTF-8"),
        path: prints('echo "$PATH"', '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'),
        'own-path': { script: prints('echo "$PATH"', '/opt/x:/usr/bin:/bin'), environment: { PATH: '/opt/x:/usr/bin:/bin' } },
        cwd: prints('pwd; cat mine.txt', '/workspace\nof the learner'),
        stdin: prints('cat', ''),
        umask: prints('umask', '0022'),
        descriptors: prints('ls /proc/self/fd | tr "\\n" " "', '0 1 2 3 '),
      },
      { services: { lab: service } },
    );
    const { env: names, ...rest } = Object.fromEntries(results.map((result) => [result.checkId, result]));
    assert.equal(
      names?.output.trim(),
      'HOME LAB_CHECK LAB_DATA LAB_ID LAB_LEARNER LAB_LEARNER_HOME LAB_LEARNER_IDS LAB_LIB LAB_LOCALE LAB_REPORT LAB_RUN LAB_SEED LAB_STEP ' +
        'LANG LOGNAME MODE OLDPWD OWN PATH PPID PWD PYTHONPATH SERVICE TMPDIR USER',
    );
    assert.deepEqual(Object.values(rest).map(({ verdict, output }) => `${verdict} ${output}`), Object.values(rest).map(() => 'passed '));
  });

  it('is the user asked for', async () => {
    const results = await check(rig, lab(), {
      checker: '[ "$(id -u)" -ge 20000 ] && [ "$(id -u)" -lt 60000 ] && [ "$(id -G)" = "$(id -u) 1000" ] && ! grep -q ":$(id -u):" /etc/passwd && touch "$HOME/x" "$TMPDIR/y"',
      root: { user: 'root', script: '[ "$(id -u)" = 0 ] && [ "$HOME" = /root ]' },
      learner: { user: 'learner', script: '[ "$(id -un)" = learner ] && [ "$(id -Gn)" = learner ] && [ "$HOME" = /home/learner ]' },
      www: { user: 'www-data', script: '[ "$(id -un)" = www-data ] && [ "$HOME" = /var/www ] && cat "$LAB_DATA/hidden.txt"' },
      twin: { user: '1000', run: 'checks/deep/twin.sh' },
      number: { user: '1234', script: '[ "$(id -u)" = 1234 ] && [ "$(id -g)" = 0 ]' },
      group: { user: '1234:55', script: '[ "$(id -u)" = 1234 ] && [ "$(id -g)" = 55 ]' },
    }, { files: { 'checks/hidden.txt': 'hidden', 'checks/deep/twin.sh': '[ "$(id -u)" = 1000 ] && [ ! -e "$LAB_DATA/hidden.txt" ]' } });
    assert.deepEqual(new Set(Object.values(verdicts(results))), new Set(['passed']), JSON.stringify(results, null, 1));
  });

  it('has the files of checks/ beside the script, text or not, with carriage returns only where they are data', async () => {
    const binary = Buffer.from(Array.from({ length: 3000 }, (_, n) => n % 256));
    const large = Buffer.alloc(300_000, 'x\n');
    const results = await check(
      rig,
      lab(),
      {
        crlf: { run: 'checks/crlf' },
        sibling: { run: 'checks/deep/er/sibling.sh' },
        bash: { run: 'checks/bash.sh' },
        sizes: '[ "$(wc -c < "$LAB_DATA/binary")" = 3000 ] && [ "$(wc -c < "$LAB_DATA/large")" = 300000 ] && [ "$(wc -c < "$LAB_DATA/data.csv")" = 8 ] && [ ! -s "$LAB_DATA/empty" ]',
        digest: { run: 'checks/digest.sh' },
        root: { user: 'root', script: '[ "$(wc -c < "$LAB_DATA/binary")" = 3000 ]' },
        program: { run: 'checks/program' },
      },
      {
        files: {
          'checks/crlf': 'x=1\r\n[ "$x" = 1 ] || exit 9\r\nexit 0\r\n',
          'checks/deep/er/sibling.sh': '#!/bin/sh\r\n. "$LAB_DATA/common dir/it\'s.sh"\r\n[ "$0" = "$LAB_DATA/deep/er/sibling.sh" ] && shared\r\n',
          "checks/common dir/it's.sh": 'shared() { return 0; }\r\n',
          'checks/bash.sh': '#!/usr/bin/env -S bash -e\n[[ $BASH_VERSION ]]\n',
          'checks/data.csv': 'a,b\r\n1,2'.slice(0, 8),
          'checks/empty': '',
          'checks/binary': binary,
          'checks/large': large,
          'checks/digest.sh': 'cd "$LAB_DATA" && sha256sum -c sums',
          'checks/sums': `${createHash('sha256').update(binary).digest('hex')}  binary\n`,
          'checks/program': await readFile('/bin/true'),
        },
      },
    );
    assert.deepEqual(new Set(Object.values(verdicts(results))), new Set(['passed']), JSON.stringify(results.map(({ checkId, output }) => [checkId, output])));
  });

  it('takes all that checks/ may hold, in a small container', async () => {
    const many = Object.fromEntries(Array.from({ length: 120 }, (_, n) => [`checks/many/${n}.txt`, `${n} `.repeat(20_000)]));
    await rig.withLab({ services: { lab: { service: { mem_limit: '64m' } } } }, async (other) => {
      const results = await check(rig, other, { count: '[ "$(ls "$LAB_DATA/many" | wc -l)" = 120 ] && [ "$(wc -c < "$LAB_DATA/many/119.txt")" = 80000 ] && [ "$(head -c 4 "$LAB_DATA/many/77.txt")" = "77 7" ]' }, { files: many });
      assert.deepEqual(verdicts(results), { count: 'passed' }, JSON.stringify(results));
    });
  });

  it('carries every byte of a script but NUL', async () => {
    const bytes = Buffer.from(Array.from({ length: 255 }, (_, n) => n + 1));
    const quoted = Buffer.concat([Buffer.from("printf %s '"), Buffer.from(bytes.toString('latin1').replaceAll("'", "'\\''"), 'latin1'), Buffer.from("' | od -An -v -tu1 | tr -s ' \\n' ' '; exit 1\n")]);
    const results = await check(rig, lab(), { bytes: { run: 'checks/bytes' }, polish: "printf 'Łódź āē 漢字 🎓'; exit 1" }, { files: { 'checks/bytes': quoted } });
    assert.equal(resultOf(results, 'bytes').output.trim(), [...bytes].join(' '));
    assert.equal(resultOf(results, 'polish').output, 'Łódź āē 漢字 🎓');
  });

  it('has what a container engine inside the lab needs', async () => {
    const script = '[ "$XDG_RUNTIME_DIR $BUILDAH_FORMAT" = "/run/user/1000 docker" ]';
    const helper = '. "$LAB_LIB/lab.sh"; expect_eq learner "/run/user/1000 docker" "$(as_learner sh -c \'echo $XDG_RUNTIME_DIR $BUILDAH_FORMAT\')"';
    const results = await check(rig, lab(), { learner: { user: 'learner', script }, root: { user: 'root', script: helper } }, { services: { lab: { user: 'learner', engine: true } } });
    assert.deepEqual(verdicts(results), { learner: 'passed', root: 'passed' }, JSON.stringify(results));
  });

  it('is the root folder in a service that does not see the workspace', async () => {
    await rig.withLab({}, async (other) => {
      assert.deepEqual(verdicts(await check(rig, other, { cwd: prints('pwd', '/') })), { cwd: 'passed' });
    });
  });

  it('works on a read-only root file system', async () => {
    await rig.withLab({ services: { lab: { service: { read_only: true } } } }, async (other) => {
      const results = await check(rig, other, { any: 'echo hi > "$TMPDIR/x"', root: { user: 'root', script: 'exit 0' } });
      assert.deepEqual(verdicts(results), { any: 'passed', root: 'passed' });
    });
  });

  for (const image of ['busybox', 'bash']) {
    it(`is the same where sh is ${image}`, async function () {
      this.timeout(240_000);
      const other = image === 'bash' ? rig.image : await fixtureImage(rig, 'test-busybox');
      await rig.withLab({ services: { lab: { image: other } } }, async (running) => {
        if (image === 'bash') {
          await rig.sh(running, 'ln -sf /bin/bash /bin/sh');
        }
        const results = await check(rig, running, {
          pass: 'exit 0',
          fail: "printf 'Łódź'; exit 3",
          big: 'i=0; while [ $i -lt 3000 ]; do echo "line number $i of a long output"; i=$((i+1)); done; exit 1',
          side: { script: 'exit 0', parallel: true },
          'side-too': { script: '. "$LAB_LIB/lab.sh"; expect_eq "a \\"name\\"" "1\n2" "$(printf "1\\n3\\001")" hint', parallel: true },
          slow: { script: 'trap "" TERM; while :; do sleep 0.05; done', timeout: '300ms' },
          again: { script: 'echo x >> "$HOME/n"; [ "$(wc -l < "$HOME/n")" -ge 3 ]', retry: { for: '5s', every: '100ms' } },
          learner: { user: 'learner', script: 'exit 0' },
          root: { user: 'root', script: '. "$LAB_LIB/lab.sh"; expect_eq learner 1000 "$(as_learner id -u)"' },
        });
        assert.deepEqual(verdicts(results), {
          pass: 'passed', fail: 'failed', big: 'failed', side: 'passed', 'side-too': 'failed', slow: 'timedOut', again: 'passed', learner: 'passed', root: 'passed',
        });
        assert.equal(resultOf(results, 'fail').output, 'Łódź');
        const big = resultOf(results, 'big');
        assert.ok(big.truncated && big.output.startsWith('line number 0 ') && big.output.endsWith('line number 2999 of a long output\n'));
        assert.deepEqual(resultOf(results, 'side-too').criteria, [{ criterion: 'a "name"', passed: false, expected: '1\n2', found: '1\n3\u0001', hint: 'hint' }]);
      });
    });
  }
});
