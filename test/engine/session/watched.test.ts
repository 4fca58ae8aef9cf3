import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { isCancelled } from '../../../src/common/errors';
import type { Lab } from '../../../src/curriculum/lab';
import type { CheckOptions, CheckOutcome } from '../../../src/session/api';
import type { Opened } from './rig';
import { useSessions } from './rig';

/** Two checks of a.txt and b.txt that tell what they found; while `hold` is there they wait, and say so. */
const checks = `    checks:
      - {id: a, title: A, user: learner, watch: [a.txt], script: "cat a.txt; echo $$ > begun-a; while test -e hold; do sleep 0.05; done; grep -q good a.txt"}
      - {id: b, title: B, user: learner, watch: [b.txt], script: "cat b.txt; echo $$ > begun-b; while test -e hold; do sleep 0.05; done; grep -q good b.txt"}
      - {id: never, title: Never, watch: manual, script: "false"}
`;

describe('checks that run by themselves', function () {
  this.timeout(60_000);
  const box = useSessions();
  let lab: Lab;
  let opened: Opened;
  let folder: string;
  /** What was told, by whom, in order. */
  let told: string[];

  const write = (name: string, text = ''): Promise<void> => writeFile(path.join(folder, name), text);
  const until = async (name: string): Promise<void> => {
    while (!existsSync(path.join(folder, name))) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  };
  const run = (name: string, options: CheckOptions): Promise<CheckOutcome> =>
    opened.sessions.check(lab.identity, { ...options, onResult: (result) => told.push(`${name}: ${result.checkId} ${result.verdict} ${result.output.trim()}`) });
  const saved = (...files: string[]): CheckOptions => ({ changed: { files, terminal: false } });

  const start = async (): Promise<void> => {
    told = [];
    lab = await box.rig.lab((yaml) => yaml.replace(/    checks:[^]*?(?=  - id: serve)/, checks).replace('needs: [greeting]', 'needs: [a]'));
    opened = box.rig.open();
    ({ folder } = await opened.sessions.start(lab, box.rig.options()));
    await write('a.txt', 'bad');
    await write('b.txt', 'bad');
  };

  it('are those that a change may have changed; the journal keeps what is news', async () => {
    await start();
    const states: string[] = [];
    opened.sessions.onDidChange(() => states.push(opened.sessions.state(lab.identity).kind));
    assert.deepEqual(await run('none', saved('c.txt')), { results: [], completedSteps: [], completedLab: false });
    assert.deepEqual(states, [], 'nothing to do looks like nothing');
    const checked = async (): Promise<string[]> =>
      (await readFile(box.rig.home.journal, 'utf8')).split('\n').flatMap((line) => /"checked".*"verdict":"(\w+)"/.exec(line)?.[1] ?? []);
    await run('first', saved('a.txt'));
    await run('again', saved('a.txt'));
    assert.deepEqual(await checked(), ['failed']);
    await run('asked', { check: 'a' });
    assert.deepEqual(await checked(), ['failed', 'failed'], 'who asks makes an attempt');
    await write('a.txt', 'good');
    await run('better', saved('a.txt'));
    await run('both', saved('a.txt', 'b.txt'));
    assert.deepEqual(await checked(), ['failed', 'failed', 'passed', 'failed']);
    assert.deepEqual(told, ['first: a failed bad', 'again: a failed bad', 'asked: a failed bad', 'better: a passed good', 'both: a passed good', 'both: b failed bad']);
  });

  it('give way to a newer run that takes their changes along, to a person, and to a stop; nothing old is told after anything new', async () => {
    await start();
    await write('hold');
    const old = run('old', saved('a.txt')).catch((error: unknown) => error);
    await until('begun-a');
    const pid = await readFile(path.join(folder, 'begun-a'), 'utf8');
    await write('a.txt', 'good');
    await write('b.txt', 'good');
    const middle = run('middle', saved('b.txt')).catch((error: unknown) => error);
    const fresh = run('new', saved('b.txt'));
    assert.ok(isCancelled(await old));
    assert.ok(isCancelled(await middle));
    assert.equal(await box.rig.sh(opened.sessions, lab.identity, `kill -0 ${pid.trim()} 2>/dev/null && echo up`), '', 'ended inside the container');
    await rm(path.join(folder, 'hold'));
    assert.deepEqual((await fresh).results.map(({ checkId }) => checkId), ['a', 'b']);
    assert.deepEqual(told.splice(0), ['new: a passed good', 'new: b passed good']);
    assert.equal(opened.sessions.state(lab.identity).kind, 'ready');

    await Promise.all(['begun-a', 'begun-b'].map((name) => rm(path.join(folder, name))));
    await write('hold');
    const watched = run('watched', saved('a.txt'));
    await until('begun-a');
    const asked = run('asked', { check: 'b' });
    await until('begun-b');
    await rm(path.join(folder, 'hold'));
    await asked;
    await watched;
    assert.deepEqual(told, ['asked: b passed good', 'watched: a passed good'], 'a person goes first, and it begins again');

    await rm(path.join(folder, 'begun-a'));
    await write('hold');
    const last = run('last', saved('a.txt')).catch((error: unknown) => error);
    await until('begun-a');
    await opened.sessions.stop(lab.identity);
    assert.ok(isCancelled(await last));
    assert.equal(opened.sessions.state(lab.identity).kind, 'stopped');
  });
});
