import assert from 'node:assert/strict';
import { matchesGlob } from '../../../src/checks/glob';

describe('checks: patterns of files', () => {
  const cases: [pattern: string, yes: string[], no: string[]][] = [
    ['train.py', ['train.py'], ['src/train.py', 'train.pyc', 'TRAIN.py']],
    ['./train.py', ['train.py'], ['x/train.py']],
    ['*.py', ['a.py', '.py'], ['src/a.py', 'a.pyx']],
    ['src/*.py', ['src/a.py'], ['src/a/b.py', 'a.py', 'src/a.md']],
    ['**/*.py', ['a.py', 'src/a.py', 'a/b/c.py'], ['a.md']],
    ['src/**', ['src/a', 'src/a/b.c'], ['srcs/a', 'a']],
    ['data/', ['data/a.csv', 'data/a/b'], ['data2/a']],
    ['a/**/z', ['a/z', 'a/b/z', 'a/b/c/z'], ['a/b', 'az', 'z']],
    ['a?c', ['abc', 'aéc'], ['ac', 'a/c', 'abbc']],
    ['v[0-9!].txt', ['v1.txt', 'v!.txt'], ['vx.txt', 'v.txt']],
    ['v[!0-9].txt', ['vx.txt'], ['v1.txt', 'v/.txt']],
    ['{train,serve}/*.{py,toml}', ['train/a.py', 'serve/b.toml'], ['other/a.py', 'train/a.md']],
    ['a[b', ['a[b'], ['ab']],
    ['a{b', ['a{b'], ['ab']],
    ['*', ['a', '.hidden'], ['a/b']],
    ['model (1).json', ['model (1).json'], ['model 1.json']],
  ];
  for (const [pattern, yes, no] of cases) {
    it(pattern, () => {
      assert.deepEqual(yes.filter((path) => !matchesGlob(pattern, path)), []);
      assert.deepEqual(no.filter((path) => matchesGlob(pattern, path)), []);
    });
  }

  it('take no time to speak of, however they are written', () => {
    assert.equal(matchesGlob(`${'*a'.repeat(200)}b`, 'a'.repeat(4000)), false);
    assert.equal(matchesGlob(`${'**/a/'.repeat(100)}b`, 'a/'.repeat(1500)), false);
    assert.equal(matchesGlob('{a,b}'.repeat(60), 'a'.repeat(60)), false, 'past the sixth brace they are letters');
  });
});
