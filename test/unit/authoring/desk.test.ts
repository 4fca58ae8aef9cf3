import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { LabDesk, type LabLook, loadReaders, type Readers } from '../../../src/authoring/desk/labDesk';
import { lensPlaces } from '../../../src/authoring/desk/lensPlaces';
import type { Mark } from '../../../src/authoring/desk/marks';
import { mendsFor } from '../../../src/authoring/desk/mends';
import { keyText, type SchemaNode } from '../../../src/authoring/desk/schemaText';
import { EditedTexts } from '../../../src/authoring/desk/texts';
import type { OtherLab } from '../../../src/authoring/desk/crossFindings';
import type { Problem } from '../../../src/curriculum/problem';
import { catalogs, soundText, unmark } from '../curriculum/marks';

/** A lab of two steps that names everything there is to name. */
const full = `version: 1
id: sound-lab
title: A sound lab
summary: A small lab for tests.
action: containers
difficulty: beginner
minutes: 5
inputs: {name: {prompt: Your name}}
services:
  lab:
    image: debian:bookworm-slim
    ports: ["8080"]
    depends_on: [db]
  db:
    image: debian:bookworm-slim
steps:
  - id: do
    title: Do it
    guide: guide/01-do.md
    solution: solution/01-do.sh
    checks:
      - id: done
        title: It is done
        run: checks/done.sh
      - id: "more"
        title: More is done
        needs: [done]
        service: db
        script: exit 0
solution:
  wrong:
    - {apply: solution/wrong-other.sh, after: do, fails: {done: "no file", more: x}}
`;

