import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { outputLimit, staying, stayingLogLimit, waiting } from '../../../src/session/start/scriptPrograms';

describe('the program around a script of a lab', function () {
  this.timeout(30_000);
  let top: string;
  beforeEach(async () => {
    top = await mkdtemp(path.join(tmpdir(), 'ai-labs-program-'));
  });
  afterEach(() => rm(top, { recursive: true, force: true }));

  async function run(script: string, limit = 20): Promise<{ code: number | null; output: string }> {
    const child = spawn('sh', ['-c', waiting, 'sh', path.join(top, 'private'), String(limit), 'sh', '-c', script], { cwd: top });
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
    const [code] = (await once(child, 'close')) as [number | null];
    assert.ok(!existsSync(path.join(top, 'private')), 'its own folder goes');
    return { code, output: Buffer.concat(chunks).toString() };
  }

  it('gives out both streams in order, and the exit code', async () => {
    assert.deepEqual(await run('echo one; echo two >&2; printf three; exit 7'), { code: 7, output: 'one\ntwo\nthree' });
    assert.deepEqual(await run(':'), { code: 0, output: '' });
    assert.deepEqual(await run('no-such-command 2>/dev/null'), { code: 127, output: '' });
  });

  it('loses nothing of what fits, however it comes', async () => {
    const { output } = await run('i=0; while [ $i -lt 2000 ]; do echo "line $i"; i=$((i + 1)); done');
    assert.equal(output, Array.from({ length: 2000 }, (_, index) => `line ${index}\n`).join(''));
    assert.equal((await run(`head -c ${outputLimit} /dev/zero | tr '\\0' x`)).output.length, outputLimit);
  });

  it('keeps beginning and end of a flood, in little space', async () => {
    const { code, output } = await run(`echo first; head -c 5000000 /dev/zero | tr '\\0' x; du -sk private | cut -f1 >size; echo last`);
    assert.equal(code, 0);
    const [first, notice, last] = [output.slice(0, 8), /\[… .* …\]/.exec(output)?.[0], output.slice(-6)];
    assert.deepEqual([first, notice, last], ['first\nxx', '[… 4934475 bytes left out …]', 'xlast\n']);
    assert.ok(Number(await readFile(path.join(top, 'size'), 'utf8')) < 500);
    assert.ok(output.length < outputLimit + 100);
  });

  it('ends a flood when its time is over', async () => {
    const { code, output } = await run('exec yes', 1);
    assert.equal(code, 124);
    assert.deepEqual([output.slice(0, 4), output.includes('bytes left out'), output.length < outputLimit + 100], ['y\ny\n', true, true]);
  });

  it('waits for nothing that goes on in the background, which goes on printing', async () => {
    const background = '(while [ ! -e stop ]; do head -c 100000 /dev/zero; echo alive >alive; sleep 0.05; done; echo $? >ended) &';
    const { code, output } = await run(`${background} echo started`);
    assert.deepEqual([code, output], [0, 'started\n']);
    await rm(path.join(top, 'alive'), { force: true });
    while (!existsSync(path.join(top, 'alive'))) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await once(spawn('touch', [path.join(top, 'stop')]), 'close');
    while (!existsSync(path.join(top, 'ended'))) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    assert.equal(await readFile(path.join(top, 'ended'), 'utf8'), '0\n');
  });
});

/** Containers are Linux; what this program needs of it is not everywhere else. */
const onLinux = process.platform === 'linux' ? describe : (): void => undefined;

onLinux('the program around a script that stays up', function () {
  this.timeout(30_000);
  let top: string;
  beforeEach(async () => {
    top = await mkdtemp(path.join(tmpdir(), 'ai-labs-program-'));
  });
  afterEach(() => rm(top, { recursive: true, force: true }));

  async function start(script: string): Promise<number | null> {
    const child = spawn('sh', ['-c', staying, 'sh', path.join(top, 'log'), 'sh', '-c', script], { cwd: top, stdio: 'ignore' });
    return ((await once(child, 'close')) as [number | null])[0];
  }

  async function until(holds: () => Promise<boolean>): Promise<void> {
    while (!(await holds())) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  const log = (): Promise<string> => readFile(path.join(top, 'log'), 'utf8');

  it('returns at once; both streams are in the log as soon as they come', async () => {
    assert.equal(await start('echo one; echo two >&2; while [ ! -e stop ]; do sleep 0.05; done; echo three; touch ended'), 0);
    await until(async () => (await log()) === 'one\ntwo\n');
    await writeFile(path.join(top, 'stop'), '');
    await until(async () => (await log()) === 'one\ntwo\nthree\n');
  });

  it('keeps beginning and end of a flood, however long it goes on, in a log of bounded size', async () => {
    const most = 2 * stayingLogLimit;
    const flood = 'echo first; i=0; while [ $i -lt 40 ]; do head -c 200000 /dev/zero | tr "\\0" x; echo; stat -c %s log >>sizes; i=$((i + 1)); done; echo last; touch ended';
    assert.equal(await start(flood), 0);
    await until(async () => existsSync(path.join(top, 'ended')) && (await log()).endsWith('x\nlast\n'));
    const text = await log();
    assert.deepEqual([text.slice(0, 8), text.match(/\[… .*? …\]/g)], ['first\nxx', ['[… bytes left out …]']]);
    const sizes = (await readFile(path.join(top, 'sizes'), 'utf8')).trim().split('\n').map(Number);
    assert.equal(sizes.length, 40);
    assert.ok(Math.max(...sizes) < most && text.length < most, `${Math.max(...sizes)} bytes`);
  });

  it('begins a log anew, and follows no link that lies in its place', async () => {
    await writeFile(path.join(top, 'mine'), 'mine\n');
    await symlink('mine', path.join(top, 'log'));
    assert.equal(await start('echo said'), 0);
    await until(async () => (await log()) === 'said\n');
    assert.equal(await readFile(path.join(top, 'mine'), 'utf8'), 'mine\n');
    await start('echo again');
    await until(async () => (await log()) === 'again\n');
  });
});
