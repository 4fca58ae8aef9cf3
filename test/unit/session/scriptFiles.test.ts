import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isUserError } from '../../../src/common/errors';
import { scriptFiles } from '../../../src/session/start/scriptFiles';

describe('what goes into a container with a script', () => {
  let top: string;
  let lab: string;
  beforeEach(async () => {
    top = await mkdtemp(path.join(tmpdir(), 'ai-labs-scripts-'));
    lab = path.join(top, 'lab');
    await mkdir(path.join(lab, 'environment', 'data'), { recursive: true });
    await writeFile(path.join(lab, 'environment', 'setup.py'), '#!/usr/bin/env python3\r\nprint("ü")\r\n');
    await writeFile(path.join(lab, 'environment', 'plain.sh'), 'echo one\r\n');
    await writeFile(path.join(lab, 'environment', 'data', 'table.csv'), 'a\r\nb\r\n');
    await writeFile(path.join(lab, 'alone.sh'), 'echo alone\n');
    await writeFile(path.join(top, 'secret.sh'), 'echo secret\n');
  });
  afterEach(() => rm(top, { recursive: true, force: true }));
  const text = (files: { path: string; content: Uint8Array }[], name: string): string =>
    Buffer.from(files.find((file) => file.path === name)?.content ?? []).toString();

  it('is the folder it lies in, scripts without carriage returns, data as it is', async () => {
    const { files, command, folder, name } = await scriptFiles(lab, 'environment/setup.py', '/run/x', 'learner');
    assert.deepEqual([folder, name, command], ['environment', 'setup.py', ['/run/x/setup.py']]);
    assert.deepEqual(files.map((file) => [file.path, file.mode.toString(8), file.owner]), [
      ['/run/x/data/table.csv', '400', 'learner'], ['/run/x/plain.sh', '400', 'learner'], ['/run/x/setup.py', '500', 'learner'],
    ]);
    assert.equal(text(files, '/run/x/setup.py'), '#!/usr/bin/env python3\nprint("ü")\n');
    assert.equal(text(files, '/run/x/data/table.csv'), 'a\r\nb\r\n');
  });

  it('runs by sh where it does not say by what', async () => {
    const { files, command } = await scriptFiles(lab, 'environment/plain.sh', '/run/x', 'root');
    assert.deepEqual(command, ['sh', '/run/x/plain.sh']);
    assert.equal(text(files, '/run/x/plain.sh'), 'echo one\n');
  });

  it('is the script alone where it lies at the lab\'s top, beside everything else', async () => {
    const { files, folder } = await scriptFiles(lab, 'alone.sh', '/run/x', 'root');
    assert.deepEqual([folder, files.map((file) => file.path)], ['', ['/run/x/alone.sh']]);
  });

  it('is nothing where the script is missing or outside the lab, by whatever way', async () => {
    await symlink(path.join(top, 'secret.sh'), path.join(lab, 'link.sh'));
    for (const script of ['missing.sh', '../secret.sh', 'link.sh', 'environment/../../secret.sh']) {
      await assert.rejects(scriptFiles(lab, script, '/run/x', 'root'), (error) => isUserError(error) && error.code === 'script-missing', script);
    }
  });
});
