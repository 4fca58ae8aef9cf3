import assert from 'node:assert/strict';
import { erroredMessage, failedMessage, skippedMessage, timedOutMessage, tooSlowMessage } from '../../../src/checks/message';

describe('checks: messages', () => {
  it('are the criteria that failed', () => {
    const message = failedMessage(
      [
        { criterion: 'passes', passed: true },
        { criterion: 'GET / answers', passed: false, expected: 'status 200', found: 'status 500', hint: 'Look at the log.' },
        { criterion: 'Is it quick?', passed: false },
        { criterion: 'has a user', passed: false, found: '', file: 'Dockerfile', line: 2 },
      ],
      'ignored',
      1,
    );
    assert.equal(message, 'GET / answers: expected status 200, found status 500. Look at the log.\nIs it quick?\nhas a user: found nothing (Dockerfile:2).');
  });

  it('name five criteria and count the rest', () => {
    const criteria = Array.from({ length: 8 }, (_, n) => ({ criterion: `number ${n}`, passed: false }));
    assert.deepEqual(failedMessage(criteria, '', 1).split('\n'), ['number 0.', 'number 1.', 'number 2.', 'number 3.', 'number 4.', '… and 3 more.']);
  });

  it('are else the last lines of output, without empty ones and terminal colours', () => {
    assert.equal(failedMessage([], 'a\nb\n\nc\rd\n e \n\u001b[31mf\u001b[0m\ng\n\n \n', 1), 'a\nb\nd\ne\nf\ng');
    assert.equal(failedMessage([], 'x'.repeat(5000), 1).length, 401);
  });

  it('say how a silent script ended', () => {
    assert.equal(failedMessage([], ' \n', 3), 'It ended with exit code 3 and said nothing.');
    assert.equal(failedMessage([], '', 139), 'It ended with signal 11 and said nothing.');
    assert.equal(failedMessage([], '', 255), 'It ended with exit code 255 and said nothing.');
  });

  it('say whose fault it is', () => {
    assert.equal(erroredMessage('the container went away'), "Our checker broke, this isn't you: the container went away.");
    assert.equal(timedOutMessage('30s', ''), "Our checker broke, this isn't you: the check did not finish within 30s.");
    assert.equal(tooSlowMessage('5s', [], 'still waiting\n'), 'Too slow: this did not finish within 5s.\nIt said last:\nstill waiting');
    assert.equal(skippedMessage(''), 'This check does not apply here.');
  });

  it('carry no control characters', () => {
    const hostile = '\u001b]8;;https://x\u0007link\u001b]8;;\u0007 \u001b[1;31mred\u001b[m\u0000\u0008 \u001bMtu\u202ern';
    const criterion = { criterion: hostile, passed: false, expected: hostile, found: hostile, hint: hostile, file: hostile };
    assert.equal(failedMessage([criterion], '', 1), 'link red turn: expected link red turn, found link red turn (link red turn). link red turn');
    assert.equal(erroredMessage(hostile), "Our checker broke, this isn't you: link red turn.");
    assert.equal(failedMessage([], hostile, 1), 'link red turn');
    assert.equal(tooSlowMessage('5s', [criterion], '').split('\n')[1], failedMessage([criterion], '', 1));
  });
});
