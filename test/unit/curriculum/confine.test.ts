import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { Confinement } from '../../../src/curriculum/confine';
import { readLab } from '../../../src/curriculum/parseLab';
import { soundText } from './marks';

describe("a lab's folder", () => {
  let outside: string;
  let lab: string;

  beforeEach(() => {
    outside = mkdtempSync(path.join(tmpdir(), 'confine-'));
    lab = path.join(outside, 'sound-lab');
    for (const folder of ['guide', 'checks', 'solution']) {
      mkdirSync(path.join(lab, folder), { recursive: true });
    }
    writeFileSync(path.join(outside, 'secret'), 'secret');
    for (const file of ['lab.yaml', 'guide/01-do.md', 'checks/done.sh', 'solution/01-do.sh', 'solution/wrong-other.sh']) {
      writeFileSync(path.join(lab, file), file === 'lab.yaml' ? soundText : '');
    }
  });

  afterEach(() => rmSync(outside, { recursive: true, force: true }));

  function find(labPath: string): string {
    const found = new Confinement(lab).find(labPath);
    return found.ok ? path.relative(lab, found.file) : found.code;
  }

  /** Problems of the lab as it lies there, as `code line`. */
  function problems(): string[] {
    return readLab({ file: path.join(lab, 'lab.yaml'), catalog: 'c', images: path.join(outside, 'images') }).problems.map(({ code, line }) => `${code} ${line}`);
  }

  it('holds what lies in it', () => {
    assert.equal(find('checks/done.sh'), path.join('checks', 'done.sh'));
    assert.equal(find('./checks//done.sh'), path.join('checks', 'done.sh'));
    assert.equal(find('checks/'), 'checks');
    assert.equal(find('.'), '');
    assert.deepEqual(problems(), []);
  });

  it('holds nothing above it, however it is written', () => {
    for (const labPath of ['..', '../secret', 'checks/../../secret', '/etc/passwd', '~/x', 'C:/x', 'C:x', 'a\\b', '..\\secret', 'a\0b']) {
      assert.equal(find(labPath), 'outside-lab', labPath);
    }
  });

  it('follows links that stay inside', () => {
    symlinkSync('done.sh', path.join(lab, 'checks/link.sh'));
    symlinkSync('checks', path.join(lab, 'folder'));
    assert.equal(find('checks/link.sh'), path.join('checks', 'done.sh'));
    assert.equal(find('folder/done.sh'), path.join('checks', 'done.sh'));
  });

  it('refuses links that lead out, of files and of folders', () => {
    symlinkSync(path.join(outside, 'secret'), path.join(lab, 'checks/secret'));
    symlinkSync(outside, path.join(lab, 'up'));
    symlinkSync('../..', path.join(lab, 'checks/up'));
    assert.equal(find('checks/secret'), 'outside-lab');
    assert.equal(find('up/secret'), 'outside-lab');
    assert.equal(find('checks/up/secret'), 'outside-lab');
    assert.equal(find('checks/up/sound-lab/lab.yaml'), 'outside-lab');
  });

  it('refuses links that lead nowhere or in a circle', () => {
    symlinkSync('gone', path.join(lab, 'dangling'));
    symlinkSync('circle', path.join(lab, 'circle'));
    assert.equal(find('dangling'), 'missing-file');
    assert.equal(find('circle/x'), 'outside-lab');
  });

  it('refuses a path through a file', () => {
    assert.equal(find('checks/done.sh/x'), 'missing-file');
  });

  it('is told from a folder whose name begins the same', () => {
    mkdirSync(`${lab}-other`);
    writeFileSync(`${lab}-other/x`, '');
    symlinkSync(`${lab}-other`, path.join(lab, 'other'));
    assert.equal(find('other/x'), 'outside-lab');
  });

  it('never lets a path out', () => {
    symlinkSync('../..', path.join(lab, 'checks/up'));
    symlinkSync('checks', path.join(lab, 'in'));
    const part = fc.constantFrom('..', '.', 'checks', 'up', 'in', 'done.sh', '', 'secret', 'guide');
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 6 }), (parts) => {
        const confinement = new Confinement(lab);
        const found = confinement.find(parts.join('/'));
        assert.ok(!found.ok || found.file === confinement.root || found.file.startsWith(confinement.root + path.sep), parts.join('/'));
      }),
      { numRuns: 500 },
    );
  });

  describe('is reported when', () => {
    it('a check is a link out of it', () => {
      rmSync(path.join(lab, 'checks/done.sh'));
      symlinkSync(path.join(outside, 'secret'), path.join(lab, 'checks/done.sh'));
      assert.deepEqual(problems(), ['outside-lab 19']);
    });

    it('anything in checks is a link out of it', () => {
      symlinkSync('/etc', path.join(lab, 'checks/data'));
      assert.deepEqual(problems(), ['outside-lab 11']);
    });

    it('a page of the guide is too large', () => {
      writeFileSync(path.join(lab, 'guide/01-do.md'), Buffer.alloc(1024 * 1024 + 1, 'x'));
      assert.deepEqual(problems(), ['too-large 14']);
    });

    it('the checks are too large', () => {
      writeFileSync(path.join(lab, 'checks/data'), Buffer.alloc(16 * 1024 * 1024 + 1));
      assert.deepEqual(problems(), ['too-large 11']);
    });

    it('lab.yaml is a folder, too large, or not there', () => {
      rmSync(path.join(lab, 'lab.yaml'));
      assert.deepEqual(problems(), ['missing-file 1']);
      writeFileSync(path.join(lab, 'lab.yaml'), Buffer.alloc(5 * 1024 * 1024, '#'));
      assert.deepEqual(problems(), ['too-large 1']);
      rmSync(path.join(lab, 'lab.yaml'));
      mkdirSync(path.join(lab, 'lab.yaml'));
      assert.deepEqual(problems(), ['wrong-kind 1']);
    });

    it('links in checks go in circles', () => {
      symlinkSync('.', path.join(lab, 'checks/self'));
      symlinkSync('..', path.join(lab, 'checks/lab'));
      assert.deepEqual(problems(), []);
    });
  });
}).timeout(20_000);
