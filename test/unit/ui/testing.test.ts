import assert from 'node:assert/strict';
import type { Verdict } from '../../../src/common/verdict';
import { labOf, stepOf } from '../../../src/ui/commandIds';
import { checkTestId, labTestId, stepTestId, targetOf } from '../../../src/ui/testing/testIds';
import { brokenBelow, testModels } from '../../../src/ui/testing/testModel';
import { resultText, terminalText } from '../../../src/ui/testing/testOutput';
import { lab } from './labs';

const place = { folder: '/home/me/ai-labs/x', workspace: '/workspace' };

describe('ids of test items', () => {
  it('say what they are about', () => {
    assert.deepEqual(targetOf(labTestId('a/b')), { lab: 'a/b' });
    assert.deepEqual(targetOf(stepTestId('a/b', 's')), { lab: 'a/b', step: 's' });
    assert.deepEqual(targetOf(checkTestId('a/b', 's', 'c')), { lab: 'a/b', step: 's', check: 'c' });
    for (const odd of [undefined, 5, '', 'step:a/b/s', 'lab:']) {
      assert.equal(targetOf(odd), undefined);
    }
  });

  it('are enough for a command: of an item, and of a message with its item', () => {
    const item = { id: checkTestId('a/b', 's', 'c') };
    assert.deepEqual([labOf(item), stepOf(item)], ['a/b', 's']);
    assert.deepEqual([labOf({ test: item, message: {} }), stepOf({ test: item, message: {} })], ['a/b', 's']);
  });
});

describe('the rows of the Testing view', () => {
  const verdicts: Record<string, Verdict> = { c1: 'errored', c2: 'failed' };
  const facts = { verdictOf: (_lab: string, check: string) => verdicts[check], words: { errored: 'checker broke' } };

  it('lead nowhere for who learns, and to the files for who writes', () => {
    const [learner] = testModels({ ...facts, labs: [lab('x')], isAuthored: () => false });
    assert.ok(learner && !JSON.stringify(learner).includes('/labs/stage'));
    const [author] = testModels({ ...facts, labs: [lab('x')], isAuthored: () => true });
    assert.deepEqual([author?.file, author?.children[0]?.file, author?.children[0]?.children[0]?.file],
      ['/labs/stage/x/lab.yaml', '/labs/stage/x/guide/01.md', '/labs/stage/x/lab.yaml']);
  });

  it('say in words what VS Code has no sign for, and know what broke', () => {
    const [model] = testModels({ ...facts, labs: [lab('x')], isAuthored: () => false });
    assert.deepEqual(model?.children.flatMap((step) => step.children).map(({ label }) => label), ['Check one · checker broke', 'Check two']);
    assert.deepEqual(model && brokenBelow(model), ['lab:builtin/x#one#c1']);
  });

  it('leave out what has nothing to check', () => {
    const steps = [{ id: 'read', title: 'Read', guide: 'guide/01.md' }];
    assert.deepEqual(testModels({ ...facts, labs: [lab('x', { steps })], isAuthored: () => false }), []);
  });
});

describe('the output of a check in the Testing view', () => {
  it('has no escape sequences, and lines as terminals end them', () => {
    const text = terminalText('\u001b[31mred\u001b[0m\n\u001b]8;;https://x\u0007link\u001b]8;;\u0007\u001b[2J\n', place);
    assert.equal(text, 'red\r\nlink\r\n');
  });

  it('has the learner’s paths where the container has its own, and only those', () => {
    const text = terminalText('File "/workspace/src/a.py", line 3\n/workspace/b.py:4 /opt/workspace/c /workspaces/d', place);
    assert.equal(text, 'File "/home/me/ai-labs/x/src/a.py", line 3\r\n/home/me/ai-labs/x/b.py:4 /opt/workspace/c /workspaces/d');
  });

  it('names the file and line of each criterion that failed', () => {
    const text = resultText({
      title: 'Check one', verdict: 'failed', output: 'boo\n',
      criteria: [{ criterion: 'a is 6', passed: false, expected: '6', found: '3', file: 'a.py', line: 3 }, { criterion: 'b', passed: true }],
    }, 'not right yet', place);
    assert.deepEqual(text.split('\r\n').filter(Boolean), [
      'Check one: not right yet', '  - a is 6', '      expected: 6', '      found:    3', '      /home/me/ai-labs/x/a.py:3', '  + b', '    boo',
    ]);
  });
});
