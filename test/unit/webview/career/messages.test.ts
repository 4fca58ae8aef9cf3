import assert from 'node:assert/strict';
import { parseFromCareer } from '../../../../src/webview/career/protocol/messages';

describe('messages of the career guide’s page', () => {
  for (const message of [{ type: 'ready' }, { type: 'role', role: 'ml-architect' }, { type: 'openLab', lab: 'builtin/first-steps' }]) {
    it(`accepts ${JSON.stringify(message)}`, () => assert.deepEqual(parseFromCareer(message), message));
  }

  it('drops what does not belong to a message', () => {
    assert.deepEqual(parseFromCareer({ type: 'ready', command: 'workbench.action.quit' }), { type: 'ready' });
  });

  const bad: unknown[] = [
    undefined, null, 5, 'ready', [], {}, { type: 'eval' }, { type: 'toString' }, { type: 'role' }, { type: 'role', role: '' }, { type: 'role', role: ['a'] },
    { type: 'openLab', lab: 5 }, { type: 'openLab', lab: 'x'.repeat(401) },
  ];
  for (const message of bad) {
    it(`refuses ${JSON.stringify(message)?.slice(0, 40)}`, () => assert.equal(parseFromCareer(message), undefined));
  }
});
