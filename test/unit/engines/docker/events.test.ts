import assert from 'node:assert/strict';
import { parseEvent } from '../../../../src/engines/docker/api/events';

const attributes = { 'ai-labs.lab': 'a/b', 'ai-labs.session': 's', 'ai-labs.service': 'web' };
const line = (Action: string, Attributes: object = attributes): string =>
  JSON.stringify({ Type: 'container', Action, Actor: { ID: 'x', Attributes }, time: 7 });

describe('An event of the engine', () => {
  it('tells of a service', () => {
    assert.deepEqual(parseEvent(line('die')), {
      time: 7,
      event: { lab: 'a/b', session: 's', service: 'web', kind: 'died' },
    });
    assert.equal(parseEvent(line('destroy')).event?.kind, 'removed');
    assert.equal(parseEvent(line('remove')).event?.kind, 'removed');
  });

  it('is left out where it is not ours or not a change', () => {
    assert.deepEqual(parseEvent(line('exec_create: sh -c true')), { time: 7 });
    assert.deepEqual(parseEvent(line('die', {})), { time: 7 });
    assert.deepEqual(parseEvent('{"unknown": true}'), {});
  });
});
