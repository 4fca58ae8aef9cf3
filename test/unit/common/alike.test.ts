import assert from 'node:assert/strict';
import { alike } from '../../../src/common/alike';

describe('whether two pieces of data say the same', () => {
  const data = { a: 1, b: [{ c: 'x' }, null], d: undefined };

  it('they do', () => {
    assert.ok(alike(data, structuredClone(data)));
    assert.ok(alike(Number.NaN, Number.NaN));
  });

  it('they do not', () => {
    for (const other of [{ ...data, a: 2 }, { ...data, b: [{ c: 'y' }, null] }, { ...data, b: [{ c: 'x' }] }, { a: 1, b: data.b }, { a: 1, b: data.b, e: undefined }, [], null]) {
      assert.ok(!alike(data, other), JSON.stringify(other));
    }
    assert.ok(!alike({ 0: 1 }, [1]));
  });

  it('they do but for one key', () => {
    assert.ok(alike(data, { ...data, b: [] }, 'b'));
    assert.ok(!alike(data, { ...data, b: [] }, 'a'));
  });
});
