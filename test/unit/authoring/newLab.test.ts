import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { LabDesk, loadReaders } from '../../../src/authoring/desk/labDesk';
import { EditedTexts } from '../../../src/authoring/desk/texts';
import { freeId, idFrom, isId, titleFrom } from '../../../src/authoring/scaffold/labName';
import { createLab, type MadeLab, type NewLab } from '../../../src/authoring/scaffold/newLab';
import { templateNames } from '../../../src/authoring/scaffold/templates';
import { isUserError } from '../../../src/common/errors';

const root = path.resolve(__dirname, '../../..');

describe('a new lab', () => {
  let labs: string;

  beforeEach(() => {
    labs = path.join(realpathSync(mkdtempSync(path.join(tmpdir(), 'new-lab-'))), 'labs');
  });
  afterEach(() => rmSync(path.dirname(labs), { recursive: true, force: true }));

  const make = (lab: Partial<NewLab> = {}): Promise<MadeLab> =>
    createLab({ template: 'exercise', id: 'my-lab', title: 'My lab', ...lab }, { templates: path.join(root, 'templates'), images: path.join(root, 'labs', 'images'), labs });
  const refused = (lab: Partial<NewLab>, code: string): Promise<void> => assert.rejects(make(lab), (error) => isUserError(error) && error.code === code && error.action !== undefined);

  it('comes from each folder of templates, and from no other', () => {
    assert.deepEqual(readdirSync(path.join(root, 'templates')).sort(), [...templateNames].sort());
  });

  for (const template of templateNames) {
    it(`made of ${template} has no findings at all, and scripts that run`, async () => {
      const { folder, file, images } = await make({ template, action: 'multi-model' });
      const desk = new LabDesk({ file, catalog: 'labs', images: path.join(labs, 'images') }, await loadReaders(), new EditedTexts(() => undefined));
      const { lab, problems } = desk.look();
      assert.deepEqual(problems, []);
      assert.deepEqual([lab?.definition.id, lab?.definition.title, lab?.definition.action], ['my-lab', 'My lab', 'multi-model']);
      assert.ok(lab && lab.definition.solution.wrong.length >= 2);
      for (const { solution, checks } of lab.definition.steps) {
        for (const script of [solution, ...checks.map(({ run }) => run)]) {
          assert.ok(process.platform === 'win32' || (statSync(path.join(folder, script ?? '')).mode & 0o777) === 0o755, script);
        }
      }
      assert.equal(statSync(file).mode & 0o111, 0);
      assert.deepEqual(images.map((image) => path.relative(labs, image)), [template === 'engine' ? 'images/podman' : 'images/slim']);
      assert.equal(readFileSync(path.join(images[0] ?? '', 'Dockerfile'), 'utf8'), readFileSync(path.join(root, 'labs', path.relative(labs, images[0] ?? ''), 'Dockerfile'), 'utf8'));
      // What its author is told in comments is still there.
      assert.equal(readFileSync(file, 'utf8').match(/#/g)?.length, readFileSync(path.join(root, 'templates', template, 'lab.yaml'), 'utf8').match(/#/g)?.length);
    });
  }

  it('may have any title, and says it as YAML', async () => {
    for (const [index, title] of ['A "quoted" one: and #more', 'yes', '{x}', '  around  '].entries()) {
      const { file } = await make({ id: `lab-${index}`, title });
      const { readLab } = await import('../../../src/curriculum/parseLab');
      assert.equal(readLab({ file, catalog: 'labs', images: path.join(labs, 'images') }).lab?.definition.title, title.trim());
    }
  });

  it('overwrites nothing, and leaves nothing behind where it cannot be made', async () => {
    mkdirSync(path.join(labs, 'my-lab'), { recursive: true });
    writeFileSync(path.join(labs, 'my-lab', 'mine.txt'), 'mine');
    await refused({}, 'lab-exists');
    assert.deepEqual(readdirSync(path.join(labs, 'my-lab')), ['mine.txt']);

    mkdirSync(path.join(labs, 'images', 'slim'), { recursive: true });
    writeFileSync(path.join(labs, 'images', 'slim', 'Dockerfile'), 'FROM debian:bookworm-slim');
    const { images } = await make({ id: 'other' });
    assert.deepEqual(images, []);
    assert.equal(readFileSync(path.join(labs, 'images', 'slim', 'Dockerfile'), 'utf8'), 'FROM debian:bookworm-slim');

    // No folder for images can be made where a file of that name lies.
    rmSync(path.join(labs, 'images'), { recursive: true });
    writeFileSync(path.join(labs, 'images'), '');
    await assert.rejects(make({ id: 'third' }));
    assert.ok(!existsSync(path.join(labs, 'third')));
  });

  it('needs an id and a title that a lab can have', async () => {
    for (const id of ['', 'My Lab', '../out', 'a--b', 'images', 'a'.repeat(65), 'a/b']) {
      await refused({ id }, 'bad-id');
    }
    for (const title of ['', '   ', 'x'.repeat(121), 'turned \u202e']) {
      await refused({ title }, 'bad-title');
    }
    assert.ok(!existsSync(labs));
  });
});

describe('ids', () => {
  it('are made of titles', () => {
    assert.deepEqual(['Say “hello” – twice!', 'Über Größe', '  ', '日本', `${'word '.repeat(20)}`].map(idFrom),
      ['say-hello-twice', 'uber-gro-e', '', '', `${'word-'.repeat(12)}word`]);
    assert.ok(isId(idFrom('word '.repeat(20))));
    assert.equal(titleFrom('first-steps'), 'First steps');
    assert.equal(freeId('a', new Set(['a', 'a-2'])), 'a-3');
  });
});
