import assert from 'node:assert/strict';
import fc from 'fast-check';
import { endChecks, judgeAgain, judgeEntry, judgePassing, judgeWrong, scopeOfWrong, shuffle } from '../../../src/authoring/expectations';
import { seededRandom } from '../../../src/authoring/random';
import type { CheckResult, Verdict } from '../../../src/common/verdict';
import type { Check } from '../../../src/curriculum/lab';
import { checkSchema, labSchema } from '../../../src/curriculum/labSchema';

function check(id: string, more: Record<string, unknown> = {}): Check {
  return checkSchema.parse({ id, title: id, script: 'true', ...more });
}

function result(checkId: string, verdict: Verdict, message = ''): CheckResult {
  return { checkId, stepId: 'one', title: checkId, verdict, message, criteria: [], output: '', truncated: false, durationMs: 1 };
}

describe('judgement of a rehearsal', () => {
  describe('on entering a step', () => {
    it('wants earned checks to fail and given ones to pass', () => {
      const { differences, proved } = judgeEntry([check('earned'), check('premise', { given: true })], [result('earned', 'failed'), result('premise', 'passed')]);
      assert.deepEqual(differences, []);
      assert.deepEqual(proved, ['earned', 'premise']);
    });

    it('says that a check which passes untouched proves nothing', () => {
      const { differences } = judgeEntry([check('earned')], [result('earned', 'passed')]);
      assert.match(differences[0] ?? '', /^earned passes before any work was done/);
    });

    for (const verdict of ['errored', 'timedOut'] as const) {
      it(`does not take ${verdict} for a failure`, () => {
        assert.equal(judgeEntry([check('earned')], [result('earned', verdict, 'broke')]).differences.length, 1);
      });
    }

    it('misses a check without a verdict', () => {
      assert.match(judgeEntry([check('earned')], []).differences[0] ?? '', /gave no verdict/);
    });
  });

  it('wants everything to pass once solved, and repeats the message of what does not', () => {
    const { differences } = judgePassing([check('a'), check('b')], [result('a', 'passed'), result('b', 'failed', 'expected 1, found 2')]);
    assert.deepEqual(differences, ['b must pass here, but it failed: expected 1, found 2']);
  });

  it('tells by word and next step what is not the learner\'s', () => {
    const told = (verdict: Verdict): string => judgePassing([check('a')], [result('a', verdict, 'why')]).differences[0] ?? '';
    assert.equal(told('errored'), 'a must pass here, but it broke (errored): why\n→ Mend the check or its image: as it is, nobody can pass it.');
    assert.match(told('timedOut'), /it timed out: why\n→ Give it less to do or a longer timeout/);
    assert.match(told('skipped'), /it was skipped: why\n→ Make it apply here/);
    assert.match(told('blocked'), /it was blocked: why\n→ See to the check it needs first/);
  });

  it('calls flaky what passed and then, without a change, did not', () => {
    const judged = judgeAgain([check('b'), check('a'), check('c')], [result('a', 'passed'), result('b', 'failed', 'found 2'), result('c', 'timedOut')]);
    assert.deepEqual([judged.proved, judged.flaky], [['a'], ['b', 'c']]);
    assert.equal(judged.differences[0], 'b is flaky: it passed, and without a change it failed: found 2\n(they ran in this order: b, a, c)');
    assert.match(judged.differences[1] ?? '', /^c is flaky: it passed, and without a change it timed out\n→ /);
  });

  describe('of a wrong solution', () => {
    const wrong = { apply: 'solution/wrong.sh', fails: { weights: 'expected .* 10' } };

    it('holds when exactly the named checks fail with the message', () => {
      const results = [result('weights', 'failed', 'expected about\n 10'), result('other', 'passed')];
      assert.deepEqual(judgeWrong(wrong, [check('weights'), check('other')], results).differences, []);
    });

    it('differs when the message does not match', () => {
      assert.match(judgeWrong(wrong, [check('weights')], [result('weights', 'failed', 'no')]).differences[0] ?? '', /does not match/);
    });

    it('differs when a named check passes or breaks', () => {
      assert.equal(judgeWrong(wrong, [check('weights')], [result('weights', 'passed')]).differences.length, 1);
      assert.equal(judgeWrong(wrong, [check('weights')], [result('weights', 'errored')]).differences.length, 1);
    });

    it('differs when another check fails too', () => {
      const results = [result('weights', 'failed', 'expected about 10'), result('other', 'failed')];
      assert.match(judgeWrong(wrong, [check('weights'), check('other')], results).differences[0] ?? '', /^other is not named/);
    });

    it('excuses blocked dependents, however far, and no other blocked check', () => {
      const checks = [check('weights'), check('near', { needs: ['weights'] }), check('far', { needs: ['near'] }), check('apart')];
      const blocked = (apart: Verdict): CheckResult[] => [
        result('weights', 'failed', 'expected about 10'), result('near', 'blocked'), result('far', 'blocked'), result('apart', apart),
      ];
      assert.deepEqual(judgeWrong(wrong, checks, blocked('passed')).differences, []);
      assert.equal(judgeWrong(wrong, checks, blocked('blocked')).differences.length, 1);
    });
  });
});

describe('what a rehearsal checks', () => {
  const step = (id: string, checks: unknown[]): unknown => ({ id, title: id, guide: `guide/${id}.md`, checks });
  const each = (id: string, more = {}): unknown => ({ id, title: id, script: 'true', ...more });
  const lab = labSchema.parse({
    version: 1, id: 'x', title: 'X', summary: 'X.', action: 'cicd', difficulty: 'beginner', minutes: 5, services: { lab: { image: 'a' } },
    steps: [step('one', [each('a'), each('b', { holds: 'step' })]), step('two', [each('c'), each('d', { holds: 'step' })]), step('three', [each('e')])],
  });

  it('judges a wrong solution by the steps up to the furthest check it names', () => {
    const ids = (fails: Record<string, string>, after?: string): string[] => scopeOfWrong(lab, { apply: 'w.sh', fails, after }).map(({ id }) => id);
    assert.deepEqual(ids({ a: '' }), ['a', 'b']);
    assert.deepEqual(ids({ c: '' }, 'one'), ['a', 'c', 'd']);
    assert.deepEqual(ids({ a: '' }, 'two'), ['a', 'c', 'd']);
  });

  it('leaves out at the end what only holds for its step', () => {
    assert.deepEqual(endChecks(lab).map(({ id }) => id), ['a', 'c', 'e']);
  });

  it('shuffles without ever putting a check before one it needs, and the same way for the same seed', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20), { minLength: 1, maxLength: 20 }), fc.nat(), (needs, seed) => {
        const checks = needs.map((need, index) => check(`c${index}`, { needs: need < index ? [`c${need}`] : [] }));
        const order = shuffle(checks, seededRandom(seed)).map(({ id }) => id);
        assert.deepEqual([...order].sort(), checks.map(({ id }) => id).sort());
        for (const { id, needs: own } of checks) {
          for (const need of own) {
            assert.ok(order.indexOf(need) < order.indexOf(id));
          }
        }
        assert.deepEqual(order, shuffle(checks, seededRandom(seed)).map(({ id }) => id));
      }),
    );
  });
});
