import assert from 'node:assert/strict';
import { plainOutput } from '../../../src/common/plainOutput';

describe('output of programs as text', () => {
  it('drops colours, titles and links of terminals', () => {
    assert.equal(plainOutput('\u001b[1;31mred\u001b[0m \u001b]0;title\u0007ok \u001b]8;;https://x\u001b\\link\u001b]8;;\u001b\\'), 'red ok link');
  });

  it('shows the end of lines that were rewritten', () => {
    assert.equal(plainOutput('10 %\r50 %\r100 %\r\ndone\r\n'), '100 %\ndone\n');
  });

  it('drops control characters and turned text', () => {
    assert.equal(plainOutput('a\u0008b\u202ec\u2066d\u0000\te\n'), 'abcd\te\n');
  });

  it('leaves an unfinished sequence harmless', () => {
    assert.equal(plainOutput('x\u001b]0;never ended').includes('\u001b'), false);
  });
});