describe("an author's desk", () => {
  let root: string;
  let folder: string;
  let readers: Readers;
  const edited = new Map<string, string>();

  before(async () => {
    readers = await loadReaders();
  });

  beforeEach(() => {
    root = realpathSync(mkdtempSync(path.join(tmpdir(), 'desk-')));
    folder = path.join(root, 'sound-lab');
    cpSync(path.join(catalogs, 'sound/basics/sound-lab'), folder, { recursive: true });
    edited.clear();
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  function desk(): LabDesk {
    const source = { file: path.join(folder, 'lab.yaml'), catalog: 'c', images: path.join(root, 'images') };
    return new LabDesk(source, readers, new EditedTexts((file) => edited.get(path.relative(folder, file))));
  }

  /** Types over files of the lab, and says what is wrong then, without the information that checks are unproven. */
  function problems(files: Record<string, string>): { look: LabLook; found: Problem[] } {
    Object.entries(files).forEach(([name, text]) => edited.set(name, text));
    const look = desk().look();
    return { look, found: look.problems.filter(({ code }) => code !== 'uncovered-check') };
  }

  function shown({ file, code, line, column, endLine, endColumn }: Problem): string {
    return `${path.relative(folder, file)} ${code} ${line}:${column}-${endLine}:${endColumn}`;
  }

  /** Expects one problem in one file, exactly between « and ». */
  function expectOne(name: string, marked: string, code: string, severity: Problem['severity'], others: Record<string, string> = {}): Problem {
    const { text, range } = unmark(marked);
    const { found } = problems({ ...others, [name]: text });
    const [problem] = found;
    assert.deepEqual(found.map(shown), [shown({ file: path.join(folder, name), code, ...range } as Problem)]);
    assert.ok(problem);
    assert.equal(problem.severity, severity);
    return problem;
  }

  /** The file after the named fix. */
  function mended(problem: Problem, title: RegExp, look = desk().look()): string {
    const texts = new EditedTexts((file) => edited.get(path.relative(folder, file)));
    const mends = mendsFor(problem, look, texts);
    const mend = mends.find((each) => title.test(each.title));
    const edit = mend?.edits[0];
    assert.ok(edit, mends.map((each) => each.title).join());
    const lines = (texts.read(edit.file) ?? '').split('\n');
    const { line, column, endLine, endColumn } = edit.range;
    const at = (row: number, col: number): number => lines.slice(0, row - 1).join('\n').length + (row > 1 ? 1 : 0) + col - 1;
    const text = lines.join('\n');
    return text.slice(0, at(line, column)) + edit.newText + text.slice(at(endLine, endColumn));
  }

  it('finds nothing wrong with a sound lab, saved or not', () => {
    assert.deepEqual(problems({}).found, []);
    assert.deepEqual(problems({ 'lab.yaml': full }).found, []);
  });

  describe('finds in lab.yaml', () => {
    it('a check that no wrong solution fails', () => {
      edited.set('lab.yaml', full.replace(', more: x', ''));
      const { problems: all } = desk().look();
      assert.deepEqual(all.map((each) => [shown(each), each.severity]), [['lab.yaml uncovered-check 25:13-25:19', 'information']]);
    });

    it('but no premise', () => {
      edited.set('lab.yaml', full.replace(', more: x', '').replace('needs: [done]', 'given: true'));
      assert.deepEqual(desk().look().problems, []);
    });

    it('a step that nobody comes to', () => {
      const text = full.replace('        title: It is done\n', '        title: It is done\n        needs: [late]\n').replace('solution:\n  wrong', [
        '  - id: second', '    title: Second', '    guide: guide/01-do.md', '    checks: [{id: late, title: Late, script: exit 0}]', 'solution:\n  wrong',
      ].join('\n'));
      const { found } = problems({ 'lab.yaml': text });
      assert.deepEqual(found.map(({ code, line, severity }) => [code, line, severity]), [['bad-order', 24, 'error'], ['unreachable-step', 31, 'warning']]);
    });

    for (const image of ['debian', 'debian:latest', 'registry.example:5000/tool', 'x/y:main']) {
      it(`an image that floats: ${image}`, () => {
        expectOne('lab.yaml', soundText.replace('debian:bookworm-slim', `«${image}»`), 'floating-image', 'warning');
      });
    }

    for (const image of ['debian:bookworm-slim', `debian@sha256:${'a'.repeat(64)}`, 'registry.example:5000/tool:1.2']) {
      it(`no fault with ${image}`, () => assert.deepEqual(problems({ 'lab.yaml': soundText.replace('debian:bookworm-slim', image) }).found, []));
    }

    it('a script that is missing, and makes it', () => {
      const problem = expectOne('lab.yaml', soundText.replace('checks/done.sh', '«checks/new-one.sh»'), 'missing-file', 'error');
      const [create] = mendsFor(problem, desk().look(), new EditedTexts((file) => edited.get(path.relative(folder, file)))).flatMap((mend) => mend.create ?? []);
      assert.equal(create?.file, path.join(folder, 'checks/new-one.sh'));
      assert.match(create.text, /^\. "\$LAB_LIB\/lab\.sh"\n[^]*exit 1\n$/);
    });

    it('labs that require each other in a circle', () => {
      const other = (id: string, requires: string[]): OtherLab => {
        const file = path.join(root, id, 'lab.yaml');
        const { lab } = id === 'sound-lab' ? desk().look() : { lab: desk().look().lab };
        assert.ok(lab);
        return { root, entry: { identity: `c/${id}`, id, catalog: 'c', source: 'workspace', folder: path.dirname(file), file, problems: [], lab: { ...lab, id, identity: `c/${id}`, definition: { ...lab.definition, id, requires } } } };
      };
      const others = [other('sound-lab', []), other('other-lab', ['sound-lab'])];
      edited.set('lab.yaml', soundText.replace('minutes: 5', 'minutes: 5\nrequires: [other-lab]'));
      assert.deepEqual(desk().look(others).problems.filter(({ code }) => code === 'cycle').map(shown), ['lab.yaml cycle 8:12-8:21']);
    });

    it('a key that is missing, and adds it', () => {
      edited.set('lab.yaml', soundText.replace('    guide: guide/01-do.md\n', ''));
      const [problem] = desk().look().problems;
      assert.ok(problem);
      assert.equal(mended(problem, /Add guide/), soundText.replace('    title: Do it\n    guide: guide/01-do.md\n', '    guide: guide/01-start.md\n    title: Do it\n'));
    });

    it('a key that is missing from a mapping on one line, and adds it', () => {
      const flow = soundText.replace('fails: {done: "no file"}', 'fails: {done: "no file"}}\nfiles:\n  - {to: /x');
      edited.set('lab.yaml', flow);
      const [problem] = desk().look().problems;
      assert.ok(problem);
      assert.ok(mended(problem, /Add from/).includes('  - {from: environment/site.cfg, to: /x}'));
    });
  });

  describe('finds in a page', () => {
    const cases: [what: string, page: string, code: string, severity: Problem['severity']][] = [
      ['a picture without words', 'a\n\n![](«p.png»)', 'no-alternative', 'warning'],
      ['a link that leads nowhere', 'a [b](«other.md»)', 'dead-link', 'warning'],
      ['what looks like a variable', 'a\n\n`«{{ workspace }}»`', 'unknown-variable', 'warning'],
      ['a variable of another kind', 'At «{{inputs.name}}».', 'unknown-variable', 'warning'],
      ['an input that nobody asks for', 'At {{«input.nam»}}.', 'unknown-input', 'error'],
      ['the second of two links', '[x](check:done) and [y](«check:doen»)', 'unknown-check', 'error'],
      ['the same mistake where it is', '`check:doen`\n\n[x](«check:doen»)', 'unknown-check', 'error'],
    ];
    for (const [what, page, code, severity] of cases) {
      it(what, () => {
        writeFileSync(path.join(folder, 'guide/p.png'), '');
        expectOne('guide/01-do.md', page, code, severity, { 'lab.yaml': full });
      });
    }

    it('no fault with what other tools write', () => {
      const page = '${{ inputs.name }} {{ .Values.port }} {{ port }} {{input.name}} {{workspace}} {{ input.name | upper }}';
      assert.deepEqual(problems({ 'lab.yaml': full, 'guide/01-do.md': page }).found, []);
    });

    it('the mistakes of a page while lab.yaml has one of its own', () => {
      edited.set('guide/01-do.md', '[x](check:doen)');
      const one = desk();
      one.look();
      edited.set('lab.yaml', soundText.replace('minutes: 5', 'minutes: soon'));
      assert.deepEqual(one.look().problems.map(({ code }) => code), ['wrong-type', 'unknown-check']);
    });

    it('an id that was meant, and writes it', () => {
      const problem = expectOne('guide/01-do.md', 'a [x](«check:doen»)', 'unknown-check', 'error');
      assert.equal(mended(problem, /Change to done/), 'a [x](check:done)');
    });

    it('a port that nobody publishes, and publishes it', () => {
      const problem = expectOne('guide/01-do.md', '[x](«port:lab:9090/y»)', 'unknown-port', 'error', { 'lab.yaml': full });
      assert.ok(mended(problem, /Publish port 9090 of lab/).includes('    ports: ["9090", "8080"]\n'));
      const other = expectOne('guide/01-do.md', 'At {{«port.db.5432»}}', 'unknown-port', 'error', { 'lab.yaml': full });
      assert.ok(mended(other, /Publish port 5432 of db/).includes('  db:\n    ports: ["5432"]\n    image:'));
      const block = expectOne('guide/01-do.md', '{{«url.lab.1»}}', 'unknown-port', 'error', { 'lab.yaml': full.replace('["8080"]', '\n      - "8080"') });
      assert.ok(mended(block, /Publish port 1 of lab/).includes('    ports: \n      - "1"\n      - "8080"\n'));
    });

    it('that it is no text', () => {
      writeFileSync(path.join(folder, 'guide/01-do.md'), Buffer.from('caf\xe9', 'latin1'));
      assert.deepEqual(problems({}).found.map(shown), ['guide/01-do.md not-utf8 1:4-1:5']);
    });

    it('that nobody comes to it', () => {
      writeFileSync(path.join(folder, 'guide/99-more.md'), '# More\n');
      assert.deepEqual(problems({}).found.map((each) => [shown(each), each.severity]), [['guide/99-more.md unused-page 1:1-1:1', 'information']]);
    });
  });

  describe('finds in a script', () => {
    it('that its name promises another interpreter', () => {
      const problem = expectOne('checks/done.py', '«import lab»\n', 'missing-shebang', 'warning', pythonLab());
      assert.equal(mended(problem, /Begin with/), '#!/usr/bin/env python3\nimport lab\n');
    });

    it('what only bash knows', () => {
      const problem = expectOne('checks/done.sh', '# [[ no\nset -e\nif «[[» -f x ]]; then exit 0; fi\n', 'missing-shebang', 'warning');
      assert.equal(mended(problem, /Begin with/).split('\n')[0], '#!/usr/bin/env bash');
      assert.deepEqual(problems({ 'checks/done.sh': '#!/bin/bash\n[[ -f x ]]\n' }).found, []);
      expectOne('checks/done.sh', 'set -eu -o «pipefail»\n', 'missing-shebang', 'warning');
    });

    it('line ends of Windows', () => {
      const problem = expectOne('checks/done.sh', '«exit 0»\r\nexit 1\r\n', 'crlf', 'information');
      const [mend] = mendsFor(problem, desk().look(), new EditedTexts(() => undefined));
      assert.equal(mend?.lineFeeds, path.join(folder, 'checks/done.sh'));
    });

    it('of the disk what another program wrote meanwhile', () => {
      const one = desk();
      assert.deepEqual(one.look().problems.filter(({ code }) => code === 'crlf'), []);
      writeFileSync(path.join(folder, 'checks/done.sh'), 'exit 0\r\n# another size than before, by far\r\n');
      assert.deepEqual(one.look().problems.map(({ code }) => code).filter((code) => code === 'crlf'), ['crlf']);
    });

    it('nothing outside of the lab', () => {
      mkdirSync(path.join(root, 'other'));
      writeFileSync(path.join(root, 'other/x.sh'), 'exit 0\r\n');
      const { found } = problems({ 'lab.yaml': soundText.replace('checks/done.sh', '../other/x.sh') });
      assert.deepEqual(found.map(({ code }) => code), ['outside-lab']);
    });

    function pythonLab(): Record<string, string> {
      writeFileSync(path.join(folder, 'checks/done.py'), '');
      return { 'lab.yaml': soundText.replace('checks/done.sh', 'checks/done.py') };
    }
  });

  describe('knows', () => {
    function marks(page: string): { all: Mark[]; text: (mark: Mark) => string } {
      edited.set('lab.yaml', full);
      edited.set('guide/01-do.md', page);
      const one = desk();
      const text = ({ file, range }: Mark): string => (edited.get(path.relative(folder, file)) ?? '').split('\n')[range.line - 1]?.slice(range.column - 1, range.endColumn - 1) ?? '';
      return { all: one.marks(one.look()), text };
    }

    it('every place of a name', () => {
      const { all, text } = marks('[a](check:done) {{port.lab.8080}} {{input.name}} [b](check:done)\n\n```sh service=db\nls\n```\n');
      assert.deepEqual(all.filter((mark) => text(mark) !== mark.id).map((mark) => [mark.id, text(mark)]), []);
      const count = (kind: Mark['kind'], id: string): [number, number] => {
        const same = all.filter((mark) => mark.kind === kind && mark.id === id);
        return [same.filter(({ declares }) => declares).length, same.length];
      };
      assert.deepEqual([count('check', 'done'), count('check', 'more'), count('step', 'do')], [[1, 5], [1, 2], [1, 2]]);
      assert.deepEqual([count('service', 'lab'), count('service', 'db'), count('input', 'name'), count('file', 'checks/done.sh')], [[1, 2], [1, 4], [1, 2], [0, 1]]);
    });

    it('what stands at a place', () => {
      edited.set('lab.yaml', full);
      const { document } = desk().look();
      const line = full.split('\n').findIndex((each) => each.includes('needs:')) + 1;
      assert.deepEqual([document.at(line, 10), document.at(line, 18)].map((each) => [each?.part, each?.path.join('.')]), [
        ['key', 'steps.0.checks.1.needs'], ['value', 'steps.0.checks.1.needs.0'],
      ]);
      assert.equal(document.at(1000, 1), undefined);
    });

    it('where something can be done', () => {
      edited.set('lab.yaml', full);
      const places = lensPlaces(desk().look().document).map((place) => [place.range.line, place.kind, 'script' in place ? place.script : undefined]);
      assert.deepEqual(places, [
        [2, 'lab', undefined], [20, 'solution', 'solution/01-do.sh'], [22, 'check', 'checks/done.sh'], [25, 'check', undefined], [32, 'solution', 'solution/wrong-other.sh'],
      ]);
    });

    it('what a key means', () => {
      const schema = JSON.parse(readFileSync(path.join(__dirname, '../../../schema/lab.schema.json'), 'utf8')) as SchemaNode;
      assert.deepEqual(keyText(schema, ['steps', 0, 'checks', 1, 'timeout']), {
        description: 'After this it is stopped.', default: '"30s"', example: '"30s"', choices: [], needed: false,
      });
      assert.equal(keyText(schema, ['services', 'lab', 'build', 'context'])?.needed, true);
      assert.deepEqual(keyText(schema, ['difficulty'])?.choices, ['beginner', 'intermediate', 'advanced', 'expert']);
      assert.equal(keyText(schema, ['nothing', 'here']), undefined);
    });
  });
});
