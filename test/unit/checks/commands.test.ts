import assert from 'node:assert/strict';
import { CommandStream } from '../../../src/checks/commands';

describe('checks: commands', () => {
  it('follow the program, in order, until closed', async () => {
    const stream = new CommandStream();
    stream.push(Buffer.from('program\n'));
    stream.send('term 1');
    const read: string[] = [];
    const reading = (async () => {
      for await (const piece of stream) {
        read.push(Buffer.from(piece).toString());
      }
    })();
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(read, ['program\n', 'term 1\n']);
    stream.send('kill 1');
    stream.send('late 2');
    stream.close();
    await reading;
    assert.deepEqual(read, ['program\n', 'term 1\n', 'kill 1\n', 'late 2\n']);
  });
});
