import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Cell } from '../../../src/authoring/rehearsal';
import { rehearse } from '../../../src/authoring/rehearse';
import { isUserError } from '../../../src/common/errors';
import type { Lab } from '../../../src/curriculum/lab';
import { progressOf } from '../../../src/progress/fold';
import { useSessions } from './rig';

describe('rehearsing labs of the tests', function () {
  this.timeout(120_000);
  const box = useSessions();

  const cells = async (lab: Lab, repeat: number, guide = false): Promise<Cell[]> => {
    const { sessions } = box.rig.open();
    const dispose = async (): Promise<void> => {
      // Only where another run follows that needs a folder of its own.
      await (guide ? sessions.reset(lab, box.rig.options()) : undefined);
      await sessions.remove(lab.identity);
    };
    return rehearse([lab], () => Promise.resolve({ sessions, dispose }), { repeat, jobs: 1, seed: 1, guide });
  };
  const differences = (all: readonly Cell[]): string[] => all.flatMap(({ proof, subject, differences: each }) => each.map((text) => `${proof} ${subject}: ${text}`));

  it('time and order: needs, retry, onTimeout, parallel, holds, given and optional are what they say', async () => {
    const lab = await box.rig.lab(undefined, 'test', 'time-and-order');
    const all = await cells(lab, 1);
    assert.deepEqual(differences(all), []);
    assert.deepEqual(all.map(({ proof, subject }) => `${proof} ${subject}`), [
      'entered needs', 'solved needs', 'entered settle', 'solved settle', 'entered meet', 'solved meet', 'entered leave', 'solved leave',
      'end again', 'shuffled 1', 'wrong solution/wrong-slow.sh',
    ]);
  });

  it('finds a check that passed and then did not, without a change', async () => {
    const all = await cells(await box.rig.lab(undefined, 'test', 'moody'), 3);
    assert.deepEqual(all.map(({ proof, subject, held, flaky }) => [`${proof} ${subject}`, held, flaky]), [
      ['entered one', true, []], ['solved one', true, []], ['repeated one 2', true, []],
      ['end again', true, []], ['shuffled 1', false, ['moody']], ['shuffled 2', true, []], ['shuffled 3', true, []],
    ]);
    assert.match(differences(all)[0] ?? '', /^shuffled 1: moody is flaky: it passed, and without a change it failed: not in the mood\n\(they ran in this order: (moody, steady|steady, moody)\)$/);
  });

  it('follows a guide block for block, and the edits it asks for', async () => {
    const all = await cells(await box.rig.lab(undefined, 'test', 'guided'), 1, true);
    assert.deepEqual(differences(all), []);
    assert.deepEqual(all.filter(({ proof }) => proof === 'guide').map(({ subject, proved }) => [subject, proved]), [['type', ['typed', 'saved']], ['edit', ['edited', 'stays']]]);
  });

  it('finds a guide that does not lead where it says, with the place', async () => {
    const lab = await box.rig.lab(undefined, 'test', 'guided');
    const page = path.join(lab.folder, 'guide/01-type.md');
    const text = await readFile(page, 'utf8');
    for (const [wrong, message] of [
      [text.replace('echo two', 'ecko two'), /^guide type: guide\/01-type\.md:9: `for word in one; do` ended with 127[^]*ecko/],
      [text.replace('echo two', 'echo three'), /^guide type: typed must pass here, but it failed: typed\.txt: one three\n.*`false` ended with 1\./],
    ] as const) {
      await writeFile(page, wrong);
      const found = differences(await cells(lab, 1, true)).filter((each) => each.startsWith('guide'));
      assert.match(found.join('\n'), message);
    }
  });

  it('what held of a failure is kept, and an instructor may count a step as completed', async () => {
    const lab = await box.rig.lab(undefined, 'test', 'time-and-order');
    const { sessions, journal } = box.rig.open();
    const said = { by: 'Ada', reason: 'shown in class' };
    const rejects = (step: string, override: typeof said, code: string): Promise<void> =>
      assert.rejects(sessions.override(lab.identity, step, override), (error) => isUserError(error) && error.code === code);
    await rejects('leave', said, 'lab-not-started');
    await sessions.start(lab, box.rig.options());
    await rejects('leave', { by: 'Ada', reason: ' ' }, 'override-incomplete');
    await rejects('nothing', said, 'unknown-step');
    await sessions.applySolution(lab.identity, 'solution/03.sh', {});
    await sessions.check(lab.identity, { check: 'parts' });
    const { checks } = progressOf(journal.summary, lab.identity);
    assert.deepEqual([checks['parts']?.verdict, checks['parts']?.points], ['failed', 3]);

    assert.deepEqual(await sessions.override(lab.identity, 'leave', said), { completedSteps: ['leave'], completedLab: false });
    await rejects('leave', said, 'step-completed');
    assert.equal(sessions.view(lab.identity)?.currentStep, 'needs');
    for (const step of ['needs', 'settle']) {
      assert.deepEqual(await sessions.override(lab.identity, step, said), { completedSteps: [step], completedLab: false });
    }
    assert.deepEqual(await sessions.override(lab.identity, 'meet', said), { completedSteps: ['meet'], completedLab: true });
    const { steps, completedAt } = progressOf(journal.summary, lab.identity);
    assert.ok(completedAt);
    assert.deepEqual(Object.values(steps).map(({ override, by, reason }) => ({ override, by, reason })), Array(4).fill({ override: true, ...said }));
  });
});
