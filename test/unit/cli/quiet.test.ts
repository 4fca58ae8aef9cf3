import assert from 'node:assert/strict';
import { sleep } from '../../../src/common/cancellation';
import { Quiet } from '../../../src/cli/quiet';

const enter = Buffer.from('\r');

/** A terminal whose silences are counted; resolves with their number once `count` were told. */
function listen(time: number): { quiet: Quiet; told: () => number; next: () => Promise<void> } {
  let told = 0;
  let wake: () => void = () => undefined;
  const quiet = new Quiet(() => {
    told += 1;
    wake();
  }, time);
  // The timer itself does not keep a process alive.
  const next = async (): Promise<void> => {
    const alive = setInterval(() => undefined, 1000);
    await new Promise<void>((resolve) => (wake = resolve));
    clearInterval(alive);
  };
  return { quiet, told: () => told, next };
}

describe('a terminal that falls quiet', () => {
  it('is told of after Enter, and not again without output', async () => {
    const { quiet, told, next } = listen(5);
    quiet.input(enter);
    await next();
    await sleep(40);
    assert.equal(told(), 1);
    quiet.dispose();
  });

  it('is told of a few times for one command that goes on printing, then no more', async () => {
    const { quiet, told, next } = listen(1);
    quiet.input(Buffer.from('make\r'));
    for (let count = 0; count < 4; count += 1) {
      const silence = next();
      quiet.output();
      await silence;
    }
    quiet.output();
    await sleep(60);
    assert.equal(told(), 4);
    quiet.dispose();
  });

  it('is not told of while somebody types', async () => {
    const { quiet, told } = listen(5);
    quiet.input(enter);
    quiet.input(Buffer.from('l'));
    quiet.output();
    await sleep(40);
    assert.equal(told(), 0);
  });

  it('is not told of once the terminal is gone', async () => {
    const { quiet, told } = listen(5);
    quiet.input(enter);
    quiet.dispose();
    quiet.output();
    await sleep(40);
    assert.equal(told(), 0);
  });
});
