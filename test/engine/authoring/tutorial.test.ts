import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { appendFile, chmod, mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { EngineRig } from '../harness';

const root = path.resolve(__dirname, '../../..');

type Block = { kind: 'file' | 'append'; file: string; text: string } | { kind: 'console'; command: string; shown: string[]; exit: number; line: number };

/** The fenced blocks of a page that say in their first line what they are; others are for reading only. */
function blocksOf(page: string): Block[] {
  const blocks: Block[] = [];
  const lines = page.split('\n');
  for (let at = 0; at < lines.length; at += 1) {
    const [, fence = '', words = ''] = /^(`{3,})(.+)$/.exec(lines[at] ?? '') ?? [];
    if (fence === '') {
      continue;
    }
    const end = lines.indexOf(fence, at + 1);
    assert.ok(end > at, `the block of line ${at + 1} ends`);
    const inside = lines.slice(at + 1, end);
    const [, kind, file] = / (file|append)=(\S+)/.exec(words) ?? [];
    if ((kind === 'file' || kind === 'append') && file !== undefined) {
      blocks.push({ kind, file, text: `${inside.join('\n')}\n` });
    } else if (words.startsWith('console')) {
      const [first = '', ...shown] = inside;
      assert.ok(first.startsWith('$ '), `line ${at + 2} is a command`);
      blocks.push({ kind: 'console', command: first.slice(2), shown, exit: Number(/ exit=(\d+)/.exec(words)?.[1] ?? 0), line: at + 2 });
    }
    at = end;
  }
  return blocks;
}

/** Whether a printed line is what the page shows; `…` stands for anything. */
function fits(shown: string, printed: string): boolean {
  const parts = shown.split('…').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(printed);
}

describe('the tutorial', function () {
  this.timeout(300_000);
  const rig = new EngineRig();
  let scratch = '';
  let folder = '';

  before(async () => {
    await rig.setUp();
    scratch = await realpath(await mkdtemp(path.join(tmpdir(), 'ai-labs-tutorial-')));
    // Labs are called after the folder that they lie in.
    folder = path.join(scratch, 'lessons');
    await mkdir(folder);
    // The command line by its name, as an author has it.
    const program = path.join(scratch, 'bin', 'ai-labs');
    await mkdir(path.dirname(program));
    await writeFile(program, `#!/bin/sh\nexec '${process.execPath}' '${path.join(root, 'dist/cli.js')}' "$@"\n`);
    await chmod(program, 0o755);
  });
  after(async () => {
    await rm(scratch, { recursive: true, force: true });
    await rig.tearDown();
  });

  function run(command: string): Promise<{ code: number | null; stdout: string; stderr: string }> {
    return new Promise((resolve, reject) => {
      const env = { ...process.env, PATH: `${path.join(scratch, 'bin')}:${process.env.PATH ?? ''}`, AI_LABS_HOME: path.join(scratch, 'home'), NO_COLOR: '1' };
      const child = spawn('sh', ['-c', command], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
      let [stdout, stderr] = ['', ''];
      child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
      child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
      child.on('error', reject).on('close', (code) => resolve({ code, stdout, stderr }));
    });
  }

  it('does what it says, from the first file to the last rehearsal', async () => {
    const blocks = blocksOf(readFileSync(path.join(root, 'docs/tutorial.md'), 'utf8'));
    assert.ok(blocks.filter(({ kind }) => kind === 'console').length >= 5 && blocks.filter(({ kind }) => kind !== 'console').length >= 8);
    for (const block of blocks) {
      if (block.kind === 'console') {
        const { code, stdout, stderr } = await run(block.command);
        assert.equal(code, block.exit, `line ${block.line}, ${block.command}:\n${stdout}${stderr}`);
        let printed = stdout.split('\n');
        for (const shown of block.shown.filter((line) => line !== '')) {
          const found = printed.findIndex((line) => fits(shown, line));
          assert.ok(found >= 0, `line ${block.line}, ${block.command} shows no “${shown}” (any more):\n${stdout}`);
          printed = printed.slice(found + 1);
        }
      } else {
        const file = path.join(folder, block.file);
        await mkdir(path.dirname(file), { recursive: true });
        await (block.kind === 'append' ? appendFile : writeFile)(file, block.text);
      }
    }
  });
});
