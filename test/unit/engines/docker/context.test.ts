import assert from 'node:assert/strict';
import { chmod, mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ownBases, packContext, pinBases, readDockerfile } from '../../../../src/engines/docker/images/context';
import { readTar } from '../../../../src/engines/docker/api/tar';

const dockerfile = `ARG BASE=x
FROM ai-labs/python-ml AS build
from --platform=linux/amd64 ai-labs/slim:latest
FROM ai-labs/pinned:abc
COPY --chown=1:1 --from=ai-labs/tools /a /b
RUN echo FROM ai-labs/no
FROM debian:bookworm-slim
`;

describe('What an image is built from', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'ai-labs-context-'));
    await mkdir(path.join(folder, 'sub'));
    await writeFile(path.join(folder, 'Dockerfile'), 'FROM scratch\n');
    await writeFile(path.join(folder, 'sub/a.txt'), 'a');
    await writeFile(path.join(folder, 'tool'), '#!/bin/sh\n');
  });
  afterEach(() => rm(folder, { recursive: true }));

  const pack = (
    options: { args?: Record<string, string>; target?: string } = {},
  ): ReturnType<typeof packContext> =>
    packContext(folder, 'Dockerfile', 'FROM scratch\n', { args: options.args ?? {}, target: options.target });

  it('finds and pins the images of ours it builds on', () => {
    assert.deepEqual(ownBases(dockerfile), ['python-ml', 'slim', 'tools']);
    const pinned = pinBases(
      dockerfile,
      new Map([
        ['python-ml', 'ai-labs/python-ml:1'],
        ['slim', 'ai-labs/slim:2'],
        ['tools', 'ai-labs/tools:3'],
      ]),
    );
    assert.match(pinned, /^FROM ai-labs\/python-ml:1 AS build$/m);
    assert.match(pinned, /^from --platform=linux\/amd64 ai-labs\/slim:2$/m);
    assert.match(pinned, /^COPY --chown=1:1 --from=ai-labs\/tools:3 \/a \/b$/m);
    assert.match(pinned, /^FROM ai-labs\/pinned:abc$/m);
    assert.match(pinned, /^RUN echo FROM ai-labs\/no$/m);
  });

  it('has a digest of its content, not of times', async () => {
    const { digest } = await pack();
    await utimes(path.join(folder, 'sub/a.txt'), 1, 1);
    assert.equal((await pack()).digest, digest);
    await writeFile(path.join(folder, 'sub/a.txt'), 'b');
    assert.notEqual((await pack()).digest, digest);
  });

  it('has another digest for other arguments, target, names and run bits', async () => {
    const digests = [
      (await pack()).digest,
      (await pack({ args: { A: '1' } })).digest,
      (await pack({ target: 't' })).digest,
    ];
    await chmod(path.join(folder, 'sub/a.txt'), 0o755);
    digests.push((await pack()).digest);
    await rm(path.join(folder, 'sub/a.txt'));
    digests.push((await pack()).digest);
    assert.equal(new Set(digests).size, digests.length);
  });

  it('marks scripts as such whatever the file system kept', async () => {
    const entries = readTar((await pack()).archive);
    assert.equal(entries.find((entry) => entry.path === 'tool')?.mode, 0o755);
    assert.equal(entries.find((entry) => entry.path === 'sub/a.txt')?.mode, 0o644);
  });

  it('leaves out what .dockerignore names', async () => {
    await writeFile(path.join(folder, '.dockerignore'), 'sub\n!keep\n');
    const paths = readTar((await pack()).archive).map((entry) => entry.path);
    assert.ok(!paths.includes('sub/a.txt'));
    assert.ok(paths.includes('tool'));
    assert.ok(paths.includes('Dockerfile'));
  });

  it('says when there is no Dockerfile', async () => {
    await assert.rejects(readDockerfile(folder, 'other/Dockerfile'), { code: 'image-context-missing' });
  });
});
