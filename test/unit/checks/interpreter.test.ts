import assert from 'node:assert/strict';
import { interpreterOf, isScript, withoutCarriageReturns } from '../../../src/checks/interpreter';

const of = (text: string): string[] | undefined => interpreterOf(Buffer.from(text));

describe('checks: interpreter', () => {
  it('is what the first line says, sh where it says nothing', () => {
    assert.deepEqual(of('#!/bin/sh\n'), ['/bin/sh']);
    assert.deepEqual(of('#! /bin/bash -eu -x \r\necho'), ['/bin/bash', '-eu -x']);
    assert.deepEqual(of('#!/usr/bin/env python3\n'), ['python3']);
    assert.deepEqual(of('#!/usr/bin/env -S python3 -u\n'), ['python3', '-u']);
    assert.deepEqual(of('#!/usr/bin/env A=1 python3\n'), ['/usr/bin/env', 'A=1', 'python3']);
    assert.deepEqual(of('#!/usr/bin/env\n'), ['/usr/bin/env']);
    for (const text of ['', 'echo hi\n', '# !/bin/bash\n', '#!\n', ' #!/bin/bash']) {
      assert.deepEqual(of(text), ['sh'], text);
    }
  });

  it('is none for a program', () => {
    assert.equal(interpreterOf(Buffer.from('\x7fELF\x02')), undefined);
    assert.deepEqual(interpreterOf(Buffer.from('\x7f')), ['sh']);
  });

  it('frees scripts of carriage returns, and leaves the rest alone', () => {
    assert.deepEqual([isScript('a/b.sh', Buffer.from('x')), isScript('b.py', Buffer.from('')), isScript('tool', Buffer.from('#!/bin/sh')), isScript('a.csv', Buffer.from('#'))], [true, true, true, false]);
    assert.equal(Buffer.from(withoutCarriageReturns(Buffer.from('Ł\r\nb\rc\r\n'))).toString(), 'Ł\nb\rc\n');
  });
});
