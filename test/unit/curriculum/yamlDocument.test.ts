import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseYaml } from '../../../src/curriculum/yamlDocument';
import { unmark } from './marks';

const file = '/labs/lab.yaml';

function only(content: string | Uint8Array): { code: string; line: number; column: number; message: string } {
  const { problems, value } = parseYaml(file, content);
  assert.equal(value, undefined);
  assert.equal(problems.length, 1, JSON.stringify(problems));
  const [problem] = problems;
  assert.ok(problem);
  assert.equal(problem.file, file);
  return problem;
}

describe('a YAML document', () => {
  describe('knows the place of', () => {
    const cases: [what: string, marked: string, path: (string | number)[], part: 'key' | 'value'][] = [
      ['a value', 'a: 1\nb: «two»\n', ['b'], 'value'],
      ['a key', 'a: 1\n«b»: two\n', ['b'], 'key'],
      ['an item', 'a:\n  - x\n  - «y z»\n', ['a', 1], 'value'],
      ['a value inside an item', 'a:\n  - b: {c: «d»}\n', ['a', 0, 'b', 'c'], 'value'],
      ['a value that is left out, by its key', 'a: 1\n«b»:\n', ['b'], 'value'],
      ['something missing, by the name of its parent', 'a: 1\n«b»:\n  c: 1\n', ['b', 'd', 'e'], 'value'],
      ['a value behind an alias', 'a: &x {k: «v»}\nb: *x\n', ['b', 'k'], 'value'],
      ['a block of lines, by the first', 'a:\n  «b: 1»\n  c: 2\n', ['a'], 'value'],
      ['text behind a byte order mark', '\uFEFFa: «1»\n', ['a'], 'value'],
      ['text with carriage returns', 'a: 1\r\nb: «2»\r\n', ['b'], 'value'],
      ['text behind an emoji, in UTF-16 units', 'a: "🐳" # 🐳\nb: {c: "🐳", d: «1»}\n', ['b', 'd'], 'value'],
    ];
    for (const [what, marked, path, part] of cases) {
      it(what, () => {
        const { text, range } = unmark(marked);
        const column = text.startsWith('\uFEFF') && range.line === 1 ? -1 : 0;
        const expected = { ...range, column: range.column + column, endColumn: range.endColumn + column };
        assert.deepEqual(parseYaml(file, text).range(path, part), expected);
      });
    }

    it('the whole, by the beginning', () => {
      assert.deepEqual(parseYaml(file, 'a: 1\n').range([]), { line: 1, column: 1, endLine: 1, endColumn: 5 });
    });
  });

  it('keeps what a scalar looked like', () => {
    const document = parseYaml(file, 'mode: 0644\nlist: [1]\n');
    assert.deepEqual(document.value, { mode: 644, list: [1] });
    assert.equal(document.source(['mode']), '0644');
    assert.equal(document.source(['list']), undefined);
  });

  describe('refuses, with a place,', () => {
    it('an empty file', () => assert.equal(only('').code, 'empty-file'));
    it('a file of comments', () => assert.equal(only('# nothing\n').code, 'empty-file'));
    it('what is no YAML', () => {
      const { code, line, column } = only('a: 1\nb: [1, 2\n');
      assert.deepEqual({ code, line, column }, { code: 'yaml-syntax', line: 3, column: 1 });
    });
    it('tabs, and says to use spaces', () => {
      const { code, line, message } = only('a:\n\tb: 1\n');
      assert.deepEqual({ code, line }, { code: 'yaml-syntax', line: 2 });
      assert.match(message, /spaces, not tabs/);
    });
    it('several documents', () => {
      const { code, line } = only('a: 1\n---\nb: 2\n');
      assert.deepEqual({ code, line }, { code: 'yaml-documents', line: 2 });
    });
    it('tags', () => assert.equal(only('a: !!js/function x\n').line, 1));
    it('keys that are no text', () => assert.equal(only('a:\n  ? [1]\n  : 2\n').line, 2));
    it('bytes that are not UTF-8', () => {
      const { code, line, column } = only(Buffer.from('a: 1\nb: "caf\xe9"\n', 'latin1'));
      assert.deepEqual({ code, line, column }, { code: 'not-utf8', line: 2, column: 8 });
    });
    it('UTF-16', () => assert.equal(only(Buffer.from('\uFEFFa: 1\n', 'utf16le')).code, 'not-utf8'));
    it('five megabytes', () => assert.equal(only(Buffer.alloc(5 * 1024 * 1024, 'a')).code, 'too-large'));
    it('five megabytes of an editor', () => assert.equal(only('a'.repeat(5 * 1024 * 1024)).code, 'too-large'));
    it('aliases that multiply', () => {
      const levels = Array.from({ length: 20 }, (_, level) => `a${level}: &a${level} [${level === 0 ? 'x' : Array(9).fill(`*a${level - 1}`).join()}]`);
      assert.equal(only(levels.join('\n')).code, 'yaml-alias');
    });
    it('very many aliases', () => assert.equal(only(`a: &a 1\nb: [${'*a, '.repeat(1000)}]`).code, 'yaml-excess'));
    it('an alias inside what it names', () => assert.equal(only('a: &a [1, *a]\n').code, 'yaml-alias'));
    it('an alias of nothing', () => assert.match(only('a: *b\n').message, /aliases/i));
  });

  it('reports a key said twice and still has the data', () => {
    const { problems, value } = parseYaml(file, 'a:\n  b: 1\n  c: 2\n  b: 3\n');
    assert.deepEqual(value, { a: { b: 3, c: 2 } });
    assert.deepEqual(problems.map(({ code, line, column, related }) => ({ code, line, column, first: related?.[0]?.line })), [
      { code: 'duplicate-key', line: 4, column: 3, first: 2 },
    ]);
  });

  it('knows what every object inherits from what was said, once or twice', () => {
    const { problems, value } = parseYaml(file, 'constructor: 1\ntoString: {}\ntoString: [2]\n');
    assert.deepEqual(Object.entries(value as object), [['constructor', 1], ['toString', [2]]]);
    assert.deepEqual(problems.map(({ code, line }) => [code, line]), [['duplicate-key', 3]]);
  });

  it('says the same with and without an alias in it', () => {
    const text = 'a: [1, 0x1f, null, ~, "two", yes, 1e3]\nb:\n  c: {d: }\n  e: |\n    text\n';
    const plain = parseYaml(file, text).value as object;
    assert.deepEqual(parseYaml(file, `${text}f: &f 1\ng: *f\n`).value, { ...plain, f: 1, g: 1 });
  });

  it('does not take a key for a prototype', () => {
    const { value, problems } = parseYaml(file, '__proto__: {polluted: true}\n');
    assert.deepEqual(problems, []);
    assert.equal((value as { polluted?: boolean }).polluted, undefined);
    assert.equal(({} as { polluted?: boolean }).polluted, undefined);
  });

  describe('survives a megabyte of', () => {
    const pieces = ['[', '{', '- ', '? ', 'a: ', '{a: ', '&a ', '*a ', '"', "'", ',', '[,', ']', '\n', '\t', '%', '...\n', '---\n', 'a: b: c\n', '>\n', '!<x> ', '\0', 'k:\n'];
    for (const piece of pieces) {
      it(JSON.stringify(piece), () => {
        const document = parseYaml(file, piece.repeat((1024 * 1024) / piece.length));
        assert.ok(document.problems.length > 0 || document.value !== undefined);
      }).timeout(30_000);
    }
    it('bad escapes', () => {
      assert.equal(parseYaml(file, `a: "${'\\z'.repeat(500_000)}"`).problems[0]?.code, 'yaml-excess');
    }).timeout(30_000);
  });

  it('never throws, whatever the text', () => {
    const piece = fc.constantFrom('a', ': ', '\n', '  ', '- ', '[', ']', '{', '}', '&x ', '*x', '"', "'", '|', '>', '#', '!t ', '%', '\t', '---', '🐳', '\0');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }).map((parts) => parts.join('')), (text) => {
        const document = parseYaml(file, text);
        for (const problem of document.problems) {
          assert.ok(problem.line >= 1 && problem.column >= 1 && problem.endColumn >= problem.column, JSON.stringify(problem));
          assert.ok(problem.message.length > 10 && !/undefined|\[object/.test(problem.message), problem.message);
        }
      }),
      { numRuns: 2000 },
    );
  }).timeout(30_000);

  it('never throws, whatever the bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void parseYaml(file, bytes)), { numRuns: 1000 });
  }).timeout(30_000);
});
