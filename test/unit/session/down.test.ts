import assert from 'node:assert/strict';
import type { RunningLab, RunningService } from '../../../src/engines/engine';
import type { SessionState } from '../../../src/session/api';
import { downSentence, hasFallen, whatIsDown } from '../../../src/session/running/down';

const service = (name: string, more: Partial<RunningService> = {}): RunningService => ({ name, container: name, state: 'exited', ports: [], ...more });
const labOf = (state: RunningLab['state'], ...services: RunningService[]): RunningLab => ({
  lab: 'test/lab', session: 'one', home: 'h', labels: {}, createdAt: '', state, services,
});
const ready: SessionState = { kind: 'ready' };

describe('services that are down', () => {
  it('are named with how they ended', () => {
    const partial = labOf('partial', service('web', { exitCode: 3 }), service('db', { exitCode: 137, outOfMemory: true }), service('new', { state: 'created' }), service('lab', { state: 'running' }));
    assert.equal(whatIsDown(partial), 'web (exit code 3), db (out of memory), new stopped.');
    assert.equal(downSentence([]), 'A part of this lab is missing.');
  });

  it('are a crash of all only where one ended by its own doing, and somebody saw it up', () => {
    const up = labOf('running', service('lab', { state: 'running' }));
    const fell = (exitCode: number, before: { running?: RunningLab; state: SessionState } = { running: up, state: ready }, more: Partial<RunningService> = {}): boolean =>
      hasFallen(labOf('stopped', service('lab', { exitCode, ...more })), before);
    assert.deepEqual([0, 1, 3, 130, 137, 143, 255].map((code) => fell(code)), [false, true, true, false, false, false, false]);
    assert.ok(fell(137, undefined, { outOfMemory: true }));
    assert.ok(!fell(1, { state: { kind: 'stopped' } }), 'found so');
    assert.ok(!fell(1, { running: up, state: { kind: 'stopping' } }), 'stopped by another window');
    assert.ok(!fell(1, { running: { ...up, session: 'other' }, state: ready }), 'another creation of it');
    const told: SessionState = { kind: 'failed', code: 'service-down', message: '', lastGood: 'stopped', down: [] };
    assert.ok(fell(1, { state: told }), 'it stays told');
  });
});
