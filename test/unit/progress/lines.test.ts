import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Entry, entrySchema } from '../../../src/progress/entry';
import { readLines } from '../../../src/progress/lines';

const parse = (value: unknown): Entry | undefined => {
  const parsed = entrySchema.safeParse(value);
  return parsed.success ? parsed.data : undefined;
};
const started = (lab: string): string =>
  JSON.stringify({ v: 1, entry: '12345678', at: '2026-01-01T00:00:00.000Z', kind: 'started', lab, session: 'é→😀' });

describe('lines of the journal', () => {
  it('reads whole lines and waits for the rest of the last one', () => {
    const text = `${started('a/b')}\n${started('c/d').slice(0, 40)}`;
    const { entries, setAside, consumed } = readLines(Buffer.from(text), parse);
    assert.deepEqual([entries.map(({ lab }) => lab), setAside, consumed], [['a/b'], [], Buffer.byteLength(started('a/b')) + 1]);
  });

  it('takes a whole last entry that has only lost its line feed', () => {
    const { entries, consumed } = readLines(Buffer.from(started('a/b')), parse);
    assert.deepEqual([entries.length, consumed], [1, Buffer.byteLength(started('a/b'))]);
  });

  it('sets torn lines and entries of a later version aside, and goes on', () => {
    const later = JSON.stringify({ v: 2, kind: 'started', lab: 'a/b' });
    const kind = JSON.stringify({ v: 1, entry: '12345678', at: '2026-01-01T00:00:00.000Z', kind: 'teleported', lab: 'a/b' });
    const { entries, setAside } = readLines(Buffer.from(`{"v":1,"kin\n${later}\n\n${kind}\n42\n${started('a/b')}\n`), parse);
    assert.equal(entries.length, 1);
    assert.deepEqual(setAside.map(({ reason }) => reason), ['torn', 'unknown', 'unknown', 'torn']);
  });

  it('gives the same entries wherever a reader happens to stop', () => {
    const text = Buffer.from(`${started('a/b')}\n{"torn\n${started('c/d')}\r\n\n${started('e/f')}\n`);
    const all = readLines(text, parse).entries;
    fc.assert(
      fc.property(fc.nat(text.length), (cut) => {
        const first = readLines(text.subarray(0, cut), parse);
        const second = readLines(text.subarray(first.consumed), parse);
        assert.deepEqual([...first.entries, ...second.entries], all);
      }),
    );
  });
});
