import assert from 'node:assert/strict';
import { parse } from 'yaml';
import { type Addition, addCheck, addStep, stepsOf } from '../../../src/authoring/scaffold/addToLab';
import { isUserError } from '../../../src/common/errors';

const none = (): boolean => false;

function apply(text: string, { edit }: Addition): string {
  return text.slice(0, edit.start) + edit.newText + text.slice(edit.end);
}

const lab = `version: 1 # of the format
steps:
  # the first
  - id: start     # where it begins
    title: Start
    guide: guide/01-start.md
    checks:
      - id: begun
        title: It is begun
        script: |
          # a comment of the script
          exit 0

      # no check yet
  - id: go-on
    title: Go on
    guide: guide/02-go-on.md   # the second page

# How it is solved
solution:
  run: solution/all.sh
`;

describe('adding to a lab', () => {
  it('a step comes last, with the next number, and moves nothing', async () => {
    const addition = await addStep(lab, 'Start', none);
    assert.deepEqual(addition.files.map(({ path, runs }) => [path, runs]), [['guide/03-start-2.md', false], ['solution/03-start-2.sh', true]]);
    assert.match(addition.files[0]?.text ?? '', /^# Start\n/);
    assert.match(addition.files[1]?.text ?? '', /^#!\/bin\/sh\n/);
    const made = apply(lab, addition);
    assert.equal(made, lab.replace('   # the second page\n', `   # the second page
  - id: start-2
    title: Start
    guide: guide/03-start-2.md
    solution: solution/03-start-2.sh
`));
    assert.deepEqual(await stepsOf(made), [{ id: 'start', title: 'Start' }, { id: 'go-on', title: 'Go on' }, { id: 'start-2', title: 'Start' }]);
  });

  it('a check comes last in its step, behind a script of many lines', async () => {
    const addition = await addCheck(lab, 'start', 'It goes: well', none);
    assert.equal(apply(lab, addition), lab.replace('          exit 0\n', `          exit 0
      - id: it-goes-well
        title: "It goes: well"
        run: checks/it-goes-well.sh
`));
    assert.deepEqual(addition.files.map(({ path, runs }) => [path, runs]), [['checks/it-goes-well.sh', true]]);
    assert.match(addition.files[0]?.text ?? '', /exit 1/);
  });

  it('a step without checks gets some', async () => {
    assert.equal(apply(lab, await addCheck(lab, 'go-on', 'Done', none)), lab.replace('   # the second page\n', `   # the second page
    checks:
      - id: done
        title: Done
        run: checks/done.sh
`));
  });

  it('files that are there are not taken', async () => {
    const { files } = await addStep(lab, 'More', (name) => ['guide/03-more.md', 'guide/03-more-2.md'].includes(name));
    assert.equal(files[0]?.path, 'guide/03-more-3.md');
    assert.equal(files[1]?.path, 'solution/03-more.sh');
  });

  it('the last line may lack its end, and lines may end as on Windows', async () => {
    const short = 'steps:\n- id: a\n  title: A\n  guide: guide/01.md';
    assert.equal(apply(short, await addStep(short, 'B', none)), `${short}\n- id: b\n  title: B\n  guide: guide/02-b.md\n  solution: solution/02-b.sh`);
    const windows = lab.replace(/\n/g, '\r\n');
    const made = apply(windows, await addStep(windows, 'B', none));
    assert.ok(!/[^\r]\n/.test(made));
    assert.equal((parse(made) as { steps: unknown[] }).steps.length, 3);
  });

  it('lists in brackets and steps in braces keep their comments', async () => {
    for (const text of ['# top\nsteps: [] # none yet\n', 'steps: [{id: a, title: A, guide: g/01.md}] # one\n', '# top\nversion: 1\n', 'steps: # later\n', 'steps:\n  - {id: a, title: A, guide: g/01.md} # one\n']) {
      const made = apply(text, await addStep(text, 'New', none));
      const { steps } = parse(made) as { steps: { id: string }[] };
      assert.equal(steps.at(-1)?.id, 'new', made);
      assert.deepEqual(made.match(/# .*/g), text.match(/# .*/g), made);
    }
    const braces = 'steps:\n  - {id: a, title: A, guide: g/01.md} # one\n';
    const made = apply(braces, await addCheck(braces, 'a', 'New', none));
    assert.deepEqual((parse(made) as { steps: { checks: unknown }[] }).steps[0]?.checks, [{ id: 'new', title: 'New', run: 'checks/new.sh' }]);
    assert.match(made, /# one/);
  });

  it('what cannot be read is left alone', async () => {
    await assert.rejects(addStep('steps: [', 'x', none), (error) => isUserError(error) && error.code === 'broken-lab');
    await assert.rejects(addCheck(lab, 'nowhere', 'x', none), (error) => isUserError(error) && error.code === 'unknown-step');
  });
});
