import assert from 'node:assert/strict';
import { type FromGuide, parseFromGuide } from '../../../src/webview/protocol/messages';

describe('messages of the guide’s panel', () => {
  const good: FromGuide[] = [
    { type: 'ready' }, { type: 'page', page: 'one' }, { type: 'start' }, { type: 'checkStep', step: 'one' }, { type: 'check', check: 'c' }, { type: 'cancelCheck' },
    { type: 'hint', step: 'one' }, { type: 'answer', question: 'q', answer: [0, 2] }, { type: 'answer', question: 'q', answer: 'forty' },
    { type: 'run', page: 'one', block: 0 }, { type: 'link', href: 'https://example.org' }, { type: 'openFile', file: 'a.py', line: 3 },
    { type: 'openPort', service: 'lab', port: 8080 }, { type: 'showLog' },
  ];
  for (const message of good) {
    it(`accepts ${JSON.stringify(message)}`, () => assert.deepEqual(parseFromGuide(message), message));
  }

  const bad: unknown[] = [
    undefined, null, 5, 'ready', {}, { type: 'eval' }, { type: 'toString' }, { type: '__proto__' }, { type: 'page' }, { type: 'page', page: 5 },
    { type: 'page', page: '' }, { type: 'run', page: 'one', block: -1 }, { type: 'run', page: 'one', block: 1.5 }, { type: 'run', page: 'one', block: '0' },
    { type: 'link', href: 'x'.repeat(5000) }, { type: 'answer', question: 'q', answer: { a: 1 } }, { type: 'answer', question: 'q', answer: [-1] },
    { type: 'openFile', file: 'a.py', line: NaN },
  ];
  for (const message of bad) {
    it(`refuses ${JSON.stringify(message)?.slice(0, 60)}`, () => assert.equal(parseFromGuide(message), undefined));
  }
});
