import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readlinkSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { packTar, readTar, type TarEntry } from '../../../../src/engines/docker/api/tar';

const long = `${'folder/'.repeat(20)}ünïcode-name.txt`;
const entries: TarEntry[] = [
  { path: 'run.sh', type: 'file', mode: 0o755, uid: 7, gid: 8, content: Buffer.from('#!/bin/sh\n') },
  { path: 'empty', type: 'file', mode: 0o600, content: Buffer.alloc(0) },
  { path: 'sub', type: 'directory', mode: 0o755 },
  { path: 'sub/link', type: 'link', mode: 0o777, target: `../${'x'.repeat(120)}` },
  { path: long, type: 'file', mode: 0o644, content: Buffer.alloc(1500, 'a') },
];

describe('A tar archive', () => {
  it('is read by tar as it was written', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'ai-labs-tar-'));
    try {
      execFileSync('tar', ['-x', '-C', folder, '--no-same-owner'], { input: packTar(entries) });
      assert.equal(readFileSync(path.join(folder, 'run.sh'), 'utf8'), '#!/bin/sh\n');
      assert.equal(statSync(path.join(folder, 'run.sh')).mode & 0o777, 0o755);
      assert.equal(statSync(path.join(folder, long)).size, 1500);
      assert.equal(readlinkSync(path.join(folder, 'sub/link')), `../${'x'.repeat(120)}`);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('is read back by us as it was written', () => {
    const plain = (entry: TarEntry): object => ({
      ...entry,
      uid: entry.uid ?? 0,
      gid: entry.gid ?? 0,
      content: entry.content && Buffer.from(entry.content).toString(),
    });
    assert.deepEqual(
      readTar(packTar(entries)).map((entry) => plain({ content: undefined, target: undefined, ...entry })),
      entries.map((entry) => plain({ content: undefined, target: undefined, ...entry })),
    );
  });

  it('is the same every time', () => {
    assert.deepEqual(packTar(entries), packTar(entries));
  });
});
