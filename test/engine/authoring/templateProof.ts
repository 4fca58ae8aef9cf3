import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Cell } from '../../../src/authoring/rehearsal';
import type { TemplateName } from '../../../src/authoring/scaffold/templates';
import { EngineRig } from '../harness';

const cli = path.resolve(__dirname, '../../../dist/cli.js');

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs the built command line in a folder, with a home in it. */
export function aiLabs(folder: string, words: readonly string[]): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const environment = { ...process.env, AI_LABS_HOME: path.join(folder, 'home'), NO_COLOR: '1' };
    const child = spawn(process.execPath, [cli, ...words], { cwd: folder, env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.on('error', reject).on('close', (code) => resolve({ code, stdout, stderr }));
  });
}

/** Makes a lab of each template as an author would, with the built command line, and rehearses it with its guide. */
export function proveTemplates(names: readonly TemplateName[]): void {
  const rig = new EngineRig();
  let folder = '';

  before(async () => {
    await rig.setUp();
    folder = await realpath(await mkdtemp(path.join(tmpdir(), 'ai-labs-new-')));
  });
  after(async () => {
    await rm(folder, { recursive: true, force: true });
    await rig.tearDown();
  });

  for (const name of names) {
    it(`${name}: a new lab is valid and rehearses, untouched, solved, wrong and by its guide`, async () => {
      const made = await aiLabs(folder, ['new', `made-${name}`, '--template', name, '--title', 'Made for a test']);
      assert.equal(made.code, 0, made.stderr);
      const lab = path.join('labs', `made-${name}`);
      const validated = await aiLabs(folder, ['validate', lab]);
      assert.equal(validated.stdout, '1 lab: 0 errors, 0 warnings\n', validated.stderr);
      const rehearsed = await aiLabs(folder, ['rehearse', lab, '--guide', '--json', '--jobs', '2']);
      const { cells } = JSON.parse(rehearsed.stdout || '{"cells":[]}') as { cells: Cell[] };
      assert.deepEqual(cells.flatMap(({ proof, subject, differences }) => differences.map((each) => `${proof} ${subject}: ${each}`)), [], rehearsed.stderr);
      assert.deepEqual([...new Set(cells.map(({ proof }) => proof))].sort(), ['end', 'entered', 'guide', 'shuffled', 'solved', 'wrong']);
      assert.equal(rehearsed.code, 0, rehearsed.stderr);
    });
  }
}
