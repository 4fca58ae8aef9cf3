import assert from 'node:assert/strict';
import { createOutput, table } from '../../../src/cli/output';

class Sink {
  text = '';
  constructor(readonly isTTY: boolean) {}
  write(text: string): boolean {
    this.text += text;
    return true;
  }
}

describe('output of the command line', () => {
  it('colours a terminal, and neither a pipe nor where NO_COLOR is set', () => {
    const styled = (tty: boolean, environment: NodeJS.ProcessEnv): string => createOutput(new Sink(tty), new Sink(tty), environment).style('bad', 'x');
    assert.equal(styled(true, {}), '\u001b[31mx\u001b[39m');
    assert.equal(styled(false, {}), 'x');
    assert.equal(styled(true, { NO_COLOR: '1' }), 'x');
    assert.equal(styled(false, { FORCE_COLOR: '1' }), '\u001b[31mx\u001b[39m');
  });

  it('replaces the progress line on a terminal before it writes a result', () => {
    const [out, err] = [new Sink(true), new Sink(true)];
    const output = createOutput(out, err, {});
    output.progress('working');
    output.line('done');
    assert.equal(out.text, 'done\n');
    assert.ok(err.text.endsWith('\r\u001b[2K'), JSON.stringify(err.text));
  });

  it('says each progress once, on a line of its own, where there is no terminal', () => {
    const err = new Sink(false);
    const output = createOutput(new Sink(false), err, {});
    output.progress('working');
    output.progress('working');
    output.progress('more');
    assert.equal(err.text, 'working\nmore\n');
  });

  it('pads columns by what is seen, not by colour codes', () => {
    assert.equal(table([['\u001b[31ma\u001b[39m', 'b'], ['long', 'c']]), '\u001b[31ma\u001b[39m     b\nlong  c');
  });
});
