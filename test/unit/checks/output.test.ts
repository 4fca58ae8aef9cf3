import assert from 'node:assert/strict';
import { Output } from '../../../src/checks/output';

describe('checks: kept output', () => {
  it('is everything of a short one', () => {
    const output = new Output();
    output.push(Buffer.from('Łód'));
    output.push(Buffer.from('ź\n'));
    assert.deepEqual([output.text, output.truncated], ['Łódź\n', false]);
  });

  it('is everything of a longer one that comes in one piece', () => {
    const output = new Output();
    output.push(Buffer.alloc(65_536, 'a'));
    assert.deepEqual([output.text.length, output.truncated], [65_536, false]);
    output.push(Buffer.from('b'));
    assert.ok(output.truncated);
  });

  it('joins head and tail where nothing is missing, even inside a character', () => {
    const text = Buffer.from(`${'x'.repeat(32767)}Łódź`);
    const output = new Output();
    output.push(text.subarray(0, 32768));
    output.beginTail();
    output.push(text.subarray(32768));
    output.count(text.length - 32768);
    assert.deepEqual([output.text, output.truncated], [text.toString(), false]);
  });

  it('says how much was left out, or that nobody counted', () => {
    for (const [counted, said] of [[50_000, '[… 17232 bytes left out …]'], [undefined, '[… the middle left out …]']] as const) {
      const output = new Output();
      output.push(Buffer.alloc(32768, 'a'));
      output.beginTail();
      output.push(Buffer.alloc(32768, 'z'));
      output.count(counted);
      assert.ok(output.truncated);
      assert.equal(output.text.replace(/a+/, 'a').replace(/z+/, 'z'), `a\n${said}\nz`);
    }
  });

  it('holds no more than its two halves, whatever a driver sends', () => {
    const output = new Output();
    for (let n = 0; n < 100; n += 1) {
      output.push(Buffer.alloc(65_536, 'a'));
    }
    output.beginTail();
    for (let n = 0; n < 100; n += 1) {
      output.push(Buffer.alloc(65_536, 'z'));
    }
    assert.ok(output.truncated);
    assert.ok(output.text.length < 99_000);
  });
});
