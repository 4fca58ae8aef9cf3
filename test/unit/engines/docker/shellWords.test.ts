import assert from 'node:assert/strict';
import { shellWords } from '../../../../src/engines/docker/lab/shellWords';

describe('A command written as one string', () => {
  const cases: [string, string[]][] = [
    ['python app.py', ['python', 'app.py']],
    ['  a   b\tc ', ['a', 'b', 'c']],
    [`sh -c 'echo "hi there"'`, ['sh', '-c', 'echo "hi there"']],
    [`a "b 'c' d"`, ['a', "b 'c' d"]],
    ['a\\ b c', ['a b', 'c']],
    ['"a\\"b" "c\\d"', ['a"b', 'c\\d']],
    [`a ''`, ['a', '']],
    ['$HOME *', ['$HOME', '*']],
    ['', []],
  ];
  for (const [text, words] of cases) {
    it(`splits ${JSON.stringify(text)}`, () => assert.deepEqual(shellWords(text), words));
  }

  it('refuses an open quote', () => {
    assert.throws(() => shellWords('echo "a'), { code: 'lab-invalid' });
  });
});
