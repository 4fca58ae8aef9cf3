import assert from 'node:assert/strict';
import fc from 'fast-check';
import { findCircles } from '../../../src/curriculum/circles';
import { nearest } from '../../../src/curriculum/nearest';
import { matchesWhole, patternProblem } from '../../../src/curriculum/pattern';
import { parseDuration, parseSize } from '../../../src/curriculum/units';
import { substitute, variablesIn } from '../../../src/curriculum/variables';

describe('nearest', () => {
  const keys = ['image', 'build', 'command', 'depends_on', 'mem_limit', 'ports'];
  const cases: [string, string | undefined][] = [
    ['comand', 'command'],
    ['imgae', 'image'],
    ['IMAGE', 'image'],
    ['dependsOn', 'depends_on'],
    ['depends-on', 'depends_on'],
    ['memlimit', 'mem_limit'],
    ['port', 'ports'],
    ['volumes', undefined],
    ['', undefined],
  ];
  for (const [word, expected] of cases) {
    it(`of "${word}" is ${expected ?? 'none'}`, () => assert.equal(nearest(word, keys), expected));
  }
  it('is the word itself where it is there', () => {
    fc.assert(fc.property(fc.string({ minLength: 1, maxLength: 20 }), (word) => nearest(word, ['something else', word]) === word || nearest(word, ['something else', word]) !== undefined));
  });
});

describe('durations and sizes', () => {
  it('are those of Compose', () => {
    assert.deepEqual(['1m30s', '500ms', '2h', '1.5s', '100us'].map(parseDuration), [90_000, 500, 7_200_000, 1500, 0.1]);
    assert.deepEqual(['512m', '2gb', '10K', '7b'].map(parseSize), [512 * 1024 ** 2, 2 * 1024 ** 3, 10_240, 7]);
  });
  it('are nothing else', () => {
    assert.deepEqual(['', '5', '5 s', 's', '1d', '-1s'].map(parseDuration), Array(6).fill(undefined));
    assert.deepEqual(['', '5', '1.5g', 'm', '5tb'].map(parseSize), Array(5).fill(undefined));
  });
});

describe('patterns', () => {
  const good = ['^[a-z]+$', 'expected .* 10', '(ab)+', '(a|b)*', 'a{2,5}', '([0-9]{1,3}\\.){3}', '[(+]+', '\\(a+\\)+', '(a+)?'];
  const unsafe = ['(a+)+', '(a*)*$', '((ab)*c)+', '(a{2,})+', '(?:x+y)*', '([a-z]+)*'];
  const bad = ['(', '[', '*', '\\_', '\\p{Cat}', 'a'.repeat(501)];
  for (const pattern of good) {
    it(`"${pattern}" can be used`, () => assert.equal(patternProblem(pattern), undefined));
  }
  for (const pattern of unsafe) {
    it(`"${pattern}" could hang`, () => assert.equal(patternProblem(pattern)?.code, 'unsafe-pattern'));
  }
  for (const pattern of bad) {
    it(`"${pattern.slice(0, 10)}" is none`, () => assert.equal(patternProblem(pattern)?.code, 'bad-pattern'));
  }
  it('match a whole text, that is no longer than people write', () => {
    assert.equal(matchesWhole('[a-z]+', 'abc'), true);
    assert.equal(matchesWhole('[a-z]+', 'abc!'), false);
    assert.equal(matchesWhole('a|b', 'ab'), false);
    assert.equal(matchesWhole('a+', 'a'.repeat(10_001)), false);
    assert.equal(matchesWhole('a', 'A'), false);
    assert.equal(matchesWhole('a', 'A', { anyCase: true }), true);
  });
  it('that are found good can be used', () => {
    fc.assert(fc.property(fc.string(), fc.string(), (pattern, text) => {
      fc.pre(patternProblem(pattern) === undefined);
      matchesWhole(pattern, text);
    }));
  });
  it('are judged without throwing', () => {
    fc.assert(fc.property(fc.string(), (text) => void patternProblem(text)));
  });
});

describe('circles', () => {
  const graph: Record<string, string[]> = { a: ['b'], b: ['c', 'gone'], c: ['a', 'd'], d: [], e: ['e'], f: ['d', 'a'] };
  it('are each found once', () => {
    assert.deepEqual(findCircles(Object.keys(graph), (node) => graph[node] ?? []), [['a', 'b', 'c'], ['e']]);
  });
  it('are found in graphs too deep for recursion', () => {
    const nodes = Array.from({ length: 50_000 }, (_, index) => String(index));
    const circle = findCircles(nodes, (node) => [String((Number(node) + 1) % nodes.length)]);
    assert.equal(circle[0]?.length, nodes.length);
  });
});

describe('variables', () => {
  const values = { workspace: '/workspace', 'input.name': 'A & {{workspace}}', 'port.lab.8080': '49152' };
  it('are put in once', () => {
    assert.equal(substitute('{{workspace}} {{input.name}} {{port.lab.8080}}', values), '/workspace A & {{workspace}} 49152');
  });
  it('without a value, and all other braces, stay', () => {
    const text = '{{port.lab.9}} {{ workspace }} {{ .Values.x }} {{constructor}} ${{ github.sha }} {% if x %}';
    assert.equal(substitute(text, values), text);
  });
  it('are listed', () => assert.deepEqual(variablesIn('{{url.web.80}} {{x}} {{workspace}}'), ['url.web.80', 'workspace']));
});
