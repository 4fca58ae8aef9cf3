import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { LabDesk, loadReaders } from '../../../../src/authoring/desk/labDesk';
import { EditedTexts } from '../../../../src/authoring/desk/texts';
import { type Imported, importLabs } from '../../../../src/authoring/import/importLabs';

const root = path.resolve(__dirname, '../../../..');
const fixtures = path.join(root, 'test', 'fixtures', 'import');
const updating = process.env.AI_LABS_UPDATE_IMPORTS === '1';

/** Every file below a folder, with its content. */
function tree(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
  return Object.fromEntries(files.map((file) => [path.relative(folder, file).split(path.sep).join('/'), readFileSync(file, 'utf8').replace(/\r\n/g, '\n')] as const).sort());
}

describe('importing', () => {
  let labs: string;

  beforeEach(() => {
    labs = path.join(realpathSync(mkdtempSync(path.join(tmpdir(), 'import-'))), 'labs');
  });
  afterEach(() => rmSync(path.dirname(labs), { recursive: true, force: true }));

  const from = (source: string): Promise<Imported> => importLabs({ source: path.join(fixtures, source), labs, images: path.join(root, 'labs', 'images') });

  /** The fixtures have every field and every word of the formats; what becomes of each is kept beside them. */
  async function compare(source: string, names: string[]): Promise<void> {
    for (const name of names) {
      const expected = path.join(fixtures, 'expected', name);
      if (updating) {
        rmSync(expected, { recursive: true, force: true });
        cpSync(path.join(labs, name), expected, { recursive: true });
      }
      assert.deepEqual(tree(path.join(labs, name)), tree(expected), `${source}: AI_LABS_UPDATE_IMPORTS=1 writes test/fixtures/import/expected anew`);
    }
  }

  /** What an author is told of a lab that was just imported. */
  async function findings(name: string): Promise<string[]> {
    const file = path.join(labs, name, 'lab.yaml');
    const { lab, problems } = new LabDesk({ file, catalog: 'labs', images: path.join(labs, 'images') }, await loadReaders(), new EditedTexts(() => undefined)).look();
    assert.ok(lab, name);
    return [...new Set(problems.map(({ severity, code }) => `${severity} ${code}`))].sort();
  }

  it('a course gives a lab for each of its scenarios, and says which it does not give', async () => {
    const { labs: made, refused } = await from('course');
    await compare('course', ['find-logs', 'katacoda']);
    assert.deepEqual(made.map(({ id }) => id), ['find-logs', 'katacoda']);
    assert.deepEqual(refused.map(({ why }) => why), [
      'cluster/index.json:1: the image “kubernetes-kubeadm-2nodes” is a Kubernetes cluster of virtual machines, which is not supported.',
      'tour/structure.json:7: ../../../outside lies outside of the folder that was named: import the folder above.',
      'tour/structure.json:8: ../nowhere is not there.',
    ]);
    // The learner is root, and says so; nothing else is wrong.
    for (const name of ['find-logs', 'katacoda']) {
      assert.deepEqual(await findings(name), ['information uncovered-check', 'warning unisolated']);
    }
    assert.ok(process.platform === 'win32' || (statSync(path.join(labs, 'find-logs', 'checks', '01-verify.sh')).mode & 0o111) !== 0);
  });

  it('a Labspace gives a lab with a step a section', async () => {
    const { labs: made, refused } = await from('labspace');
    await compare('labspace', ['pack-service']);
    assert.deepEqual([made.map(({ id }) => id), refused], [['pack-service'], []]);
    assert.deepEqual(await findings('pack-service'), []);
  });

  it('every place in a report is a place in the source', async () => {
    await from('course');
    const report = readFileSync(path.join(labs, 'find-logs', 'IMPORT.md'), 'utf8');
    const places = [...report.matchAll(/^- `([^`]+):(\d+)` /gm)];
    assert.ok(places.length > 20);
    for (const [, file = '', line] of places) {
      const lines = readFileSync(path.join(fixtures, 'course', file), 'utf8').split('\n');
      assert.ok(Number(line) >= 1 && Number(line) <= lines.length, `${file}:${line}`);
    }
    assert.match(report, /index\.json:12` `details\.steps\.1\.badge`/);
    assert.match(report, /Files that nothing named\n\n- `find-logs\/left-over\.txt`\n\n/);
  });

  it('overwrites nothing, and writes nothing where one lab of several is in the way', async () => {
    await from('labspace');
    const before = tree(labs);
    await assert.rejects(from('labspace'), { code: 'lab-exists' });
    assert.deepEqual(tree(labs), before);
    await importLabs({ source: path.join(fixtures, 'course', 'katacoda'), labs, images: path.join(root, 'labs', 'images') });
    await assert.rejects(from('course'), { code: 'lab-exists' });
    assert.ok(!readdirSync(labs).includes('find-logs'));
  });
});
