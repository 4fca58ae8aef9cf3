import assert from 'node:assert/strict';
import { Joined } from '../../../src/common/joined';

describe('joined work', () => {
  it('is done once more for all that ask meanwhile, never twice at a time', async () => {
    const steps: string[] = [];
    const joined = new Joined(async () => {
      steps.push('begin');
      await new Promise((resolve) => setImmediate(resolve));
      steps.push('end');
    });
    await Promise.all([joined.run(), joined.run(), joined.run()]);
    assert.deepEqual(steps, ['begin', 'end', 'begin', 'end']);
  });

  it('is done for whoever asks in the very moment it ends', async () => {
    let value = 0;
    let seen = -1;
    const joined = new Joined(async () => {
      seen = value;
    });
    for (let turns = 0; turns < 12; turns += 1) {
      const first = joined.run();
      for (let turn = 0; turn < turns; turn += 1) {
        await Promise.resolve();
      }
      value += 1;
      await joined.run();
      assert.equal(seen, value, `${turns} turns later`);
      await first;
    }
  });
});
