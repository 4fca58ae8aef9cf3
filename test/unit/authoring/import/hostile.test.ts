import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { importLabs } from '../../../../src/authoring/import/importLabs';
import { isUserError } from '../../../../src/common/errors';

const images = path.resolve(__dirname, '../../../../labs/images');

describe('importing what means no good', () => {
  let root: string;
  let source: string;

  beforeEach(() => {
    root = realpathSync(mkdtempSync(path.join(tmpdir(), 'hostile-')));
    source = path.join(root, 'scenario');
    mkdirSync(path.join(source, 'assets'), { recursive: true });
    writeFileSync(path.join(root, 'secret.md'), '# A secret');
    writeFileSync(path.join(source, 'one.md'), '# One');
    scenario({ steps: [{ text: 'one.md' }] });
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  function scenario(details: unknown): void {
    writeFileSync(path.join(source, 'index.json'), JSON.stringify({ title: 'T', description: 'D', backend: { imageid: 'ubuntu' }, details }));
  }

  const labs = (): string => path.join(root, 'labs');
  const run = (): ReturnType<typeof importLabs> => importLabs({ source, labs: labs(), images });

  async function refused(pattern: RegExp): Promise<void> {
    await assert.rejects(run(), (error) => isUserError(error) && error.code === 'hostile-source' && pattern.test(error.message), String(pattern));
    assert.ok(!existsSync(labs()), 'nothing was written');
  }

  /** Everything that was written. */
  function written(): string {
    return readdirSync(labs(), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => path.relative(labs(), path.join(entry.parentPath, entry.name))).join('\n');
  }

  it('a link that leads out, wherever it lies', async () => {
    symlinkSync(path.join(root, 'secret.md'), path.join(source, 'assets', 'innocent.md'));
    await refused(/assets\/innocent\.md is a link that leads out/);
  });

  it('a folder that is a link to somewhere else, or to itself', async () => {
    symlinkSync(root, path.join(source, 'up'));
    await refused(/up is a link that leads out/);
    rmSync(path.join(source, 'up'));
    symlinkSync('.', path.join(source, 'again'));
    await run();
    assert.ok(!written().includes('again'));
  });

  it('paths that climb, in every field that has one', async () => {
    scenario({
      intro: { text: '../secret.md', background: '/etc/passwd', foreground: '../secret.md' },
      steps: [{ text: '../secret.md', verify: '..\\secret.md', answer: '../secret.md' }, { text: 'a/../../secret.md' }],
      finish: { text: '../../../../etc/passwd' },
      assets: { host01: [{ file: '../../secret.md', target: '/root' }, { file: '../secret.md', target: '/root' }, { file: '**', target: '/root/../../..' }] },
    });
    writeFileSync(path.join(source, 'assets', 'a.txt'), 'a');
    const { labs: [lab] } = await run();
    assert.ok((lab?.missing ?? 0) >= 8, JSON.stringify(lab));
    assert.ok(!written().includes('secret') && !written().includes('passwd'));
    assert.ok(written().split('\n').every((file) => !readFileSync(path.join(labs(), file), 'utf8').includes('A secret')));
  });

  it('a course that leads out', async () => {
    writeFileSync(path.join(source, 'structure.json'), JSON.stringify({ items: [{ path: '..' }, { path: '/etc' }, { path: '.' }] }));
    const { refused: not, labs: made } = await run();
    assert.deepEqual([not.map(({ what }) => what), made.length], [['..', '/etc'], 1]);
  });

  it('YAML that grows, and JSON as deep as a well', async () => {
    rmSync(path.join(source, 'index.json'));
    const bomb = ['a: &a [x, x, x, x, x, x, x, x, x]', ...[...'bcdefghi'].map((name, index) => `${name}: &${name} [${Array(9).fill(`*${'abcdefgh'[index]}`).join(', ')}]`)].join('\n');
    writeFileSync(path.join(source, 'index.yaml'), bomb);
    await refused(/index\.yaml:\d+: /);
    rmSync(path.join(source, 'index.yaml'));
    writeFileSync(path.join(source, 'index.json'), '['.repeat(100_000));
    await refused(/index\.json:\d+: .*nested/);
  });

  it('files that are too large or too many, and names that are too long', async () => {
    writeFileSync(path.join(source, 'one.md'), 'x'.repeat(1_100_000));
    await refused(/one\.md: .*MiB/);
    writeFileSync(path.join(source, 'one.md'), '# One');
    for (let index = 0; index < 5; index++) {
      writeFileSync(path.join(source, 'assets', `${index}.bin`), Buffer.alloc(15 * 1024 * 1024));
    }
    scenario({ steps: [{ text: 'one.md' }], assets: { host01: [{ file: '*', target: '/root' }] } });
    await refused(/larger than 64 MiB/);
    rmSync(path.join(source, 'assets'), { recursive: true });
    for (let index = 0; index < 5001; index++) {
      if (index % 1000 === 0) {
        mkdirSync(path.join(source, 'many', String(index)), { recursive: true });
      }
      writeFileSync(path.join(source, 'many', String(index - (index % 1000)), String(index)), '');
    }
    await refused(/more than 5000 files/);
  });

  it('files that cannot lie beside each other leave nothing half-made', async () => {
    writeFileSync(path.join(source, 'assets', 'a'), 'a');
    scenario({ steps: [{ text: 'one.md' }], assets: { host01: [{ file: 'a', target: '/root' }, { file: 'a', target: '/root/a' }] } });
    await assert.rejects(run(), { code: 'hostile-source' });
    assert.deepEqual(readdirSync(labs()).filter((name) => name !== 'images'), []);
  });

  it('pages made to keep patterns busy take no time worth speaking of, and keep their text', async () => {
    const lines = ['`'.repeat(15_000), '!['.repeat(7000), '['.repeat(15_000), '<details'.repeat(2000), '<summary>'.repeat(2000), '<!--'.repeat(4000), '<a href="'.repeat(2000),
      `# ${'# '.repeat(7000)}`, `x${' '.repeat(15_000)}y`, '<details>'.repeat(500), '{{'.repeat(7000), 'z'.repeat(50_000)];
    writeFileSync(path.join(source, 'one.md'), lines.join('\n\n'));
    await run();
    assert.ok(written().includes('scenario/lab.yaml'));
  });

  it('names and titles that would be read as something else', async () => {
    writeFileSync(path.join(source, 'index.json'), JSON.stringify({
      title: 'a\u202eb\n"x": {y}\u0007', description: '- [x]\n# no', backend: { imageid: 'ubuntu' },
      details: { steps: [{ title: '`rm -rf /`\u0000: *a', text: 'one.md' }, { title: '../../up', text: 'one.md' }] }, '`x`\n## Heading': 1,
    }));
    const { labs: [lab] } = await run();
    assert.equal(lab?.title, 'a b "x": {y}');
    const { readLab } = await import('../../../../src/curriculum/parseLab');
    const { lab: read, problems } = readLab({ file: path.join(labs(), 'scenario', 'lab.yaml'), catalog: 'labs', images: path.join(labs(), 'images') });
    assert.deepEqual([read?.definition.steps.map(({ id }) => id), problems.filter(({ severity }) => severity === 'error')], [['rm-rf-a', 'up'], []]);
    assert.ok(!/^## Heading/m.test(readFileSync(path.join(labs(), 'scenario', 'IMPORT.md'), 'utf8')));
  });
});
