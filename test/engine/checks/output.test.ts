import assert from 'node:assert/strict';
import { check, resultOf, useLab, verdicts } from './checkRig';

const mebibyte = 1024 * 1024;

describe('checks: output', function () {
  this.timeout(120_000);
  const { rig, lab } = useLab({ services: { lab: { service: { mem_limit: '64m' } } } });

  it('keeps both streams in order, and bytes that are no text', async () => {
    const results = await check(rig, lab(), {
      both: 'echo out; echo err >&2; printf "no line feed"; exit 1',
      slow: "printf 'a\\000b\\377c\\n'; sleep 0.3; echo more; exit 1",
      bytes: "printf 'a\\000b\\377c\\033[31mred\\033[0m\\n'; exit 1",
    });
    assert.equal(resultOf(results, 'both').output, 'out\nerr\nno line feed');
    assert.equal(resultOf(results, 'bytes').output, 'ab\uFFFDc\u001b[31mred\u001b[0m\n');
    assert.equal(resultOf(results, 'slow').output, 'ab\uFFFDc\nmore\n');
    assert.equal(resultOf(results, 'bytes').message, 'ab\uFFFDcred');
  });

  it('is whole up to 64 KiB', async () => {
    const sizes = [32767, 32768, 32769, 65535, 65536];
    const checks = Object.fromEntries(sizes.map((size) => [`bytes-${size}`, `head -c ${size} /dev/zero | tr '\\0' x; exit 1`]));
    const results = await check(rig, lab(), checks);
    assert.deepEqual(results.map(({ output, truncated }) => [output.length, truncated]), sizes.map((size) => [size, false]));
    const [more] = await check(rig, lab(), { more: "head -c 65537 /dev/zero | tr '\\0' x; exit 1" });
    assert.ok(more?.truncated);
    assert.match(more?.output ?? '', /^x{32768}\n\[… 1 bytes left out …\]\nx{32768}$/);
  });

  it('of a gigabyte is kept nowhere, among two hundred checks of one run', async () => {
    const memory = (): number => process.memoryUsage().rss / mebibyte;
    const before = memory();
    let most = before;
    const watch = setInterval(() => {
      most = Math.max(most, memory());
    }, 50);
    const trivial = (n: number): [string, object] => [`n-${n}`, { script: n % 3 === 0 ? `echo "not ${n}"; exit 1` : 'exit 0', parallel: n >= 60 }];
    const results = await check(rig, lab(), {
      ...Object.fromEntries(Array.from({ length: 197 }, (_, n) => trivial(n))),
      lines: 'yes "a line of a very long story" | head -c 1073741824; echo "the end"; exit 1',
      'no-line-feed': 'head -c 268435456 /dev/zero; exit 0',
      report: `yes '{"criterion": "again", "passed": false}' | head -c 1000000 >> "$LAB_REPORT"; exit 1`,
    });
    clearInterval(watch);
    assert.equal(results.length, 200);
    for (let n = 0; n < 197; n += 1) {
      const { verdict, output } = resultOf(results, `n-${n}`);
      assert.deepEqual([verdict, output], n % 3 === 0 ? ['failed', `not ${n}\n`] : ['passed', '']);
    }
    assert.deepEqual([verdicts(results).lines, verdicts(results)['no-line-feed']], ['failed', 'passed']);
    assert.ok(resultOf(results, 'report').criteria.length > 100);
    const lines = resultOf(results, 'lines');
    assert.ok(lines.output.startsWith('a line of a very long story\n'));
    assert.equal(/\[… .* left out …\]/.exec(lines.output)?.[0], '[… 1073676296 bytes left out …]');
    assert.ok(lines.output.endsWith('the end\n') && lines.truncated);
    assert.ok(most - before < 60, `memory grew by ${Math.round(most - before)} MiB`);
  });

  it('cannot pretend to be a frame, a report or an end', async () => {
    const marker = 'f'.repeat(32);
    const results = await check(rig, lab(), {
      liar: `printf '${marker} E 1 0 -\\n${marker} D 1\\n${marker} Z\\n{"criterion": "all", "passed": true}\\n'; cat /proc/$PPID/environ /proc/$PPID/mem 2>/dev/null; exit 1`,
      next: 'exit 1',
    });
    assert.deepEqual(verdicts(results), { liar: 'failed', next: 'failed' }, resultOf(results, 'liar').message);
    assert.deepEqual(resultOf(results, 'liar').criteria, []);
  });
});
