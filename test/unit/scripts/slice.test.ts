import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { pathToFileURL } from 'node:url';

const repo = path.resolve(__dirname, '../../..');

/** Evaluates an expression over the script's module `m` in plain Node. */
function evaluate(expression: string): unknown {
  const url = JSON.stringify(pathToFileURL(path.join(repo, 'scripts/rehearse/slice.mjs')).href);
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--input-type=module', '-e', `const m = await import(${url}); console.log(JSON.stringify(${expression}));`], { encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout);
}

describe('the labs that every test run rehearses', () => {
  let root: string;
  const git = (...words: string[]): void => void execFileSync('git', ['-c', 'user.name=T', '-c', 'user.email=t@t.example', ...words], { cwd: root, stdio: 'ignore' });
  const write = (file: string, text: string): void => {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
  };
  const lab = (id: string, image: string, minutes: number): void => write(`labs/foundations/${id}/lab.yaml`, `id: ${id}\naction: containers\nminutes: ${minutes}\nservices:\n  lab: {image: ai-labs/${image}}\n`);
  const chosen = (): unknown => evaluate(`m.slice(${JSON.stringify(root)})`);

  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), 'ai-labs-slice-'));
    write('labs/catalog.yaml', 'version: 1\nimages:\n  slim: {size: 126mb, minutes: 1}\n  other: {size: 2gb, minutes: 9}\n  huge: {size: 9gb, minutes: 90}\n');
    write('labs/images/other/Dockerfile', 'FROM scratch\n');
    lab('a-other', 'other', 60);
    lab('b-huge', 'huge', 60);
    lab('c-slim', 'slim', 30);
    lab('docker-first-image', 'slim', 60);
    lab('first-steps', 'slim', 5);
    git('init', '-q');
    git('add', '-A');
    git('commit', '-qm', 'One');
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it('are first-steps and what represents the others, as long as nothing was released', () => {
    assert.deepEqual(chosen(), ['first-steps', 'docker-first-image']);
  });

  it('are, since the last release, those that changed, or whose image did', () => {
    git('tag', 'v0.1.0');
    assert.deepEqual(chosen(), ['first-steps', 'docker-first-image']);
    write('labs/images/other/Dockerfile', 'FROM scratch\nUSER 1000\n');
    git('commit', '-qam', 'Two');
    lab('c-slim', 'slim', 45);
    assert.deepEqual(chosen(), ['first-steps', 'a-other', 'c-slim', 'docker-first-image']);
  });

  it('leave out what would take too long, and nothing that fits because of it', () => {
    git('tag', 'v0.1.0');
    lab('b-huge', 'huge', 61);
    lab('c-slim', 'slim', 45);
    assert.deepEqual(chosen(), ['first-steps', 'c-slim', 'docker-first-image']);
  });

  it('of this product begin with first-steps, and are several', () => {
    const own = evaluate(`m.slice(${JSON.stringify(repo)})`) as string[];
    assert.equal(own[0], 'first-steps');
    assert.ok(own.length > 2, own.join(' '));
  });
});
