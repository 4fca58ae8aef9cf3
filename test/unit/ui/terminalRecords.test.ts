import assert from 'node:assert/strict';
import { isAlive, TerminalRecords } from '../../../src/ui/terminal/terminalRecords';

function memento(start?: unknown): { get: () => unknown; update: (_key: string, value: unknown) => Promise<void> } {
  let kept = start;
  return { get: () => kept, update: async (_key, value) => void (kept = value) };
}

describe('records of terminals', () => {
  it('are found again by process id, one a lab', async () => {
    const state = memento();
    await new TerminalRecords(state, 100).add('a/b#', 11);
    await new TerminalRecords(state, 100).add('a/b#', 12);
    await new TerminalRecords(state, 101).add('a/b#lb', 13);
    const records = new TerminalRecords(state, 100);
    assert.equal(records.find(({ pid }) => pid === 11), undefined);
    assert.equal(records.find(({ pid }) => pid === 12)?.key, 'a/b#');
    await records.remove('a/b#');
    assert.equal(records.find(({ pid }) => pid === 12), undefined);
    assert.equal(records.find(({ pid }) => pid === 13)?.key, 'a/b#lb');
  });

  it('are worth nothing after the machine was started anew', async () => {
    const state = memento();
    await new TerminalRecords(state, 100).add('a/b#', 11);
    assert.equal(new TerminalRecords(state, 500).find(() => true), undefined);
  });

  it('pass over what is no record', () => {
    assert.equal(new TerminalRecords(memento('odd'), 1).find(() => true), undefined);
    assert.equal(new TerminalRecords(memento([5, null, { key: 'x' }, { key: 'x', pid: '1', boot: 1 }]), 1).find(() => true), undefined);
  });

  it('know whether a process lives', () => {
    assert.equal(isAlive(process.pid), true);
    assert.equal(isAlive(2 ** 22 + 12_345), false);
  });
});
