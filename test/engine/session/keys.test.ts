import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { rehearse } from '../../../src/authoring/rehearse';
import type { RehearsalOptions } from '../../../src/authoring/rehearsal';
import { progressOf } from '../../../src/progress/fold';
import { useSessions } from './rig';

/** Takes a key away, wherever it stands; there must be one. */
function without(yaml: string, ...keys: string[]): string {
  return keys.reduce((text, key) => {
    const less = text.replaceAll(key, '');
    assert.notEqual(less, text, `the lab has no "${key}"`);
    return less;
  }, yaml);
}

/** What a rehearsal says of the lab without these keys: the cells that differ, with how. */
interface Case {
  what: string;
  keys: string[];
  only: Pick<RehearsalOptions, 'step' | 'wrong' | 'wrongs'>;
  differ: RegExp[];
}

const cases: Case[] = [
  {
    what: 'needs, given and optional',
    keys: ['        needs: [first]\n', ' given: true,', ' optional: true,'],
    only: { step: 'needs' },
    differ: [
      /^entered needs: premise passes before any work was done/,
      /^entered needs: second must fail before the work is done, but it broke \(errored\)[^]*without the check it needs/,
      /^solved needs: extra must pass here, but it was skipped/,
    ],
  },
  { what: 'retry', keys: ['        retry: {for: 2s, every: 100ms}\n'], only: { step: 'settle' }, differ: [/^solved settle: settles must pass here, but it failed/] },
  {
    what: 'onTimeout',
    keys: [' onTimeout: fail,'],
    only: { wrong: 'wrong-slow.sh' },
    differ: [/^wrong solution\/wrong-slow\.sh: quick must fail, but it timed out/],
  },
  {
    what: 'parallel',
    keys: [' parallel: true,'],
    only: { step: 'meet' },
    differ: ['1', '2', '3', '4'].map((n) => new RegExp(`^solved meet: meet-${n} must pass here, but it failed: all four are here`)),
  },
  { what: 'holds', keys: [' holds: step,'], only: { wrongs: 0 }, differ: [/^end again: for-now must pass here, but it failed/, /^shuffled 1: for-now must pass here/] },
];

describe('a lab that lives by time and order', function () {
  this.timeout(120_000);
  const box = useSessions();

  for (const { what, keys, only, differ } of cases) {
    it(`is not the same lab without ${what}`, async () => {
      const lab = await box.rig.lab((yaml) => without(yaml, ...keys), 'test', 'time-and-order');
      const meet = path.join(lab.folder, 'checks/meet.sh');
      if (what === 'parallel') {
        // Nobody comes; that is known sooner.
        await writeFile(meet, (await readFile(meet, 'utf8')).replace('within 3s', 'within 100ms'));
      }
      const { sessions } = box.rig.open();
      const cells = await rehearse([lab], () => Promise.resolve({ sessions, dispose: () => sessions.remove(lab.identity) }), { repeat: 1, jobs: 1, seed: 1, ...only });
      const found = cells.flatMap(({ proof, subject, differences }) => differences.map((text) => `${proof} ${subject}: ${text}`));
      assert.equal(found.length, differ.length, found.join('\n'));
      differ.forEach((pattern, index) => assert.match(found[index] ?? '', pattern));
    });
  }

  for (const [how, keys, ran, points] of [
    ['with', [], [], 3],
    ['without', ['        watch: [together, left]\n', ' --weight 3'], ['parts'], 2],
  ] as const) {
    it(`checks by itself and gives points as it does, ${how} watch and weights`, async () => {
      const lab = await box.rig.lab((yaml) => without(yaml, ...keys), 'test', 'time-and-order');
      const { sessions, journal } = box.rig.open();
      await sessions.start(lab, box.rig.options());
      await sessions.applySolution(lab.identity, 'solution/03.sh', {});
      const { results } = await sessions.check(lab.identity, { step: 'leave', changed: { files: ['other.txt'], terminal: false } });
      assert.deepEqual(results.map(({ checkId }) => checkId), ran);
      await sessions.check(lab.identity, { check: 'parts' });
      assert.equal(progressOf(journal.summary, lab.identity).checks['parts']?.points, points);
    });
  }
});
