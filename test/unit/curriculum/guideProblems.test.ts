import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pageOf, pageProblems } from '../../../src/curriculum/guideProblems';
import { readLab } from '../../../src/curriculum/parseLab';
import { catalogs, soundText } from './marks';

describe('a page of a guide', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'guide-'));
    cpSync(path.join(catalogs, 'sound/basics/sound-lab'), path.join(folder, 'sound-lab'), { recursive: true });
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** `code line:column-end` of the problems of a page; the lab publishes port 8080 of `lab` and asks for `name`. */
  function problems(page: string | Buffer): string[] {
    writeFileSync(path.join(folder, 'sound-lab/guide/01-do.md'), page);
    const text = soundText
      .replace('minutes: 5', 'minutes: 5\ninputs: {name: {prompt: Your name}}')
      .replace('bookworm-slim\n', 'bookworm-slim\n    ports: ["8080"]\n  judge: {image: debian, hidden: true}\n');
    const { lab } = readLab({ file: path.join(folder, 'sound-lab/lab.yaml'), catalog: 'c', images: folder }, { text });
    assert.ok(lab);
    const place = path.join(folder, 'sound-lab/guide/01-do.md');
    const read = pageOf(place);
    return ('problem' in read ? [read.problem] : pageProblems(lab, place, read.text)).map(({ file, code, line, column, endColumn }) => {
      assert.equal(file, place);
      return `${code} ${line}:${column}-${endColumn}`;
    });
  }

  it('may say all that there is', () => {
    const page = [
      '# Do it, {{input.name}}', '',
      '[check](check:done) [open](port:lab:8080/x) [file](file:src/app.py#L3) [again](restart:lab) [hint](hint:) [web](https://x.org)', '',
      '```sh service=lab no-test="needs a person"', 'cd {{workspace}}; curl {{url.lab.8080}}:{{port.lab.8080}} {{ .Values.x }}', '```',
    ].join('\n');
    assert.deepEqual(problems(page), []);
  });

  const cases: [what: string, page: string, expected: string[]][] = [
    ['a check that is not there', 'a\n\nsee\n[x](check:doen)', ['unknown-check 4:5-15']],
    ['a port that is not published', '[x](port:lab:80/y)', ['unknown-port 1:5-18']],
    ['a port of a hidden service', '[x](port:judge:80)', ['unknown-service 1:5-18']],
    ['a restart of a service that is not there', '[x](restart:web)', ['unknown-service 1:5-16']],
    ['a file above the learner\'s folder', '[x](file:../y)', ['outside-lab 1:5-14']],
    ['an input that is never asked for', 'a\nb {{input.nam}}', ['unknown-input 2:5-14']],
    ['a port of a variable that is not published', '`{{port.lab.81}}`', ['unknown-port 1:4-15']],
    ['a variable in a command', 'x\n\n```sh\nls\ncurl {{url.web.80}}\n```', ['unknown-service 5:8-18']],
    ['a service of a fence', '```sh service=web\nls\n```', ['unknown-service 1:7-18']],
    ['a word of a fence', 'x\n\n```sh norun\nls\n```', ['fence-word 3:1-12']],
    ['a picture that is missing', '![x](x.png)', ['missing-file 1:6-11']],
    ['a picture of the web', '![x](https://x.org/x.png)', ['outside-lab 1:6-25']],
  ];
  for (const [what, page, expected] of cases) {
    it(`is reported for ${what}`, () => assert.deepEqual(problems(page), expected));
  }

  it('is reported when it is not UTF-8', () => {
    assert.deepEqual(problems(Buffer.from('caf\xe9', 'latin1')), ['not-utf8 1:4-5']);
  });
}).timeout(20_000);
