import assert from 'node:assert/strict';
import type { Change } from '../../../src/checks/affected';
import { sleep } from '../../../src/common/cancellation';
import { Settling } from '../../../src/ui/watch/settling';

describe('changes that come together', () => {
  it('are told once for each lab, with every file', async () => {
    const told: [string, Change][] = [];
    const settling = new Settling((lab, change) => told.push([lab, change]));
    settling.changed('a/b', { files: ['x'], terminal: false });
    settling.changed('a/b', { files: ['y', 'x'], terminal: true });
    settling.changed('c/d', { files: ['z'], terminal: false });
    while (told.length < 2) {
      await sleep(10);
    }
    await sleep(300);
    assert.deepEqual(told.sort(([one], [other]) => one.localeCompare(other)), [
      ['a/b', { files: ['x', 'y'], terminal: true }],
      ['c/d', { files: ['z'], terminal: false }],
    ]);
  });

  it('are not told after the end', async () => {
    let told = 0;
    const settling = new Settling(() => (told += 1));
    settling.changed('a/b', { files: ['x'], terminal: false });
    settling.dispose();
    await sleep(50);
    assert.equal(told, 0);
  });
});
