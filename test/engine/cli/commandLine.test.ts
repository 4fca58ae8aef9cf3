import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { EngineRig } from '../harness';

const cli = path.resolve(__dirname, '../../../dist/cli.js');

interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs the built command line as a shell would. `interruptAt`: sends Ctrl-C when standard error says this, or when this has come about. */
function aiLabs(home: string, words: string[], interruptAt?: RegExp | (() => Promise<boolean>)): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const environment = { ...process.env, AI_LABS_HOME: home, NO_COLOR: '1' };
    const child = spawn(process.execPath, [cli, ...words], { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    let interrupted = false;
    const watch = async (cameAbout: () => Promise<boolean>): Promise<void> => {
      while (child.exitCode === null && !(await cameAbout())) {
        await sleep(50);
      }
      child.kill('SIGINT');
    };
    if (typeof interruptAt === 'function') {
      watch(interruptAt).catch(reject);
    }
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
      // Once: what comes after the command line has cleaned up and let go of the signal would kill it.
      if (!interrupted && interruptAt instanceof RegExp && interruptAt.test(stderr)) {
        interrupted = child.kill('SIGINT');
      }
    });
    child.on('error', reject).on('close', (code) => resolve({ code, stdout, stderr }));
  });
}

describe('the command line', function () {
  this.timeout(180_000);
  const rig = new EngineRig();
  let home = '';

  before(async () => {
    await rig.setUp();
    home = await mkdtemp(path.join(tmpdir(), 'ai-labs-cli-'));
  });

  after(async () => {
    await aiLabs(home, ['stop', '--all', '--remove']);
    await rm(home, { recursive: true, force: true });
    await rig.tearDown();
  });

  it('goes the way of first-steps: run, check, mend, check, stop', async () => {
    const started = await aiLabs(home, ['run', 'first-steps', '--json']);
    assert.equal(started.code, 0, started.stderr);
    const { folder, ports } = JSON.parse(started.stdout) as { folder: string; ports: { host: number }[] };
    assert.equal(path.dirname(folder), home);
    assert.ok((ports[0]?.host ?? 0) > 1024);

    const failed = await aiLabs(home, ['check', 'first-steps']);
    assert.equal(failed.code, 1);
    assert.match(failed.stdout, /expected .* found/);
    assert.match(failed.stdout, /0 passed, 1 failed$/m);

    const service = path.join(folder, 'service.py');
    const before = await readFile(service, 'utf8');
    await writeFile(service, before.replace("return MODEL['per_km'] * km", "return MODEL['base'] + MODEL['per_km'] * km"));
    const passed = await aiLabs(home, ['check', 'first-steps', '--step', 'mend', '--json']);
    assert.equal(passed.code, 0, passed.stdout);
    assert.deepEqual((JSON.parse(passed.stdout) as { completedSteps: string[] }).completedSteps, ['mend']);

    const mended = await readFile(service, 'utf8');
    await writeFile(service, 'spoilt');
    const asked = await aiLabs(home, ['reset', 'first-steps', '--current']);
    assert.equal(asked.code, 2, 'nobody was there to agree');
    assert.match(asked.stderr, /Your files become what they were when the step began.*\nThe containers get back what they held then/);
    const reset = await aiLabs(home, ['reset', 'first-steps', '--current', '--yes']);
    assert.equal(reset.code, 0, reset.stderr);
    assert.equal(await readFile(service, 'utf8'), mended);
    assert.equal((await aiLabs(home, ['reset', 'first-steps', '--undo', '--yes'])).code, 0);
    assert.equal(await readFile(service, 'utf8'), 'spoilt');
    assert.equal((await aiLabs(home, ['reset', 'first-steps', '--undo', '--yes'])).code, 0);
    assert.equal(await readFile(service, 'utf8'), mended);

    const list = await aiLabs(home, ['list', '--json']);
    const row = (JSON.parse(list.stdout) as { id: string; state: string }[]).find(({ id }) => id === 'first-steps');
    assert.equal(row?.state, 'started');

    const stopped = await aiLabs(home, ['stop', 'first-steps']);
    assert.equal(stopped.code, 0, stopped.stderr);
    assert.match(await readFile(service, 'utf8'), /MODEL\['base'\]/, 'the learner\'s work is still there');
  });

  it('says what comes before a lab, and keeps it shut where the editor does', async () => {
    const asked = await aiLabs(home, ['run', 'docker-first-image']);
    assert.equal(asked.code, 2, 'nobody was there to agree');
    assert.match(asked.stderr, /builds on “[^”]+”, which you have not done yet\. .*`ai-labs prepare ai-architect\/first-steps`.*\n.*--yes/s);
    const note = path.join(home, '.state', 'enforce-requires');
    await writeFile(note, '');
    for (const words of [['run', 'docker-first-image', '--anyway', '--yes'], ['reset', 'docker-first-image', '--yes']]) {
      const refused = await aiLabs(home, words);
      assert.equal(refused.code, 2);
      assert.match(refused.stderr, /“[^”]+” opens when you have completed “[^”]+”\.\nBegin with `ai-labs run ai-architect\/first-steps`/);
    }
    await rm(note);
  });

  it('writes a JUnit report of a check', async () => {
    await aiLabs(home, ['run', 'first-steps']);
    const report = path.join(home, 'report.xml');
    const { code } = await aiLabs(home, ['check', 'first-steps', '--step', 'serve', '--junit', report]);
    assert.equal(code, 1);
    assert.match(await readFile(report, 'utf8'), /<testsuite name="serve" tests="1" failures="1" errors="0"/);
  });

  it('counts a step as completed because an instructor says so, once, with who and why', async () => {
    const words = ['override', 'first-steps', 'serve', '--by', 'Ada', '--reason', 'shown in class'];
    const { code, stdout, stderr } = await aiLabs(home, words);
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^serve of \S+first-steps counts as completed, by Ada: shown in class$/m);
    const journal = (await readFile(path.join(home, '.state', 'journal.jsonl'), 'utf8')).trim().split('\n').map((line) => JSON.parse(line) as Record<string, unknown>);
    const said = journal.filter(({ kind, step }) => kind === 'step-completed' && step === 'serve').map(({ override, by, reason }) => ({ override, by, reason }));
    assert.deepEqual(said, [{ override: true, by: 'Ada', reason: 'shown in class' }]);
    const again = await aiLabs(home, words);
    assert.equal(again.code, 2);
    assert.match(again.stderr, /completed already/);
  });

  it('shows the questions of a lab and takes their answers', async () => {
    const folder = path.join(home, 'asking', 'labs', 'stage', 'asks');
    await mkdir(path.join(folder, 'guide'), { recursive: true });
    await writeFile(path.join(folder, 'guide', '01.md'), '# Asks\n');
    await writeFile(path.join(folder, 'lab.yaml'), [
      'version: 1', 'id: asks', 'title: Asks', 'summary: Has questions.', 'action: containers', 'difficulty: beginner', 'minutes: 5',
      'services: {lab: {image: debian:bookworm-slim}}', 'steps:', '  - id: one', '    title: One', '    guide: guide/01.md', '    questions:',
      '      - {id: colours, kind: choice, prompt: Which are colours?, options: [Red, Seven, Blue], answer: [0, 2], explain: Seven is a number.}',
      '      - {id: half, kind: number, prompt: Half of five?, answer: 2.5}', '',
    ].join('\n'));
    const shown = await aiLabs(home, ['answer', folder]);
    assert.deepEqual([shown.code, shown.stdout], [0, 'colours: Which are colours? (several are right)\n  1. Red\n  2. Seven\n  3. Blue\nhalf: Half of five?\n'], shown.stderr);
    for (const [words, code, said] of [
      [['colours', '1', '2'], 1, 'Not right yet.\n'],
      [['colours', '3,1'], 0, 'Right. Seven is a number.\n'],
      [['colours', '4'], 2, ''],
      [['nothing', '1'], 2, ''],
      [['half', '2,5'], 0, 'Right. Step done. Lab completed.\n'],
    ] as const) {
      const ended = await aiLabs(home, ['answer', folder, ...words]);
      assert.deepEqual([ended.code, ended.stdout], [code, said], `${words.join(' ')}: ${ended.stderr}`);
    }
  });

  it('says that a lab which does not run cannot be checked, and how to start it', async () => {
    const empty = await mkdtemp(path.join(tmpdir(), 'ai-labs-cli-'));
    const { code, stderr } = await aiLabs(empty, ['check', 'first-steps']);
    await rm(empty, { recursive: true, force: true });
    assert.equal(code, 2);
    assert.match(stderr, /does not run/);
  });

  it('ends with 130 when interrupted in the middle of a start, and leaves nothing', async () => {
    const other = await mkdtemp(path.join(tmpdir(), 'ai-labs-cli-'));
    // A set-up that never ends by itself: whatever the machine's speed, the start is under way when Ctrl-C comes.
    const folder = path.join(other, 'authoring', 'labs', 'stage', 'slow-start');
    await mkdir(path.join(folder, 'guide'), { recursive: true });
    await mkdir(path.join(folder, 'environment'));
    await writeFile(path.join(folder, 'guide', '01.md'), '# Slow\n');
    await writeFile(path.join(folder, 'environment', 'slow.sh'), 'sleep 600\n');
    await writeFile(path.join(folder, 'lab.yaml'), [
      'version: 1', 'id: slow-start', 'title: Slow', 'summary: Never ready.', 'action: containers', 'difficulty: beginner', 'minutes: 5',
      'services: {lab: {image: debian:bookworm-slim}}', 'setup: [{run: environment/slow.sh, timeout: 10m}]',
      'steps: [{id: one, title: One, guide: guide/01.md}]', '',
    ].join('\n'));
    const { code, stderr } = await aiLabs(other, ['run', folder], /Setting the lab up/);
    assert.equal(code, 130, stderr);
    const { stdout } = await aiLabs(other, ['stop', '--all', '--remove']);
    assert.match(stdout, /No lab runs/);
    await rm(other, { recursive: true, force: true });
  });

  it('tells what an interrupted rehearsal had proven, and leaves nothing', async () => {
    const other = await mkdtemp(path.join(tmpdir(), 'ai-labs-cli-'));
    const folder = path.join(other, 'authoring', 'labs', 'stage', 'slow-solution');
    await mkdir(path.join(folder, 'guide'), { recursive: true });
    await mkdir(path.join(folder, 'solution'));
    await writeFile(path.join(folder, 'guide', '01.md'), '# Slow\n');
    await writeFile(path.join(folder, 'solution', 'quick.sh'), 'touch done\n');
    await writeFile(path.join(folder, 'solution', 'slow.sh'), 'touch begun\nsleep 600\n');
    await writeFile(path.join(folder, 'lab.yaml'), [
      'version: 1', 'id: slow-solution', 'title: Slow', 'summary: Never solved.', 'action: containers', 'difficulty: beginner', 'minutes: 5',
      'services: {lab: {image: debian:bookworm-slim}}', 'steps:',
      '  - {id: one, title: One, guide: guide/01.md, solution: solution/quick.sh, checks: [{id: done, title: Done, script: test -e done}]}',
      '  - {id: two, title: Two, guide: guide/01.md, solution: solution/slow.sh, checks: [{id: more, title: More, script: test -e more}]}', '',
    ].join('\n'));
    const isBegun = async (): Promise<boolean> => (await readdir(other, { recursive: true }).catch(() => [])).some((file) => path.basename(file) === 'begun');
    const { code, stdout, stderr } = await aiLabs(other, ['rehearse', folder, '--json'], isBegun);
    assert.equal(code, 130, stderr);
    const { interrupted, cells } = JSON.parse(stdout) as { interrupted?: boolean; cells: { subject: string; held: boolean }[] };
    assert.equal(interrupted, true);
    assert.ok(cells.some(({ subject, held }) => subject === 'one' && held), stdout);
    const { stdout: left } = await aiLabs(other, ['stop', '--all', '--remove']);
    assert.match(left, /No lab runs/);
    await rm(other, { recursive: true, force: true });
  });

  it('ends with 2 and one next action where no engine answers', async () => {
    const { code, stderr } = await aiLabs(home, ['rehearse', 'first-steps', '--docker-host', 'unix:///nowhere/docker.sock']);
    assert.equal(code, 2);
    assert.ok(stderr.trim().split('\n').length >= 2, `a message and an action: ${stderr}`);
  });

  it('refuses words it does not know with 2, and shows how it is meant', async () => {
    for (const words of [['rnu'], ['run'], ['run', 'no-such-lab'], ['check', 'first-steps', '--nope'], ['rehearse', 'first-steps', '--jobs', 'many']]) {
      const { code, stderr } = await aiLabs(home, words);
      assert.equal(code, 2, words.join(' '));
      assert.match(stderr, /Usage|list/, words.join(' '));
    }
  });

  it('validates a lab by its folder: places, exit code 1, JSON', async () => {
    const folder = path.join(home, 'authoring', 'labs', 'stage', 'broken-lab');
    await mkdir(folder, { recursive: true });
    await writeFile(path.join(folder, 'lab.yaml'), 'version: 1\nid: broken-lab\ntitel: Typo\n');
    const { code, stdout } = await aiLabs(home, ['validate', folder, '--json']);
    assert.equal(code, 1);
    const problems = JSON.parse(stdout) as { line: number; column: number; code: string; message: string }[];
    const typo = problems.find((problem) => problem.line === 3);
    assert.deepEqual([typo?.code, typo?.column], ['unknown-key', 1], stdout);
    assert.match(typo?.message ?? '', /title/);
  });

  it('proves the first lab of the README as it stands there', async () => {
    const readme = await readFile(path.resolve(__dirname, '../../../README.md'), 'utf8');
    const [, yaml = ''] = /```yaml\n([\s\S]*?)```/.exec(readme) ?? [];
    const folder = path.join(home, 'readme', 'labs', 'containers', 'hello');
    await mkdir(path.join(folder, 'guide'), { recursive: true });
    await mkdir(path.join(folder, 'solution'));
    await writeFile(path.join(folder, 'lab.yaml'), yaml);
    await writeFile(path.join(folder, 'guide', '01-hello.md'), '# Hello\n');
    await writeFile(path.join(folder, 'solution', '01-hello.sh'), 'echo hello > greeting.txt\n');
    const { code, stdout } = await aiLabs(home, ['rehearse', folder]);
    assert.equal(code, 0, stdout);
    assert.match(stdout, /4 of 4 held/);
  });

  it('rehearses a wrong solution alone', async () => {
    const { code, stdout } = await aiLabs(home, ['rehearse', 'first-steps', '--wrong', 'wrong-port.sh', '--json']);
    const { cells } = JSON.parse(stdout) as { cells: { proof: string; held: boolean; proved: string[] }[] };
    assert.equal(code, 0, stdout);
    assert.deepEqual(cells.map(({ proof, held, proved }) => ({ proof, held, proved })), [{ proof: 'wrong', held: true, proved: ['answers'] }]);
  });
});
