import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { appendFile, chmod, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { isUserError } from '../../../src/common/errors';
import type { Lab } from '../../../src/curriculum/lab';
import { progressOf } from '../../../src/progress/fold';
import type { CheckOutcome } from '../../../src/session/api';
import type { LabNotice } from '../../../src/session/notices';
import type { Opened } from './rig';
import { useSessions } from './rig';

const verdicts = (outcome: CheckOutcome): Record<string, string> =>
  Object.fromEntries(outcome.results.map(({ checkId, verdict }) => [checkId, verdict]));

describe('checking a lab', function () {
  this.timeout(120_000);
  const box = useSessions();
  let lab: Lab;
  let opened: Opened;
  let folder: string;

  const start = async (edit?: (yaml: string) => string): Promise<void> => {
    lab = await box.rig.lab(edit);
    opened = box.rig.open();
    ({ folder } = await opened.sessions.start(lab, box.rig.options()));
  };
  const greet = (text: string): Promise<void> => writeFile(path.join(folder, 'greeting.txt'), `${text}\n`);

  it('says what is wrong, then completes step after step, and the lab', async () => {
    await start();
    const { sessions, journal } = opened;
    const seen: string[] = [];
    const states: string[] = [];
    sessions.onDidChange(() => states.push(sessions.state(lab.identity).kind));
    const failed = await sessions.check(lab.identity, { onStarted: (id) => seen.push(`+${id}`), onResult: ({ checkId }) => seen.push(checkId) });
    assert.deepEqual(verdicts(failed), { greeting: 'failed', 'nice-to-have': 'failed' });
    assert.equal(failed.results[0]?.message, 'expected hello, found goodbye');
    assert.deepEqual(seen, ['+greeting', 'greeting', '+nice-to-have', 'nice-to-have']);
    assert.deepEqual([failed.completedSteps, failed.completedLab], [[], false]);
    assert.deepEqual([...new Set(states)], ['checking', 'ready']);

    await greet('hello');
    const passed = await sessions.check(lab.identity, {});
    assert.deepEqual(verdicts(passed), { greeting: 'passed', 'nice-to-have': 'failed' });
    assert.deepEqual([passed.completedSteps, passed.completedLab], [['greet'], false], 'an optional check keeps nobody back');
    assert.equal(sessions.view(lab.identity)?.currentStep, 'serve');
    const pid = await box.rig.sh(sessions, lab.identity, 'cat /var/background.pid');
    assert.equal(await box.rig.sh(sessions, lab.identity, `kill -0 ${pid} && echo up`), 'up', 'what the step starts stays up');

    const solved = await sessions.applySolution(lab.identity, 'solution/02.sh', {});
    assert.deepEqual(solved, { exitCode: 0, output: '' });
    const second = await sessions.check(lab.identity, {});
    assert.deepEqual([verdicts(second), second.completedSteps], [{ served: 'passed' }, []], 'a question is still open');
    assert.deepEqual(await sessions.answer(lab.identity, 'why', [1]), {
      correct: false, explain: 'Because is the answer.', completedStep: false, completedLab: false,
    });
    assert.deepEqual(await sessions.answer(lab.identity, 'why', [0]), {
      correct: true, explain: 'Because is the answer.', completedStep: true, completedLab: true,
    });
    const progress = progressOf(journal.summary, lab.identity);
    assert.ok(progress.completedAt);
    assert.deepEqual(Object.keys(progress.steps), ['greet', 'serve']);
    assert.equal(sessions.view(lab.identity)?.currentStep, 'serve');
  });

  it('has the next exec waiting, from the start until nobody is there any more', async () => {
    lab = await box.rig.lab();
    const { sessions } = box.rig.open(undefined, undefined, true);
    await sessions.start(lab, box.rig.options());
    const running = sessions.view(lab.identity)?.running;
    assert.ok(running);
    const waiting = async (): Promise<number> => {
      const { stdout } = await box.rig.behind.sh(running, 'cat /proc/[0-9]*/cmdline 2>/dev/null | tr "\\0" " " | grep -o "progra[m]. ai-labs " | wc -l');
      return Number(stdout);
    };
    const until = async (count: number): Promise<void> => {
      while ((await waiting()) !== count) {
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    };
    await until(1);
    await sessions.check(lab.identity, {});
    await until(1);
    await sessions.stop(lab.identity);
    await sessions.start(lab, box.rig.options());
    await until(1);
    sessions.dispose();
    await until(0);
  });

  it('takes an answer while the lab is being checked, and completes what it completes afterwards', async () => {
    await start((yaml) => yaml.replace('grep -qx hello greeting.txt', 'while [ ! -e go ]; do sleep 0.05; done; true'));
    const { sessions, journal } = opened;
    await writeFile(path.join(folder, 'go'), '');
    await sessions.check(lab.identity, {});
    await sessions.applySolution(lab.identity, 'solution/02.sh', {});
    await sessions.check(lab.identity, {});
    await rm(path.join(folder, 'go'));
    let started: () => void = () => undefined;
    const begun = new Promise<void>((resolve) => (started = resolve));
    let over = false;
    const outcome = sessions.check(lab.identity, { check: 'greeting', onStarted: () => started() }).finally(() => (over = true));
    await begun;
    assert.equal((await sessions.answer(lab.identity, 'why', [1])).correct, false);
    const right = [sessions.answer(lab.identity, 'why', [0]), sessions.answer(lab.identity, 'why', [0])];
    while (progressOf(await journal.read(), lab.identity).answers['why'] !== true) {
      assert.ok(!over, 'the check goes on for as long as nobody lets it end');
    }
    await writeFile(path.join(folder, 'go'), '');
    assert.deepEqual((await outcome).completedSteps, ['serve'], 'whoever is first completes it');
    assert.deepEqual((await Promise.all(right)).map(({ correct, completedStep }) => [correct, completedStep]), [[true, false], [true, false]]);
  });

  it('says when the next step could not be made ready, whatever led there, and tries again with a start or a check', async () => {
    // The first step is completed by Next; entering the second waits for a file of root's.
    await start((yaml) => yaml.replace(/    checks:\n      - id: greeting[^]*?(?=  - id: serve)/, '').replace('needs: [greeting]', 'needs: []').replace('wait: false', 'wait: true'));
    const { copy } = JSON.parse(await readFile(path.join(box.rig.home.sessions, 'two-steps@test.json'), 'utf8')) as { copy: string };
    const script = path.join(copy, 'environment/background.sh');
    await chmod(script, 0o600);
    await writeFile(script, 'test -e /var/mended || { echo no such luck; exit 3; }\n');
    const { sessions } = opened;
    const notices: LabNotice[] = [];
    sessions.onNotice((notice) => notices.push(notice));
    await sessions.next(lab.identity);
    assert.equal(sessions.view(lab.identity)?.currentStep, 'serve', 'what was done counts');
    const [notice, ...more] = notices;
    assert.match(notice?.message ?? '', /^The step "Keep something running" is not ready to work on: .*exit code 3.*no such luck$/s);
    assert.deepEqual([notice?.action?.command, notice?.action?.arguments, more], ['aiLabs.startLab', [{ lab: lab.identity }], []]);
    const stuck = sessions.state(lab.identity);
    assert.deepEqual([stuck.kind, stuck.kind === 'failed' && stuck.lastGood], ['failed', 'ready']);
    await sessions.resume();
    assert.equal(sessions.state(lab.identity).kind, 'failed', 'it stays to be read');
    await assert.rejects(sessions.start(lab, box.rig.options()), { code: 'script-failed' });
    assert.equal(sessions.state(lab.identity).kind, 'failed');
    await box.rig.sh(sessions, lab.identity, 'touch /var/mended');
    assert.equal((await sessions.start(lab, box.rig.options())).state.kind, 'ready');
    assert.deepEqual(verdicts(await sessions.check(lab.identity, {})), { served: 'failed' });
  });

  it('starts again what a step keeps running, after the lab was stopped', async () => {
    await start();
    await greet('hello');
    const { sessions } = opened;
    await sessions.check(lab.identity, {});
    await sessions.stop(lab.identity);
    await sessions.start(lab, box.rig.options());
    const pid = await box.rig.sh(sessions, lab.identity, 'cat /var/background.pid');
    assert.equal(await box.rig.sh(sessions, lab.identity, `kill -0 ${pid} && echo up`), 'up');
    // What keeps its log within bounds names it too, among other words.
    assert.equal(await box.rig.sh(sessions, lab.identity, `for each in /proc/[0-9]*/cmdline; do cmp -s $each /proc/${pid}/cmdline && echo; done | wc -l`), '1');
  });

  it('checks one, a step, all, or exactly those asked for', async () => {
    await start();
    const { sessions } = opened;
    const ids = async (options: object): Promise<string[]> =>
      (await sessions.check(lab.identity, options)).results.map(({ checkId }) => checkId);
    assert.deepEqual(await ids({ check: 'nice-to-have' }), ['nice-to-have']);
    assert.deepEqual(await ids({ step: 'serve' }), ['served']);
    assert.deepEqual((await ids({ all: true })).sort(), ['greeting', 'nice-to-have', 'served']);
    assert.deepEqual(await ids({ checks: ['nice-to-have', 'greeting'] }), ['nice-to-have', 'greeting']);
    await assert.rejects(sessions.check(lab.identity, { check: 'nothing' }), (error) => isUserError(error) && error.code === 'unknown-check');
    await assert.rejects(sessions.check(lab.identity, { step: 'nothing' }), (error) => isUserError(error) && error.code === 'unknown-step');
    assert.equal(sessions.state(lab.identity).kind, 'ready');
  });

  it('never takes a pass back because a checker broke', async () => {
    await start((yaml) => yaml.replace('grep -qx hello greeting.txt', 'test ! -e broken || exec kill -KILL $$; grep -qx hello greeting.txt'));
    const { sessions, journal } = opened;
    await greet('hello');
    await sessions.check(lab.identity, { check: 'greeting' });
    await sessions.stop(lab.identity);
    await appendFile(box.rig.home.journal, `${JSON.stringify({
      v: 1, entry: 'by-hand-1', at: new Date().toISOString(), kind: 'checked', lab: lab.identity, step: 'greet', check: 'greeting', verdict: 'errored',
    })}\n`);
    await journal.read();
    assert.equal(progressOf(journal.summary, lab.identity).checks['greeting']?.verdict, 'passed');
  });

  it('runs one check at a time, and none of a lab that does not run', async () => {
    await start((yaml) => yaml.replace('script: test -e second.txt', 'script: mkdir /tmp/busy && sleep 0.3 && rmdir /tmp/busy'));
    const { sessions } = opened;
    const both = await Promise.all([sessions.check(lab.identity, { check: 'nice-to-have' }), sessions.check(lab.identity, { check: 'nice-to-have' })]);
    assert.deepEqual(both.map(verdicts), [{ 'nice-to-have': 'passed' }, { 'nice-to-have': 'passed' }]);
    await sessions.stop(lab.identity);
    await assert.rejects(sessions.check(lab.identity, {}), (error) => {
      assert.ok(isUserError(error));
      assert.equal(error.code, 'lab-not-running');
      assert.equal(error.action?.command, 'aiLabs.startLab');
      return true;
    });
  });

  it('is cancelled, keeps what it knows, and the lab is ready again', async () => {
    await start((yaml) => yaml.replace('script: test -e second.txt', 'script: sleep 60'));
    const { sessions, journal } = opened;
    const abort = new AbortController();
    const running = sessions.check(lab.identity, { signal: abort.signal, onStarted: (id) => id === 'nice-to-have' && abort.abort() });
    await assert.rejects(running, { name: 'CancelledError' });
    assert.equal(sessions.state(lab.identity).kind, 'ready');
    assert.deepEqual(Object.keys(progressOf(journal.summary, lab.identity).checks), ['greeting']);
  });

  it('never says that the learner failed when the container went away under a check', async () => {
    await start((yaml) => yaml.replace('script: test -e second.txt', 'script: touch /workspace/begun; sleep 60\n        user: learner'));
    const { sessions, journal } = opened;
    const container = sessions.view(lab.identity)?.running?.services[0]?.container ?? '';
    const checking = sessions.check(lab.identity, { check: 'nice-to-have' });
    while (!existsSync(path.join(folder, 'begun'))) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await box.rig.behind.docker.getContainer(container).kill();
    const { results } = await checking;
    assert.deepEqual(results.map(({ verdict }) => verdict), ['errored']);
    assert.equal(progressOf(journal.summary, lab.identity).checks['nice-to-have']?.verdict, 'errored');
    await sessions.resume();
    assert.equal(sessions.state(lab.identity).kind, 'stopped');
    assert.equal((await sessions.start(lab, box.rig.options())).state.kind, 'ready');
  });

  it('tells the checks what the learner answered', async () => {
    await start((yaml) =>
      yaml
        .replace('services:\n', 'inputs: {user-name: {prompt: Your name, pattern: "^[a-z]+$"}}\nservices:\n')
        .replace('script: test -e second.txt', 'script: test "$INPUT_USER_NAME" = learner'),
    );
    assert.deepEqual(verdicts(await opened.sessions.check(lab.identity, { check: 'nice-to-have' })), { 'nice-to-have': 'passed' });
  });

  it("tries an author's files on the running lab, and counts nothing of it", async () => {
    await start();
    const { sessions, journal } = opened;
    const file = path.join(lab.folder, 'lab.yaml');
    const entries = journal.summary;
    const edited = (await readFile(file, 'utf8')).replace(/^ {6}- id: greeting$/m, "      - {id: tried, title: Just written, script: echo just written; exit 1}\n      - id: greeting");
    await writeFile(file, edited);
    await writeFile(path.join(lab.folder, 'solution/01.sh'), 'echo hello > greeting.txt; echo just written\n');
    const author = box.rig.read(file);
    const tried = await sessions.check(lab.identity, { check: 'tried', author });
    assert.deepEqual([verdicts(tried), tried.results[0]?.message], [{ tried: 'failed' }, 'just written']);
    assert.deepEqual(await sessions.applySolution(lab.identity, 'solution/01.sh', { author }), { exitCode: 0, output: 'just written\n' });
    const passed = await sessions.check(lab.identity, { check: 'greeting', author });
    assert.deepEqual([verdicts(passed), passed.completedSteps], [{ greeting: 'passed' }, []]);
    assert.deepEqual(await journal.read(), entries);
    await assert.rejects(sessions.check(lab.identity, { check: 'tried' }), (error) => isUserError(error) && error.code === 'unknown-check');

    await writeFile(file, edited.replace('script: echo just', 'service: other, script: echo just').replace(/^services:$/m, 'services:\n  other: {image: ai-labs/test-base}'));
    await assert.rejects(sessions.check(lab.identity, { check: 'tried', author: box.rig.read(file) }), (error) => isUserError(error) && error.code === 'lab-outdated');
  });

  it('shows hints one by one and remembers how many', async () => {
    await start();
    const { sessions, journal } = opened;
    assert.deepEqual(await sessions.hint(lab.identity, 'greet'), { index: 0, text: 'Look into greeting.txt.', remaining: 2 });
    assert.equal((await sessions.hint(lab.identity, 'greet'))?.index, 1);
    assert.equal((await sessions.hint(lab.identity, 'greet'))?.remaining, 0);
    assert.equal(await sessions.hint(lab.identity, 'greet'), undefined);
    assert.equal(progressOf(journal.summary, lab.identity).hints['greet'], 3);
  });

  it('goes on by Next only where a step asks for nothing', async () => {
    await start((yaml) => yaml.replace('steps:\n', 'steps:\n  - {id: read, title: Read this, guide: guide/01-greet.md}\n'));
    const { sessions } = opened;
    assert.equal(sessions.view(lab.identity)?.currentStep, 'read');
    await sessions.next(lab.identity);
    assert.equal(sessions.view(lab.identity)?.currentStep, 'greet');
    await assert.rejects(sessions.next(lab.identity), (error) => isUserError(error) && error.code === 'step-not-finished');
    assert.equal(sessions.view(lab.identity)?.currentStep, 'greet');
  });

  it('gives the learner back what a checker left as root', async () => {
    await start((yaml) => yaml.replace('script: test -e second.txt', 'script: touch second.txt\n        user: root'));
    await opened.sessions.check(lab.identity, { check: 'nice-to-have' });
    assert.equal(await box.rig.sh(opened.sessions, lab.identity, 'stat -c %U /workspace/second.txt'), 'learner');
  });

  it('runs a script to its end without waiting for what it leaves running', async () => {
    await start();
    await writeFile(path.join(lab.folder, 'solution/02.sh'), '#!/bin/sh\necho begun; sleep 3600 & echo $! > /tmp/left; echo done >&2; exit 3\n');
    const { sessions } = opened;
    await sessions.start(lab, box.rig.options({ newVersion: true }));
    const { exitCode, output } = await sessions.applySolution(lab.identity, 'solution/02.sh', {});
    assert.deepEqual([exitCode, output], [3, 'begun\ndone\n']);
    assert.equal(await box.rig.sh(sessions, lab.identity, 'kill -0 $(cat /tmp/left) && echo up'), 'up');
    assert.equal(await box.rig.sh(sessions, lab.identity, 'ls -A /run/ai-labs | grep script; ls -A /tmp | grep ai-labs'), '', 'nothing of the solution stays');
  });

  it('ends a script in the container when it is cancelled', async () => {
    await start();
    await writeFile(path.join(lab.folder, 'solution/02.sh'), 'sleep 3600 & echo $! > /tmp/left; touch /workspace/begun; wait\n');
    const { sessions } = opened;
    await sessions.start(lab, box.rig.options({ newVersion: true }));
    const abort = new AbortController();
    const running = sessions.applySolution(lab.identity, 'solution/02.sh', { signal: abort.signal });
    while (!existsSync(path.join(folder, 'begun'))) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    abort.abort();
    await assert.rejects(running, { name: 'CancelledError' });
    assert.equal(await box.rig.sh(sessions, lab.identity, 'kill -0 $(cat /tmp/left) 2>/dev/null && echo up'), '');
    assert.equal(sessions.state(lab.identity).kind, 'ready');
  });

  it('does not count a pass from before a step changed the lab', async () => {
    await start((yaml) => yaml.replace('needs: [greeting]', 'needs: []').replace(/    questions:[^]*$/, ''));
    const { sessions } = opened;
    await writeFile(path.join(folder, 'served.txt'), '');
    assert.deepEqual(verdicts(await sessions.check(lab.identity, { step: 'serve' })), { served: 'passed' });
    await greet('hello');
    assert.deepEqual((await sessions.check(lab.identity, { check: 'greeting' })).completedSteps, ['greet']);
    assert.deepEqual((await sessions.check(lab.identity, { check: 'greeting' })).completedSteps, []);
    const outcome = await sessions.check(lab.identity, {});
    assert.deepEqual([outcome.completedSteps, outcome.completedLab], [['serve'], true]);
  });

  it('opens a terminal as the learner in their folder', async () => {
    await start();
    const shell = await opened.sessions.openShell(lab.identity, { columns: 80, rows: 24 });
    let output = '';
    shell.onData((chunk) => (output += chunk.toString()));
    shell.write('echo "$(id -un) in $(pwd) on $TERM"; exit 7\n');
    assert.equal(await shell.exited, 7);
    assert.match(output, /learner in \/workspace on xterm-256color/);
    await assert.rejects(opened.sessions.openShell(lab.identity, { service: 'nothing', columns: 80, rows: 24 }), (error) => isUserError(error) && error.code === 'unknown-service');
  });
});
