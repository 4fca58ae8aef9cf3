import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { nullLog } from '../../../src/common/log';
import { createCore } from '../../../src/core';
import { rehearsalsFolder } from '../../../src/session/cleanup/rehearsalHome';
import { Home } from '../../../src/session/home';
import { makeZip } from '../../support/makeZip';
import { EngineRig } from '../harness';
import { agreeable, assets, useSessions } from '../session/rig';

const root = path.resolve(__dirname, '../../..');
const firstSteps = path.join(root, 'labs/foundations/first-steps');

describe('ai-labs grade', function () {
  this.timeout(240_000);
  const rig = new EngineRig();
  let folder = '';
  const homes = new Set<string>();

  before(async () => {
    await rig.setUp();
    folder = await realpath(await mkdtemp(path.join(tmpdir(), 'ai-labs-grade-')));
    await handIn();
  });
  after(async () => {
    await rm(folder, { recursive: true, force: true });
    await rig.tearDown();
  });
  afterEach(async () => {
    const left = await Promise.all([...homes].map((home) => rig.behind.leftovers(home)));
    assert.deepEqual(left.flat(), [], 'nothing is left on the engine');
    assert.deepEqual(readdirSync(rehearsalsFolder(path.join(folder, 'home', '.state'))), [], 'nor on the disk');
  });

  const at = (...parts: string[]): string => path.join(folder, ...parts);

  /** Of a class: done, not begun, half done, and three that are not what they seem. */
  async function handIn(): Promise<void> {
    const starter = path.join(firstSteps, 'workspace');
    const solved = await readFile(path.join(firstSteps, 'solution/service.py'), 'utf8');
    const model = await readFile(path.join(starter, 'model.json'), 'utf8');
    await cp(starter, at('class/Untouched, Una'), { recursive: true });
    await cp(starter, at('class/Sol Ved'), { recursive: true });
    await writeFile(at('class/Sol Ved/service.py'), solved);
    await symlink('/etc/passwd', at('class/Sol Ved/passwd'));
    const half = solved.replace("return MODEL['base']", 'return 3.0');
    await writeFile(at('class/=half.zip'), makeZip([{ name: 'first-steps/service.py', content: half }, { name: 'first-steps/model.json', content: model }]));
    await writeFile(at('class/slip.zip'), makeZip([{ name: 'service.py' }, { name: '../../slipped', content: 'out' }]));
    await writeFile(at('class/twice.zip'), makeZip([{ name: 'x', content: '.', mode: 0o120777 }, { name: 'x/y', content: 'out' }]));
    await mkdir(at('class/\u001b[31mforger'));
    await writeFile(at('class/\u001b[31mforger/service.py'), 'print("I never serve")\n');
    await writeFile(at('class/\u001b[31mforger/model.json'), model);
  }

  /** Runs the built command line in the folder; notes the homes of fresh labs as they come. `interruptAt`: Ctrl-C then. */
  function grade(words: readonly string[], interruptAt?: RegExp): Promise<{ code: number | null; stdout: string; stderr: string }> {
    return new Promise((resolve, reject) => {
      const environment = { ...process.env, AI_LABS_HOME: at('home'), NO_COLOR: '1' };
      const child = spawn(process.execPath, [path.join(root, 'dist/cli.js'), 'grade', ...words], { cwd: folder, env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
      let [stdout, stderr, interrupted] = ['', '', false];
      child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
      child.stderr.on('data', (chunk: Buffer) => {
        stderr += chunk.toString();
        const place = rehearsalsFolder(at('home', '.state'));
        (existsSync(place) ? readdirSync(place) : []).forEach((name) => homes.add(new Home(path.join(place, name)).id));
        if (!interrupted && interruptAt?.test(stderr)) {
          interrupted = child.kill('SIGINT');
        }
      });
      child.on('error', reject).on('close', (code) => resolve({ code, stdout, stderr }));
    });
  }

  it('grades a class, and says of each why', async () => {
    const { code, stdout, stderr } = await grade(['first-steps', 'class']);
    assert.equal(code, 1, stderr);
    const criteria = readFileSync(at('first-steps-grades-criteria.csv'), 'utf8');
    assert.equal(readFileSync(at('first-steps-grades.csv'), 'utf8'), [
      'learner,hand_in,lab,state,points,possible,percent,checks_passed,checks_graded,estimate,answers,notes',
      "\ufffd[31mforger,\ufffd[31mforger,ai-architect/first-steps,graded,0.5,1,50,0,1,failed,not graded,",
      "'=half,'=half.zip,ai-architect/first-steps,graded,0.66,1,66,0,1,failed,not graded,",
      'slip,slip.zip,ai-architect/first-steps,refused,,,,,1,,not graded,It was not taken: it is no zip that can be read (invalid relative path: ../../slipped).',
      'Sol Ved,Sol Ved,ai-architect/first-steps,graded,1,1,100,1,1,passed,not graded,left out: passwd (a link that leads elsewhere)',
      'twice,twice.zip,ai-architect/first-steps,refused,,,,,1,,not graded,It was not taken: it holds x twice.',
      '"Untouched, Una","Untouched, Una",ai-architect/first-steps,graded,0.5,1,50,0,1,failed,not graded,',
      '',
    ].join('\r\n'), `${stdout}\n${criteria}`);
    assert.match(criteria, /^learner,hand_in,check,check_title,verdict,criterion,held,expected,found,hint,file,line,message\r\n/);
    assert.match(criteria, /^'=half,'=half\.zip,estimate,The service answers as its model says,failed,Another model\.json changes the answers,false,[^\r]*service\.py,\d+,/m);
    assert.match(stdout, /^6 handed in: 1 with everything right, 3 with something to mend, 2 not graded; [\d.]+ % on average$/m);
    assert.match(stdout, /^Graded for nobody: answers \(/m);
    assert.doesNotMatch(stdout + stderr, /\u001b\[31m/, 'no name steers the terminal');
    assert.ok(!existsSync(at('slipped')) && !existsSync(path.join(path.dirname(folder), 'slipped')));
    assert.deepEqual(readdirSync(at('home')), ['.state'], 'nothing of it is the instructor’s own work');
    assert.equal(existsSync(at('home/.state/journal.jsonl')), false, 'or progress');
  });

  it('takes everything away when it is interrupted', async () => {
    const { code, stderr } = await grade(['first-steps', 'class', '--out', 'never.csv'], /Solution of the lab: (?!Looking)/);
    assert.equal(code, 130, stderr);
    assert.equal(existsSync(at('never.csv')), false);
  });

  it('says how it is used where it is not', async () => {
    for (const words of [['first-steps'], ['first-steps', 'missing'], ['nothing', 'class'], ['first-steps', 'class', '--format', 'xml'], ['first-steps', 'class', '--timeout', 'soon']]) {
      const { code, stderr } = await grade(words);
      assert.equal(code, 2, `${words.join(' ')}: ${stderr}`);
      assert.doesNotMatch(stderr, /mistake of ours/);
    }
  });
});

describe('grading what harms', function () {
  this.timeout(240_000);
  const box = useSessions();

  it('one that forks without end takes no other with it; what steps do on being entered is done', async () => {
    const lab = await box.rig.lab((yaml) => yaml
      .replace('    user: learner\n', '    user: learner\n    pids_limit: 60\n    cpus: 0.5\n')
      .replace(/script: \|\n {10}grep.*\n/, 'user: root\n        timeout: 4s\n        onTimeout: fail\n        script: |\n          . "$LAB_LIB/lab.sh"\n          expect_eq greeting hello "$(as_learner sh greeting.txt)"\n'));
    const handIns = path.join(box.rig.folder, 'handed in');
    for (const [name, text] of [['bomb', 'b() { b | b & }; b\nsleep 100\n'], ['good', 'echo hello\n']] as const) {
      await mkdir(path.join(handIns, name), { recursive: true });
      await writeFile(path.join(handIns, name, 'greeting.txt'), text);
      await writeFile(path.join(handIns, name, 'served.txt'), '');
    }
    // Its own solution is for the check as it was.
    await writeFile(path.join(lab.folder, 'solution/01.sh'), 'echo "echo hello" > greeting.txt\n');
    const core = createCore({ home: box.rig.home.root, catalogRoots: () => [], assets, careerPath: path.join(box.rig.folder, 'none.yaml'), log: nullLog, locale: 'en' });
    try {
      const { handIns: graded, checks, questions } = await core.grade(lab, [handIns], { asker: agreeable, jobs: 2, timeoutMs: 120_000 });
      assert.deepEqual(checks.map(({ id, graded: judged }) => [id, judged]), [['greeting', true], ['nice-to-have', false], ['served', true]]);
      assert.equal(questions, 1);
      const [bomb, good] = graded;
      assert.deepEqual([good?.state, good?.percent], ['graded', 100], JSON.stringify(good));
      assert.ok(bomb && bomb.learner === 'bomb' && bomb.percent !== 100, JSON.stringify(bomb));
      assert.ok(bomb.results.every(({ verdict }) => verdict !== 'passed'), JSON.stringify(bomb));
    } finally {
      core.dispose();
    }
    assert.deepEqual(await readFile(box.rig.home.journal, 'utf8').catch(() => ''), '');
    assert.deepEqual(readdirSync(rehearsalsFolder(box.rig.home.state)), []);
  });
});
