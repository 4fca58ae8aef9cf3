import assert from 'node:assert/strict';
import { draw, seededRandom } from '../../../src/authoring/random';

describe('drawing some of many', () => {
  const items = ['a', 'b', 'c', 'd', 'e', 'f'];

  it('keeps their order, takes no more than asked, and the same for the same seed', () => {
    const drawn = draw(items, 3, seededRandom(7));
    assert.equal(drawn.length, 3);
    assert.deepEqual(drawn, [...drawn].sort());
    assert.deepEqual(draw(items, 3, seededRandom(7)), drawn);
    assert.deepEqual(draw(items, 9, seededRandom(7)), items);
    assert.deepEqual(draw(items, 0, seededRandom(7)), []);
  });

  it('draws each of them in the long run', () => {
    const random = seededRandom(1);
    const seen = new Set(Array.from({ length: 40 }, () => draw(items, 2, random)).flat());
    assert.equal(seen.size, items.length);
  });
});
